import type { ReactNode } from "react";

/**
 * Keeps the start in view, however long the form above it: at the lower edge of the form's part of the window, and of the whole window
 * where files and form stand below each other and there is something to start. Marked for the
 * page's styles, by which what is focused scrolls clear of it.
 */
export function StartBar({ isEmpty, children }: { readonly isEmpty: boolean; readonly children: ReactNode }): ReactNode {
  const inForm = "sticky bottom-0 z-10 -mx-5 -mb-5 rounded-b-2xl sm:-mx-6 sm:-mb-6";
  const onWindow =
    "max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:mx-0 max-lg:mb-0 max-lg:rounded-none max-lg:pb-[max(0.75rem,env(safe-area-inset-bottom))]";
  return (
    <>
      {!isEmpty && <div className="h-14 lg:hidden" />}
      <div
        data-bottom-bar
        className={`space-y-2 border-t border-line bg-raised px-5 py-4 sm:px-6 ${inForm} ${isEmpty ? "" : onWindow}`}
      >
        {children}
      </div>
    </>
  );
}
