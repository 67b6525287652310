"use client";
import type { ReactNode } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import { control } from "../settings/control.ts";
import { type Sort, sorts } from "./rowSort.ts";

interface ListSearchProps {
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** Which files of the list are looked for, and in which order they stand. */
export function ListSearch({ search, onSearch, sort, onSort }: ListSearchProps): ReactNode {
  const { t } = useWords();
  return (
    <search className="mb-1 flex flex-wrap gap-2">
      <input
        type="search"
        aria-label={t("job.searchLabel")}
        placeholder={t("job.searchLabel")}
        value={search}
        onChange={({ target }) => onSearch(target.value)}
        autoComplete="off"
        spellCheck={false}
        className={`min-w-0 grow basis-40 sm:max-w-sm ${control}`}
      />
      <select
        aria-label={t("job.sortLabel")}
        data-testid="sort"
        value={sort}
        onChange={({ target }) => onSort(target.value as Sort)}
        className={`min-w-0 cursor-pointer max-sm:grow ${control}`}
      >
        {sorts.map((each) => (
          <option key={each} value={each}>
            {t(`job.sorts.${each}`)}
          </option>
        ))}
      </select>
    </search>
  );
}
