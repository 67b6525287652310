"use client";
import { isDelivered, pictureSnippet, type TaskView } from "@pixelmill/core";
import { type ReactNode, useState } from "react";
import { Button } from "../../components/button.tsx";
import { copyText } from "../../lib/copyText.ts";
import { jobMessages as text } from "./messages.ts";

/** The HTML that shows an image in whichever of its files suits the browser. Nothing where there is no choice. */
export function PictureCode({ task }: { readonly task: TaskView }): ReactNode {
  const [copied, setCopied] = useState<boolean | null>(null);
  const files = task.outputs.flatMap(({ result, path }) =>
    path !== null && isDelivered(result) ? [{ ...result.output, path }] : [],
  );
  const snippet = pictureSnippet(files);
  if (snippet === null) return null;
  return (
    <details className="text-sm" data-testid="picture">
      <summary className="inline-flex min-h-9 cursor-pointer items-center text-accent underline underline-offset-2">
        {text.picture}
      </summary>
      <p className="text-muted">{text.pictureHelp}</p>
      <pre className="mt-2 overflow-x-auto rounded-lg bg-track p-3" data-testid="picture-code">
        {snippet}
      </pre>
      <p className="mt-2 flex items-center gap-3">
        <Button onClick={() => copyText(snippet).then(setCopied)}>{text.copy}</Button>
        <span role="status" className="text-muted">
          {copied === null ? "" : copied ? text.copied : text.copyFailed}
        </span>
      </p>
    </details>
  );
}
