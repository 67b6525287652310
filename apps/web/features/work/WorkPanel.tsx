"use client";
import type { Activity, Capacity, Id, TaskView } from "@pixelmill/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { RunningIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";
import { useTRPC } from "../../lib/trpc.ts";
import { useNow } from "../../lib/useNow.ts";
import { type Lane, lanesOf } from "./lanes.ts";
import { MemoryGauge } from "./MemoryGauge.tsx";
import { WaitingMark } from "./WaitingMark.tsx";

/** How often memory and disk are asked for while a job is at work, in milliseconds. */
const refreshMs = 2000;

/** Most files that are named at once: with many encoders the rest is a number. */
const mostNamed = 8;

interface WorkPanelProps {
  readonly activity: Activity;
  readonly tasks: ReadonlyMap<Id, TaskView>;
}

/** What goes on for a job right now: what each encoder is doing, the memory, and the disk. */
export function WorkPanel({ activity, tasks }: WorkPanelProps): ReactNode {
  const { t } = useWords();
  const { data } = useQuery(useTRPC().system.capacity.queryOptions(undefined, { refetchInterval: refreshMs, retry: false }));
  const lanes = lanesOf(activity, tasks);
  return (
    <section
      aria-label={t("work.title")}
      data-testid="work"
      className="mt-5 grid grid-cols-1 gap-x-10 gap-y-4 border-t border-line pt-4 text-sm sm:grid-cols-2 lg:grid-cols-[minmax(0,1fr)_18rem_10rem]"
    >
      <Encoders lanes={lanes} encoders={data?.encoders ?? lanes.length} />
      {data !== undefined && <MemoryGauge capacity={data} />}
      {data !== undefined && <Disk disk={data.disk} />}
    </section>
  );
}

function Encoders({ lanes, encoders }: { readonly lanes: readonly Lane[]; readonly encoders: number }): ReactNode {
  const { t, formats } = useWords();
  const now = useNow(true);
  const files = lanes.flatMap((lane) => lane.files.map((file) => ({ ...file, encoder: lane.encoder })));
  const idle = Math.max(0, encoders - lanes.length);
  const hidden = Math.max(0, files.length - mostNamed);
  return (
    <div className="min-w-0 sm:max-lg:col-span-2">
      <h2 className="text-muted">{t("work.encoders")}</h2>
      <ul className="mt-1 grid grid-cols-1 gap-x-6 gap-y-1 md:grid-cols-2">
        {files.slice(0, mostNamed).map(({ id, name, startedAt }) => (
          <li key={id} data-testid="lane" className="flex min-w-0 items-center gap-2">
            <RunningIcon className="size-3.5 animate-spin text-accent" />
            <span className="min-w-0 flex-1 truncate" title={name}>
              {name}
            </span>
            <span className="text-muted tabular-nums">{formats.elapsed(Math.max(0, now - startedAt))}</span>
          </li>
        ))}
      </ul>
      <p className="mt-1 text-muted">
        {[
          files.length === 0 ? t("work.starting") : null,
          hidden > 0 ? t("work.more", { count: hidden }) : null,
          idle > 0 && files.length > 0 ? t("work.others", { count: idle }) : null,
        ]
          .filter((text) => text !== null)
          .join(" · ")}
      </p>
    </div>
  );
}

function Disk({ disk }: { readonly disk: Capacity["disk"] }): ReactNode {
  const { t, formats } = useWords();
  return (
    <div>
      <h2 className="text-muted">{t("work.disk")}</h2>
      <p data-testid="disk-left" className="mt-1 tabular-nums">
        {t("work.diskText", { free: formats.bytes(Math.max(0, disk.freeBytes - disk.reserveBytes)) })}
      </p>
      <WaitingMark text={disk.waiting > 0 ? t("work.waitingForDisk") : null} testId="waiting-for-disk" />
    </div>
  );
}
