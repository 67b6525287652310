import { createEmitter } from "../../lib/emitter.ts";
import { entriesOf, walk } from "./folderWalk.ts";
import { fileKey, type Picked, type PickedFile, pickedFromInput, withoutKnown } from "./pickedFile.ts";

/** Files chosen and not sent yet. */
export interface DraftState {
  readonly files: readonly PickedFile[];
  readonly totalBytes: number;
  /** Files found so far by the walks under way; null while there is none. */
  readonly scanning: number | null;
  readonly leftOut: number;
  readonly unreadable: readonly string[];
  /** Files chosen a second time. */
  readonly duplicates: number;
}

const empty: DraftState = { files: [], totalBytes: 0, scanning: null, leftOut: 0, unreadable: [], duplicates: 0 };

/** Gathers what is dropped, pasted and chosen. */
export class Draft {
  #state = empty;
  #walks = 0;
  #generation = 0;
  readonly #emitter = createEmitter({ intervalMs: 0 });

  subscribe = (listener: () => void): (() => void) => this.#emitter.subscribe(listener);
  state = (): DraftState => this.#state;

  addInput(list: Iterable<File>): void {
    this.#add(pickedFromInput(list));
  }

  /** To be called inside the event. */
  async addTransfer(data: DataTransfer): Promise<void> {
    const { entries, loose } = entriesOf(data);
    if (loose.length > 0) this.#add(pickedFromInput(loose));
    if (entries.length === 0) return;
    const generation = this.#generation;
    this.#walks += 1;
    this.#set({ scanning: 0 });
    const picked = await walk(entries, (found) => generation === this.#generation && this.#set({ scanning: found }));
    if (generation !== this.#generation) return;
    this.#walks -= 1;
    this.#add(picked);
  }

  clear = (): void => {
    this.#generation += 1;
    this.#walks = 0;
    this.#set(empty);
  };

  #add({ files, leftOut, unreadable }: Picked): void {
    const fresh = withoutKnown(
      files,
      this.#state.files.map(({ path, file }) => fileKey(path, file.size)),
    );
    this.#set({
      files: [...this.#state.files, ...fresh],
      totalBytes: this.#state.totalBytes + fresh.reduce((sum, { file }) => sum + file.size, 0),
      scanning: this.#walks > 0 ? this.#state.scanning : null,
      leftOut: this.#state.leftOut + leftOut,
      unreadable: [...this.#state.unreadable, ...unreadable],
      duplicates: this.#state.duplicates + files.length - fresh.length,
    });
  }

  #set(change: Partial<DraftState>): void {
    this.#state = { ...this.#state, ...change };
    this.#emitter.changed();
  }
}

export const emptyDraft = empty;
