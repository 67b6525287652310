import { type BenchTrial, caseName, type OutputSettings } from "@pixelmill/core";
import { warmUpFiles } from "../measure/benchCase.ts";
import { calibrate } from "../measure/calibrate.ts";
import type { Stage } from "../measure/stage.ts";
import { abilitiesOf, findPeers } from "../peers/findPeers.ts";
import { canDo, type FoundPeer, peerTask } from "../peers/peer.ts";
import { PeerProcess } from "../peers/peerProcess.ts";
import type { ImageSet } from "../sets/imageSet.ts";
import { warm } from "../trial/contender.ts";
import { runTrial } from "../trial/runTrial.ts";
import type { BenchFile, Work } from "../variants/variant.ts";

/** Other software on each set under each kind of settings, where it is installed. */
export async function peers(stage: Stage, sets: readonly ImageSet[], folder: string): Promise<BenchTrial[]> {
  const found = await findPeers(folder, process.env.PATH ?? "");
  stage.say(`peers: ${found.map(({ name, version }) => `${name} ${version}`).join(", ") || "none is here"}`);
  const trials: BenchTrial[] = [];
  for (const set of sets) {
    for (const settings of stage.options.settings) {
      const [wish, ...others] = settings.outputs;
      // A peer is asked for one file of each image.
      if (wish === undefined || others.length > 0) continue;
      const able = ablePeers(found, set.files, wish);
      if (able.peers.length > 0) trials.push(await trial(stage, set, { files: able.files, settings }, able.peers));
    }
  }
  return trials;
}

/** Peers that can do some of the files, and the files that all of these can do: everyone gets the same. */
export function ablePeers(found: readonly FoundPeer[], files: readonly BenchFile[], wish: OutputSettings) {
  const can = ({ name }: FoundPeer, file: BenchFile) => canDo(abilitiesOf(name), file.info, peerTask(file, wish, ""));
  const able = found.filter((peer) => files.some((file) => can(peer, file)));
  return { peers: able, files: files.filter((file) => able.every((peer) => can(peer, file))) };
}

async function trial(stage: Stage, set: ImageSet, work: Work, found: readonly FoundPeer[]): Promise<BenchTrial> {
  const { raw, cores, options, say } = stage;
  await raw.prepare(work);
  await calibrate(raw, cores, warmUpFiles(work.files));
  const processes: PeerProcess[] = [];
  const contenders = [warm("raw sharp", raw, work)];
  for (const peer of found) {
    const started = stage.keep(await PeerProcess.start(await stage.newFolder(), peer, cores));
    processes.push(started);
    contenders.push(warm(`${peer.name} ${peer.version}`, started, work));
  }
  const measured = await runTrial({
    kind: "peers",
    setName: set.name,
    work,
    contenders,
    rounds: options.pairs,
    note: noteOf(set, work),
    say: (text) => say(`peers, ${caseName({ set, settings: work.settings })}: ${text}`),
  });
  for (const each of processes) await stage.end(each);
  return measured;
}

const noteOf = (set: ImageSet, { files }: Work): string =>
  `Of ${set.files.length} files those ${files.length} that all of them can do, as many at once as there are cores. The same nominal ` +
  "quality means neither the same bytes nor the same look: a smaller or a faster result may be a worse one.";
