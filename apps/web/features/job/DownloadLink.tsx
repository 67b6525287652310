import type { Id } from "@pixelmill/core";
import type { ReactNode } from "react";
import { DownloadIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import { resultUrl } from "./links.ts";

interface DownloadLinkProps {
  readonly jobId: Id;
  readonly taskId: Id;
  /** The output's place among those of its file, from 0. */
  readonly position: number;
  /** The path it is delivered under. */
  readonly path: string;
}

/** The download of one output. */
export const DownloadLink = ({ jobId, taskId, position, path }: DownloadLinkProps): ReactNode => {
  const { t } = useWords();
  return (
    <a
      href={resultUrl(jobId, taskId, position)}
      download
      aria-label={t("job.downloadFile", { path })}
      title={path}
      data-testid="download-file"
      className="grid size-9 place-items-center rounded-lg text-muted transition-colors duration-150 hover:bg-track hover:text-ink"
    >
      <DownloadIcon />
    </a>
  );
};
