"use client";
import { type ReactNode, useEffect, useState } from "react";
import { uploadMessages as text } from "./messages.ts";
import type { PickedFile } from "./pickedFile.ts";

/** Pictures shown, and the largest file the browser is asked to decode for it, in bytes. */
const shown = 8;
const largestBytes = 8_000_000;

/** A few of the chosen pictures, so that one sees at once that it is the right folder. */
export function Thumbnails({ files }: { readonly files: readonly PickedFile[] }): ReactNode {
  const picked = files
    .filter(({ file }) => /^image\/(?:jpeg|png|webp|avif|gif)$/.test(file.type) && file.size < largestBytes)
    .slice(0, shown);
  if (picked.length === 0) return null;
  return (
    <div aria-hidden="true" className="grid grid-cols-[repeat(auto-fill,minmax(4.5rem,1fr))] items-center gap-2">
      {picked.map(({ path, file }) => (
        <Thumbnail key={path} file={file} />
      ))}
      {files.length > picked.length && (
        <span className="px-1 text-sm text-muted tabular-nums">{text.andMore(files.length - picked.length)}</span>
      )}
    </div>
  );
}

function Thumbnail({ file }: { readonly file: File }): ReactNode {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  const box = "aspect-square w-full rounded-lg bg-track object-cover";
  return url === null ? (
    <span className={box} />
  ) : (
    // biome-ignore lint/performance/noImgElement: a local blob has nothing for next/image to optimize
    <img src={url} alt="" decoding="async" className={box} onError={() => setUrl(null)} />
  );
}
