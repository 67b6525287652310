import { join } from "node:path";
import { jobStoreContract } from "./jobStore.contract.ts";
import { SqliteJobStore } from "./sqliteJobStore.ts";
import { temporaryDirectory } from "./testing/temporaryDirectory.ts";

jobStoreContract("SqliteJobStore", async () => {
  const directory = await temporaryDirectory();
  const file = join(directory.path, "jobs.db");
  let store = new SqliteJobStore(file);
  return {
    store,
    reopen: async () => {
      await store.close();
      store = new SqliteJobStore(file);
      return store;
    },
    discard: async () => {
      await store.close();
      await directory.remove();
    },
  };
});
