import type { BlobStore, Id, JobStore, NativeCodecs } from "@pixelmill/core";
import type { Config } from "../config/config.ts";
import type { Engine } from "../engine/engine.ts";
import type { Log } from "../pool/log.ts";
import type { AdoptedFile } from "../store/localBlobStore.ts";
import type { UploadRooms } from "../upload/uploadRooms.ts";
import type { Activities } from "./activities.ts";
import type { ChangeBell } from "./changeBell.ts";
import type { DiskAccount } from "./diskAccount.ts";
import type { JobMeters } from "./jobMeters.ts";
import type { Ledger } from "./ledger.ts";
import type { Room } from "./room.ts";
import type { Samples } from "./samples.ts";
import type { Uses } from "./uses.ts";

/** Blobs that are files of this machine: what hard links and renames need beyond the port. */
export interface FileBlobStore extends BlobStore {
  /** The file of a blob. */
  pathOf(key: string): string;
  /** Takes a finished file over as a blob, whole or not at all. */
  adopt(key: string, file: string): Promise<AdoptedFile>;
}

/** What the parts of the service share. */
export interface Parts {
  readonly config: Config;
  readonly store: JobStore;
  readonly blobs: FileBlobStore;
  readonly engine: Engine;
  readonly log: Log;
  readonly bell: ChangeBell;
  readonly activities: Activities;
  readonly meters: JobMeters;
  /** Whether the codecs are there that some settings need. */
  readonly codecs: NativeCodecs;
  readonly ledger: Ledger;
  /** What may not expire now. */
  readonly uses: Uses;
  /** What of drafts was encoded before their start. */
  readonly samples: Samples;
  /** Room on the disk that is promised to files on their way. */
  readonly disk: DiskAccount;
  /** What of it resumable uploads have. */
  readonly uploadRooms: UploadRooms;
  /** Where work waits that the disk had no room for. */
  readonly room: Room;
  /** A new id: 128 random bits. */
  readonly newId: () => Id;
}
