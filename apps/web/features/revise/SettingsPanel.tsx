"use client";
import { codecRefusal, type JobView, type TaskView } from "@pixelmill/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { RetryIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Translate } from "../../lib/i18n/words.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { isWhole } from "../settings/draftOfSettings.ts";
import { SettingsForm } from "../settings/SettingsForm.tsx";
import { type SettingsDraft, toSettings } from "../settings/settingsDraft.ts";
import { countOutdated, revisionsLike } from "./outdated.ts";
import type { Revision } from "./useRevision.ts";

interface SettingsPanelProps {
  readonly id: string;
  readonly job: JobView;
  readonly tasks: ReadonlyMap<string, TaskView>;
  readonly revision: Revision;
}

/** The settings of a job, to be changed: says how many results that outdates, and makes them again. */
export function SettingsPanel({ id, job, tasks, revision }: SettingsPanelProps): ReactNode {
  const { t, failure } = useWords();
  const { draft, change, isChanged } = revision;
  const native = useQuery(useTRPC().system.capacity.queryOptions()).data?.native;
  const refusal = (wished: SettingsDraft) => {
    const settings = toSettings(wished);
    const refused = native === undefined || settings === null ? null : codecRefusal(settings, native);
    return refused === null ? null : failure(refused);
  };
  return (
    <section
      id={id}
      aria-label={t("revise.panel")}
      data-testid="settings-panel"
      className="grid grid-cols-1 gap-x-10 gap-y-6 rounded-2xl border border-line bg-raised p-5 sm:p-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
    >
      <div className="max-w-2xl">
        <SettingsForm draft={draft} onChange={change} refusal={refusal} />
      </div>
      <Effect
        revision={revision}
        outdated={countOutdated(tasks.values(), revision.current ?? revisionsLike(job, job.settings))}
        isRefused={refusal(draft) !== null}
        isApproximate={!isChanged && !isWhole(draft, job.settings)}
      />
    </section>
  );
}

interface EffectProps {
  readonly revision: Revision;
  readonly outdated: number;
  readonly isRefused: boolean;
  readonly isApproximate: boolean;
}

/** What the settings come to, and what can be done about it; beside the form, where it stays in view. */
function Effect({ revision, outdated, isRefused, isApproximate }: EffectProps): ReactNode {
  const { t, failure } = useWords();
  const { draft, isChanged, isPending, problem, apply, discard } = revision;
  const isInvalid = isChanged && toSettings(draft) === null;
  return (
    <div className="lg:sticky lg:top-4 lg:self-start">
      <h2 className="text-lg font-semibold">{t("revise.effect")}</h2>
      <p role="status" data-testid="outdated" className="mt-2 text-sm text-muted">
        {effectText(revision, isInvalid, outdated, t)}
      </p>
      {isApproximate && <p className="mt-2 text-sm text-muted">{t("revise.approximate")}</p>}
      {(isChanged || outdated > 0) && (
        <div className="mt-4 flex flex-wrap gap-2 lg:flex-col">
          <Button
            kind="primary"
            disabled={isInvalid || outdated === 0 || isRefused || isPending}
            onClick={() => apply()}
            data-testid="apply-all"
            className="max-sm:w-full"
          >
            <RetryIcon />
            {t("revise.applyAll", { count: outdated })}
          </Button>
          {isChanged && (
            <Button onClick={discard} disabled={isPending} className="max-sm:w-full">
              {t("revise.discard")}
            </Button>
          )}
        </div>
      )}
      {problem !== null && (
        <p role="alert" className="mt-3 text-sm text-danger">
          {t("job.actionFailed", { reason: failure(problem) })}
        </p>
      )}
    </div>
  );
}

function effectText({ wanted }: Revision, isInvalid: boolean, outdated: number, t: Translate): string {
  if (isInvalid) return t("revise.invalid");
  if (wanted !== null) return t("revise.outdated", { count: outdated });
  return outdated > 0 ? t("revise.others", { count: outdated }) : t("revise.unchanged");
}
