import type { ReactNode } from "react";
import { ChevronIcon } from "../../components/icons.tsx";

interface MoreButtonProps {
  readonly label: string;
  readonly isOpen: boolean;
  /** Id of what it opens. */
  readonly controls: string;
  readonly onClick: () => void;
  readonly testId: string;
}

/** Opens what there is to say below a line. */
export const MoreButton = ({ label, isOpen, controls, onClick, testId }: MoreButtonProps): ReactNode => (
  <button
    type="button"
    onClick={onClick}
    aria-expanded={isOpen}
    aria-controls={controls}
    aria-label={label}
    data-testid={testId}
    className="grid size-9 cursor-pointer place-items-center justify-self-end rounded-lg text-muted transition-colors duration-150 [grid-area:more] hover:bg-track hover:text-ink"
  >
    <ChevronIcon className={`size-4 ${isOpen ? "rotate-180" : ""}`} />
  </button>
);
