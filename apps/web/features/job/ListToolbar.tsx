"use client";
import type { Id, TaskView } from "@pixelmill/core";
import { type ReactNode, type RefObject, useRef } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Revision } from "../revise/useRevision.ts";
import { type Filter, type Listing, offeredFilters } from "./rows.ts";
import { SelectionActions } from "./SelectionActions.tsx";
import type { Selection } from "./useSelection.ts";

interface ListToolbarProps {
  readonly bar: RefObject<HTMLDivElement | null>;
  /** What the list is searched with; null where there is nothing to search. */
  readonly search: ReactNode;
  readonly jobId: Id;
  readonly tasks: ReadonlyMap<Id, TaskView>;
  readonly shownIds: readonly Id[];
  readonly counts: Listing["counts"];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly selection: Selection;
  readonly revision: Revision | null;
}

/**
 * Stays at the top while the list scrolls: what is shown, and what is done with the selection, which a phone has at its lower edge. Where
 * a page is so much enlarged that little else would fit, it scrolls along.
 */
export function ListToolbar(props: ListToolbarProps): ReactNode {
  const { bar, search, jobId, tasks, shownIds, counts, filter, onFilter, selection, revision } = props;
  const { t, formats } = useWords();
  const selectAll = useRef<HTMLInputElement>(null);
  const selectedShown = shownIds.filter((id) => selection.ids.has(id)).length;
  const allShown = shownIds.length > 0 && selectedShown === shownIds.length;
  return (
    <div
      ref={bar}
      data-testid="list-toolbar"
      className="sticky top-0 z-10 -mx-4 flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-page py-1.5 pl-4 max-sm:[@media(max-height:30rem)]:static sm:mx-0 sm:pl-0"
    >
      <label className="grid size-9 cursor-pointer place-items-center sm:ml-2">
        <span className="sr-only">{t("job.selectAll")}</span>
        <input
          type="checkbox"
          className="checkbox"
          checked={allShown}
          disabled={shownIds.length === 0}
          ref={(box) => {
            selectAll.current = box;
            if (box) box.indeterminate = selectedShown > 0 && !allShown;
          }}
          onChange={() => selection.replace(allShown ? [] : shownIds)}
        />
      </label>
      {/* One line on a phone, which is moved sideways where it is too long. */}
      <fieldset className="flex min-w-0 max-w-full flex-1 gap-0.5 p-1 max-sm:overflow-x-auto max-sm:[scrollbar-width:none] sm:flex-none sm:flex-wrap sm:px-0">
        <legend className="sr-only">{t("job.filterLabel")}</legend>
        {offeredFilters(counts, filter).map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={filter === each}
            onClick={() => onFilter(each)}
            data-testid={`filter-${each}`}
            className={`min-h-9 shrink-0 cursor-pointer rounded-lg px-2 text-sm whitespace-nowrap sm:px-2.5 transition-colors duration-150 hover:bg-hover aria-pressed:bg-track aria-pressed:font-semibold ${
              each === "failed" && counts.failed > 0 ? "text-danger" : "text-muted hover:text-ink aria-pressed:text-ink"
            }`}
          >
            {t(`job.filters.${each}`)} <span className="font-normal tabular-nums">{formats.count(counts[each])}</span>
          </button>
        ))}
      </fieldset>
      {search}
      {selection.ids.size > 0 && (
        <SelectionActions jobId={jobId} tasks={tasks} selection={selection} revision={revision} selectAll={selectAll} />
      )}
    </div>
  );
}
