import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FileConfigstore } from "@tus/file-store";
import type { Upload } from "@tus/server";

/** Records of uploads, one JSON file each, replaced at once: whoever reads one meanwhile finds it as it was, and never half of it. */
export class UploadRecords extends FileConfigstore {
  override async set(id: string, upload: Upload): Promise<void> {
    await writeFile(this.unfinishedFileOf(id), JSON.stringify(upload));
    await rename(this.unfinishedFileOf(id), this.fileOf(id));
  }

  /** Path of an upload's record. */
  fileOf(id: string): string {
    return join(this.directory, `${id}.json`);
  }

  /** Path of the record while it is written. */
  unfinishedFileOf(id: string): string {
    return `${this.fileOf(id)}.new`;
  }
}
