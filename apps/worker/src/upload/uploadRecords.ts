import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FileConfigstore } from "@tus/file-store";
import type { Upload } from "@tus/server";

/** What a record is called while it is written. */
export const unfinishedRecord = (path: string): string => `${path}.new`;

/** Records of uploads, one JSON file each, replaced at once: whoever reads one meanwhile finds it as it was, and never half of it. */
export class UploadRecords extends FileConfigstore {
  override async set(id: string, upload: Upload): Promise<void> {
    const path = join(this.directory, `${id}.json`);
    await writeFile(unfinishedRecord(path), JSON.stringify(upload));
    await rename(unfinishedRecord(path), path);
  }
}
