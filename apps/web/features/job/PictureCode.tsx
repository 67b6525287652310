"use client";
import { isDelivered, pictureSnippet, type TaskView } from "@pixelmill/core";
import { type ReactNode, useState } from "react";
import { Button } from "../../components/button.tsx";
import { copyText } from "../../lib/copyText.ts";
import { useWords } from "../../lib/i18n/useWords.ts";

/** The HTML that shows an image in whichever of its files suits the browser. Nothing where there is no choice. */
export function PictureCode({ task }: { readonly task: TaskView }): ReactNode {
  const { t } = useWords();
  const [copied, setCopied] = useState<boolean | null>(null);
  const files = task.outputs.flatMap(({ result, path }) =>
    path !== null && isDelivered(result) ? [{ ...result.output, path }] : [],
  );
  const snippet = pictureSnippet(files);
  if (snippet === null) return null;
  return (
    <details className="text-sm" data-testid="picture">
      <summary className="inline-flex min-h-9 cursor-pointer items-center text-accent underline underline-offset-2">
        {t("job.picture")}
      </summary>
      <p className="text-muted">{t("job.pictureHelp")}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be scrolled by keys too */}
      <pre tabIndex={0} className="mt-2 overflow-x-auto rounded-lg bg-track p-3" data-testid="picture-code">
        {snippet}
      </pre>
      <p className="mt-2 flex items-center gap-3">
        <Button onClick={() => copyText(snippet).then(setCopied)}>{t("job.copy")}</Button>
        <span role="status" className="text-muted">
          {copied === null ? "" : copied ? t("job.copied") : t("job.copyFailed")}
        </span>
      </p>
    </details>
  );
}
