import type { Failure } from "@pixelmill/core";
import Link from "next/link";
import type { ReactNode } from "react";
import { ButtonLink } from "../../components/button.tsx";
import { jobMessages as text } from "./messages.ts";

/** In place of a job that cannot be shown. */
export function JobProblem({ failure }: { readonly failure: Failure }): ReactNode {
  const isMissing = failure.code === "notFound";
  return (
    <div data-testid="job-problem" className="mx-auto max-w-md space-y-4 py-16 text-center">
      <h1 className="text-xl font-semibold">{isMissing ? text.notFoundTitle : failure.message}</h1>
      {isMissing && <p className="text-muted">{text.notFoundHelp}</p>}
      {isMissing ? (
        <Link href="/" className="inline-flex min-h-9 items-center text-accent underline underline-offset-4">
          {text.newJob}
        </Link>
      ) : (
        <ButtonLink href="">{text.reload}</ButtonLink>
      )}
    </div>
  );
}
