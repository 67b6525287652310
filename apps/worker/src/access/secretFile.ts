import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * The secret kept in a file, or a new one of `bytes` random bytes in hexadecimal where there is none or it is shorter
 * than that. Only the owner of the file can read it.
 */
export async function readOrCreateSecret(file: string, bytes: number): Promise<string> {
  const kept = await readIfPresent(file);
  if (kept !== null && kept.length >= bytes * 2) return kept;
  const secret = randomBytes(bytes).toString("hex");
  await mkdir(dirname(file), { recursive: true });
  await writeDurably(file, `${secret}\n`);
  return secret;
}

async function readIfPresent(file: string): Promise<string | null> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(`${file}.new`, "w", 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.new`, file);
}
