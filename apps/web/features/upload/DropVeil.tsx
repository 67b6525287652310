import type { ReactNode } from "react";
import { UploadIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";

/** Lies over the page while files are dragged over it. */
export function DropVeil({ shown }: { readonly shown: boolean }): ReactNode {
  const { t } = useWords();
  if (!shown) return null;
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid place-items-center bg-page/80 p-4">
      <div className="grid size-full place-items-center rounded-3xl border-4 border-accent border-dashed">
        <p className="flex items-center gap-3 rounded-xl bg-accent px-6 py-4 text-lg font-semibold text-on-accent">
          <UploadIcon className="size-6" />
          {t("upload.dropAnywhere")}
        </p>
      </div>
    </div>
  );
}
