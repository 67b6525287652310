import { runNx } from "../nx/runNx.ts";

/** A build is announced only if it takes longer, in milliseconds: what Nx has cached is there before. */
const quietMs = 1500;

/** Builds what is missing. Quiet when all is there, else it names each finished project. Throws with the output where a build fails. */
export async function buildMissing(signal: AbortSignal): Promise<void> {
  let announced = false;
  const timer = setTimeout(() => {
    announced = true;
    console.log("Building what is missing. The first time this takes a minute or two.");
  }, quietMs);
  try {
    const show = (text: string) => announced && showFinished(text);
    const { code, output } = await runNx(["run-many", "-t", "build", "--outputStyle=static"], { signal, onText: show });
    if (code !== 0) throw new Error(`${output}\nThe build failed.`);
  } finally {
    clearTimeout(timer);
  }
}

function showFinished(text: string): void {
  for (const line of text.split("\n")) if (/^\s*✔\s+nx run/.test(line)) console.log(line);
}
