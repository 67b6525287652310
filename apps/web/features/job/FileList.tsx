"use client";
import type { Id, JobView, TaskView } from "@pixelmill/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import dynamic from "next/dynamic";
import { type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { settingsOfTask } from "../revise/outdated.ts";
import { ownSettingsText } from "../revise/ownSettingsText.ts";
import type { Revision } from "../revise/useRevision.ts";
import type { Upload } from "../upload/uploadState.ts";
import { FileRow } from "./FileRow.tsx";
import { ListSearch } from "./ListSearch.tsx";
import { ListToolbar } from "./ListToolbar.tsx";
import { RowOrder } from "./rowOrder.ts";
import { RowSort, type Sort } from "./rowSort.ts";
import { type Filter, listingOf } from "./rows.ts";
import { useComparing } from "./useComparing.ts";
import { useCovered } from "./useCovered.ts";
import { useExpanded } from "./useExpanded.ts";
import { useSelection } from "./useSelection.ts";

/** Loaded with the first look: most of a job is done without one. */
const ComparePanel = dynamic(() => import("../compare/ComparePanel.tsx").then((loaded) => loaded.ComparePanel), { ssr: false });

/** Height of a row before it is measured, in CSS pixels. */
const estimatedRowHeight = 64;

interface FileListProps {
  readonly job: JobView;
  /** Other settings that are being chosen for it. */
  readonly revision: Revision | null;
  /** Changed in place: `version` and `uploadVersion` are new objects whenever something in them changed. */
  readonly tasks: ReadonlyMap<Id, TaskView>;
  readonly uploads: ReadonlyMap<Id, Upload>;
  readonly version: unknown;
  readonly uploadVersion: unknown;
}

/** All files of a job. Only the rows in view exist, and only those that changed are rendered again. */
export function FileList({ job, revision, tasks, uploads, version, uploadVersion }: FileListProps): ReactNode {
  const words = useWords();
  const { t } = words;
  const jobId = job.id;
  const [filter, setFilter] = useState<Filter>("all");
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<Sort>("path");
  const [order] = useState(() => new RowOrder());
  const [sorted] = useState(() => new RowSort());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps change in place, the versions tell when
  const { ids, counts } = useMemo(
    () => listingOf(sorted.ids(order.ids(tasks, uploads), tasks, uploads, sort), tasks, uploads, filter, search),
    [order, sorted, tasks, uploads, sort, filter, search, version, uploadVersion],
  );
  const selection = useSelection(ids);
  const expanded = useExpanded();
  const list = useRef<HTMLUListElement>(null);
  const toolbar = useRef<HTMLDivElement>(null);
  const covered = useCovered(toolbar);
  const [scrollMargin, setScrollMargin] = useState(0);
  // The list's place on the page, which moves as what is above it comes and goes.
  useLayoutEffect(() => {
    const top = (list.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
    if (Math.abs(top - scrollMargin) > 1) setScrollMargin(top);
  });
  const virtualizer = useWindowVirtualizer({
    count: ids.length,
    estimateSize: () => estimatedRowHeight,
    overscan: 8,
    scrollPaddingStart: covered,
    scrollMargin,
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
  });

  const comparing = useComparing(ids, (index) => virtualizer.scrollToIndex(index, { align: "auto" }));
  const compared = comparing.id === null ? undefined : tasks.get(comparing.id);

  return (
    <div
      ref={comparing.area}
      data-comparing={compared === undefined ? undefined : ""}
      className={compared === undefined ? "" : "lg:grid lg:grid-cols-[minmax(20rem,5fr)_8fr] lg:items-start lg:gap-x-5"}
    >
      <section aria-label={t("job.listLabel")} data-testid="files" className={selection.ids.size > 0 ? "max-sm:pb-28" : ""}>
        <ListToolbar
          bar={toolbar}
          search={counts.all > 1 ? <ListSearch search={search} onSearch={setSearch} sort={sort} onSort={setSort} /> : null}
          jobId={jobId}
          tasks={tasks}
          shownIds={ids}
          counts={counts}
          filter={filter}
          onFilter={setFilter}
          selection={selection}
          revision={revision}
        />
        {ids.length === 0 && (
          <p className="px-4 py-10 text-center text-muted">{counts.all === 0 ? t("job.noneYet") : t("job.noneShown")}</p>
        )}
        <ul ref={list} className="@container relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const id = ids[index];
            if (id === undefined) return null;
            const task = tasks.get(id);
            return (
              <li
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                aria-setsize={ids.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start - scrollMargin}px)` }}
              >
                <FileRow
                  jobId={jobId}
                  id={id}
                  task={task}
                  upload={uploads.get(id)}
                  isOutdated={task !== undefined && revision?.current?.has(task.revision) === false}
                  ownSettings={ownSettingsText(job, task, words)}
                  isSelected={selection.ids.has(id)}
                  onSelect={selection.toggle}
                  isExpanded={expanded.ids.has(id)}
                  onExpand={expanded.toggle}
                  isCompared={id === compared?.id}
                  onCompare={comparing.show}
                />
              </li>
            );
          })}
        </ul>
      </section>
      {compared !== undefined && (
        <ComparePanel
          jobId={jobId}
          settings={settingsOfTask(job, compared)}
          task={compared}
          tasks={tasks}
          ids={ids}
          onShow={comparing.show}
          onShown={comparing.reveal}
          onClose={comparing.close}
        />
      )}
    </div>
  );
}
