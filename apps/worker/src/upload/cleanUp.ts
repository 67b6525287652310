import type { Logger } from "pino";
import { uploadsDir } from "./tus.ts";
import { UploadStore } from "./uploadStore.ts";

/** How often abandoned uploads are looked for, in milliseconds: every hour. */
const intervalMs = 3600 * 1000;

/** Deletes abandoned uploads now and every hour, until the returned function is called. */
export function startCleanUp(dataDir: string, log: Logger): () => void {
  const store = new UploadStore(uploadsDir(dataDir));
  const cleanUp = () => {
    store.deleteExpired().then(
      (deleted) => {
        if (deleted > 0) log.info({ deleted }, "deleted abandoned uploads");
      },
      (error: unknown) => log.warn({ err: error }, "abandoned uploads could not be deleted"),
    );
  };
  cleanUp();
  const timer = setInterval(cleanUp, intervalMs).unref();
  return () => clearInterval(timer);
}
