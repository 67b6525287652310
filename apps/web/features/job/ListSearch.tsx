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
    <search className="flex min-w-0 gap-2 max-sm:basis-full max-sm:pr-4 sm:ml-auto sm:max-w-md sm:grow sm:basis-64">
      <input
        type="search"
        aria-label={t("job.searchLabel")}
        placeholder={t("job.searchLabel")}
        value={search}
        onChange={({ target }) => onSearch(target.value)}
        autoComplete="off"
        spellCheck={false}
        className={`min-w-0 flex-1 ${control}`}
      />
      <select
        aria-label={t("job.sortLabel")}
        data-testid="sort"
        value={sort}
        onChange={({ target }) => onSort(target.value as Sort)}
        className={`min-w-0 max-w-2/5 cursor-pointer ${control}`}
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
