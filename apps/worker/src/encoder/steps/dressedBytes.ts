import { isNothing } from "../metadata/carried.ts";
import { viewBytes } from "../metadata/fileView.ts";
import { bytesOf } from "../metadata/pieces.ts";
import { assembled, type Dressing, selected } from "./metadata.ts";

/** What encodes in memory will weigh as files: a limit in bytes counts the metadata that they carry. */
export interface DressedBytes {
  /** Bytes of the metadata, about: how a container wraps it is not counted. */
  readonly metadataBytes: number;
  /** Bytes of the file that an encode becomes. */
  of(encoded: Uint8Array): Promise<number>;
}

const undressed: DressedBytes = { metadataBytes: 0, of: async ({ length }) => length };

/** Reads the source's metadata once, for all encodes of a shape. */
export async function dressedBytes(dressing: Dressing): Promise<DressedBytes> {
  if (dressing.policy === "strip") return undressed;
  const { carried } = await selected(dressing, dressing.shape.format);
  if (isNothing(carried)) return undressed;
  const metadataBytes = Object.values(carried).reduce((sum, block: Buffer | null) => sum + (block?.length ?? 0), 0);
  return {
    metadataBytes,
    of: async (encoded) => {
      const assembly = await assembled(viewBytes(encoded), dressing, carried);
      return assembly === null ? encoded.length : bytesOf(assembly.pieces);
    },
  };
}
