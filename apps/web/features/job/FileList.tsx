"use client";
import type { Id, TaskView } from "@pixelmill/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Upload } from "../upload/uploadState.ts";
import { FileRow } from "./FileRow.tsx";
import { ListToolbar } from "./ListToolbar.tsx";
import { jobMessages as text } from "./messages.ts";
import { RowOrder } from "./rowOrder.ts";
import { type Filter, listingOf } from "./rows.ts";
import { useExpanded } from "./useExpanded.ts";
import { useSelection } from "./useSelection.ts";

/** Height of a row before it is measured, in CSS pixels. */
const estimatedRowHeight = 64;

interface FileListProps {
  readonly jobId: Id;
  /** Changed in place: `version` and `uploadVersion` are new objects whenever something in them changed. */
  readonly tasks: ReadonlyMap<Id, TaskView>;
  readonly uploads: ReadonlyMap<Id, Upload>;
  readonly version: unknown;
  readonly uploadVersion: unknown;
}

/** All files of a job. Only the rows in view exist, and only those that changed are rendered again. */
export function FileList({ jobId, tasks, uploads, version, uploadVersion }: FileListProps): ReactNode {
  const [filter, setFilter] = useState<Filter>("all");
  const [order] = useState(() => new RowOrder());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the maps change in place, the versions tell when
  const { ids, counts } = useMemo(
    () => listingOf(order.ids(tasks, uploads), tasks, uploads, filter),
    [order, tasks, uploads, filter, version, uploadVersion],
  );
  const selection = useSelection(ids);
  const expanded = useExpanded();
  const list = useRef<HTMLUListElement>(null);
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
    scrollMargin,
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
  });

  return (
    <section aria-label={text.listLabel} data-testid="files" className={selection.ids.size > 0 ? "max-sm:pb-28" : ""}>
      <ListToolbar
        jobId={jobId}
        tasks={tasks}
        shownIds={ids}
        counts={counts}
        filter={filter}
        onFilter={setFilter}
        selection={selection}
      />
      {ids.length === 0 && (
        <p className="px-4 py-10 text-center text-muted">{counts.all === 0 ? text.noneYet : text.noneShown}</p>
      )}
      <ul ref={list} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const id = ids[index];
          if (id === undefined) return null;
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
                task={tasks.get(id)}
                upload={uploads.get(id)}
                isSelected={selection.ids.has(id)}
                onSelect={selection.toggle}
                isExpanded={expanded.ids.has(id)}
                onExpand={expanded.toggle}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
