import { createEmitter } from "../../lib/emitter.ts";
import { readSizes } from "../../lib/fileSize.ts";
import { entriesOf, walk } from "./folderWalk.ts";
import { fileKey, type Picked, type PickedFile, pickedFromInput, withoutKnown } from "./pickedFile.ts";

/** What is to be said of what was chosen. */
export interface DraftState {
  /** Files found so far by the walks under way; null while there is none. */
  readonly scanning: number | null;
  readonly leftOut: number;
  readonly unreadable: readonly string[];
  /** Paths of files chosen a second time. */
  readonly duplicates: readonly string[];
}

/** So many files are taken at once, with no word of how far it is. */
const fewFiles = 100;

const empty: DraftState = { scanning: null, leftOut: 0, unreadable: [], duplicates: [] };

export interface DraftOptions {
  /** Gets the files that are not known, in their order. */
  readonly take: (files: readonly PickedFile[]) => void;
  /** What was chosen before, by {@link fileKey}. */
  readonly known: () => Iterable<string>;
}

/** Gathers what is dropped, pasted and chosen. */
export class Draft {
  #state = empty;
  #walks = 0;
  #generation = 0;
  readonly #options: DraftOptions;
  readonly #emitter = createEmitter({ intervalMs: 0 });

  constructor(options: DraftOptions) {
    this.#options = options;
  }

  subscribe = (listener: () => void): (() => void) => this.#emitter.subscribe(listener);
  state = (): DraftState => this.#state;

  async addInput(list: Iterable<File>): Promise<void> {
    const files = [...list];
    if (files.length <= fewFiles) this.#add(pickedFromInput(files));
    else
      await this.#gather(async (found) => {
        await readSizes(files, found);
        return pickedFromInput(files);
      });
  }

  /** To be called inside the event. */
  async addTransfer(data: DataTransfer): Promise<void> {
    const { entries, loose } = entriesOf(data);
    if (loose.length > 0) this.#add(pickedFromInput(loose));
    if (entries.length > 0) await this.#gather((found) => walk(entries, found));
  }

  /** Forgets what was said, and gives walks up that are under way. */
  clear = (): void => {
    this.#generation += 1;
    this.#walks = 0;
    this.#set(empty);
  };

  /** Takes what a longer look brings, and says meanwhile how much of it was found, unless all is cleared before its end. */
  async #gather(look: (found: (count: number) => void) => Promise<Picked>): Promise<void> {
    const generation = this.#generation;
    this.#walks += 1;
    this.#set({ scanning: this.#state.scanning ?? 0 });
    const picked = await look((found) => generation === this.#generation && this.#set({ scanning: found }));
    if (generation !== this.#generation) return;
    this.#walks -= 1;
    this.#add(picked);
  }

  #add({ files, leftOut, unreadable }: Picked): void {
    const fresh = withoutKnown(files, this.#options.known());
    const taken = new Set(fresh);
    this.#set({
      scanning: this.#walks > 0 ? this.#state.scanning : null,
      leftOut: this.#state.leftOut + leftOut,
      unreadable: [...this.#state.unreadable, ...unreadable],
      duplicates: [...this.#state.duplicates, ...files.filter((file) => !taken.has(file)).map(({ path }) => path)],
    });
    if (fresh.length > 0) this.#options.take(fresh);
  }

  #set(change: Partial<DraftState>): void {
    this.#state = { ...this.#state, ...change };
    this.#emitter.changed();
  }
}

export const emptyDraft = empty;
