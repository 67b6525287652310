import type { ReactNode } from "react";

interface IconProps {
  readonly className?: string;
}

const icon =
  (paths: ReactNode) =>
  ({ className = "size-4" }: IconProps): ReactNode => (
    <svg
      aria-hidden="true"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={`shrink-0 ${className}`}
    >
      {paths}
    </svg>
  );

export const CheckIcon = icon(<path d="M5 12.5 10 17.5 19.5 7" />);
export const EqualIcon = icon(<path d="M5 9h14M5 15h14" />);
export const WarningIcon = icon(<path d="M12 4 2.8 20h18.4L12 4ZM12 10v4.5M12 17.4v.1" />);
export const CrossIcon = icon(<path d="M6 6l12 12M18 6 6 18" />);
export const ClockIcon = icon(<path d="M12 7v5l3.5 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z" />);
export const GlobeIcon = icon(
  <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3.5 12h17M12 3c5 5.4 5 12.6 0 18M12 3c-5 5.4-5 12.6 0 18" />,
);
export const UploadIcon = icon(<path d="M12 16V4M6.5 9 12 3.8 17.5 9M4 16v4h16v-4" />);
export const TopIcon = icon(<path d="M5 4h14M12 20V9M6.5 14 12 8.5 17.5 14" />);
export const ChartIcon = icon(<path d="M4 4v16h16M9 16v-4M13.5 16V8M18 16v-6" />);
export const SlidersIcon = icon(<path d="M4 7h8M18 7h2M4 17h2M12 17h8M15 4.5v5M9 14.5v5" />);
export const ListIcon = icon(<path d="M8.5 6H20M8.5 12H20M8.5 18H20M4 6h.01M4 12h.01M4 18h.01" />);
export const DownloadIcon = icon(<path d="M12 4v12M6.5 11 12 16.2 17.5 11M4 16v4h16v-4" />);
export const RunningIcon = icon(<path d="M12 3a9 9 0 1 0 9 9" />);
export const StoppedIcon = icon(<path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM8.5 12h7" />);
export const RetryIcon = icon(<path d="M20 12a8 8 0 1 1-2.5-5.8M20 3.5V8h-4.5" />);
export const TrashIcon = icon(<path d="M4 7h16M9.5 7V4h5v3M6 7l1 13h10l1-13M10 11v5.5M14 11v5.5" />);
export const FolderIcon = icon(<path d="M3 19V5h6l2.5 3H21v11H3Z" />);
export const ImageIcon = icon(<path d="M4 4h16v16H4V4ZM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15 9h.01" />);
export const InfoIcon = icon(<path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.6v.1" />);
export const ChevronIcon = icon(<path d="m6 9.5 6 6 6-6" />);
export const ArrowIcon = icon(<path d="M5 12h14M13 6l6 6-6 6" />);

export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const MinusIcon = icon(<path d="M5 12h14" />);
export const EnlargeIcon = icon(<path d="M14 4h6v6M10 20H4v-6M20 4l-7 7M4 20l7-7" />);
export const ShrinkIcon = icon(<path d="M20 10h-6V4M4 14h6v6M14 10l7-7M10 14l-7 7" />);

/** The mark: a picture between two millstones. */
export const Mark = ({ className = "size-6" }: IconProps): ReactNode => (
  <svg aria-hidden="true" viewBox="0 0 24 24" className={`shrink-0 ${className}`}>
    <rect x="2" y="2" width="20" height="20" rx="6" fill="var(--accent)" />
    <rect x="6" y="6" width="5" height="5" rx="1.2" fill="var(--on-accent)" />
    <rect x="13" y="6" width="5" height="5" rx="1.2" fill="var(--on-accent)" opacity=".75" />
    <rect x="6" y="13" width="5" height="5" rx="1.2" fill="var(--on-accent)" opacity=".75" />
    <rect x="13.9" y="13.9" width="3.2" height="3.2" rx=".8" fill="var(--on-accent)" />
  </svg>
);
