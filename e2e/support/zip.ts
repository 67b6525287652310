import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import yauzl, { type Entry, type Options, type ZipFile } from "yauzl";

const open = promisify<string, Options, ZipFile>(yauzl.open);

/** The files of a ZIP, by path. Rejects a broken ZIP, a wrong checksum, an unsafe path and a path that is there twice. */
export async function unzip(file: string): Promise<ReadonlyMap<string, Buffer>> {
  const zip = await open(file, { lazyEntries: true, strictFileNames: true });
  const files = new Map<string, Buffer>();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  zip.on("entry", (entry: Entry) => {
    take(zip, entry, files).then(() => zip.readEntry(), reject);
  });
  zip.on("error", reject);
  zip.on("end", resolve);
  zip.readEntry();
  await promise;
  return files;
}

async function take(zip: ZipFile, entry: Entry, files: Map<string, Buffer>): Promise<void> {
  if (files.has(entry.fileName)) throw new Error(`${entry.fileName} is twice in the ZIP.`);
  const bytes = await buffer(await promisify(zip.openReadStream.bind(zip))(entry));
  if (crc32(bytes) !== entry.crc32) throw new Error(`${entry.fileName} has a wrong checksum in the ZIP.`);
  files.set(entry.fileName, bytes);
}
