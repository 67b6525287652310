"use client";
import { type ChangeEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "../../components/button.tsx";
import { FolderIcon, ImageIcon } from "../../components/icons.tsx";
import { useWords } from "../../lib/i18n/useWords.ts";

interface FileButtonsProps {
  readonly onFiles: (files: File[]) => void;
  /** The first button leads. */
  readonly lead?: boolean;
}

/** React's types do not know the attribute that every desktop browser does. */
const folderOnly = { webkitdirectory: "" };

/** Buttons that open the system's own dialogs, for files and, where the browser can, for a folder. */
export function FileButtons({ onFiles, lead = false }: FileButtonsProps): ReactNode {
  const { t } = useWords();
  const filesInput = useRef<HTMLInputElement>(null);
  const folderInput = useRef<HTMLInputElement>(null);
  const [takesFolders, setTakesFolders] = useState(true);
  useEffect(() => setTakesFolders("webkitdirectory" in HTMLInputElement.prototype), []);

  const change = ({ target }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(target.files ?? [])]);
    // The same folder chosen again is a change too.
    target.value = "";
  };

  return (
    <div className={`flex flex-wrap gap-2.5 ${lead ? "justify-center" : ""}`}>
      <Button kind={lead ? "primary" : "secondary"} onClick={() => filesInput.current?.click()}>
        <ImageIcon />
        {t("upload.chooseFiles")}
      </Button>
      {takesFolders && (
        <Button onClick={() => folderInput.current?.click()}>
          <FolderIcon />
          {t("upload.chooseFolder")}
        </Button>
      )}
      <input ref={filesInput} data-testid="file-input" type="file" multiple hidden onChange={change} />
      <input ref={folderInput} data-testid="folder-input" type="file" multiple hidden {...folderOnly} onChange={change} />
    </div>
  );
}
