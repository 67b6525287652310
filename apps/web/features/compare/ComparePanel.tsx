"use client";
import type { Id, Settings, TaskView } from "@pixelmill/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useWords } from "../../lib/i18n/useWords.ts";
import type { Gain } from "./difference.ts";
import { type Mode, modes } from "./modes.ts";
import { PanelHeader } from "./PanelHeader.tsx";
import { firstOutput, isComparable, neighbour, type Shown, shownResult, shownSource } from "./pairing.ts";
import { isAligned, pictureNotes } from "./pictureNotes.ts";
import { ResultFoot, ResultLine } from "./ResultLine.tsx";
import { ShownStage } from "./ShownStage.tsx";
import { Toolbar } from "./Toolbar.tsx";
import { type LoadedPicture, usePicture } from "./usePicture.ts";
import { usePrefetch } from "./usePrefetch.ts";
import { useSheet } from "./useSheet.ts";
import { useShortcuts } from "./useShortcuts.ts";
import { useStage } from "./useStage.ts";

export interface ComparePanelProps {
  readonly jobId: Id;
  readonly settings: Settings;
  readonly task: TaskView;
  readonly tasks: ReadonlyMap<Id, TaskView>;
  /** The files in the order of the list, as its filter shows them. */
  readonly ids: readonly Id[];
  readonly onShow: (id: Id) => void;
  /** Told of each file once it is shown. */
  readonly onShown: (id: Id) => void;
  readonly onClose: () => void;
}

/** Share of the stage that a key moves the picture by. */
const keyMove = 0.125;

/** Compares a file's results with its original: beside the list where there is room, else over the page. */
export function ComparePanel({ jobId, settings, task, tasks, ids, onShow, onShown, onClose }: ComparePanelProps): ReactNode {
  const words = useWords();
  const { t } = words;
  const [mode, setMode] = useState<Mode>("slider");
  const [gain, setGain] = useState<Gain>(3);
  const [holds, setHolds] = useState(false);
  const divider = useRef(50);
  const [chosen, setChosen] = useState({ taskId: task.id, position: firstOutput(task.outputs) });
  const position = chosen.taskId === task.id ? chosen.position : firstOutput(task.outputs);
  const output = task.outputs[position];
  const source = shownSource(task);
  const made = output === undefined ? null : shownResult(output, position);
  // A kept original is the same file: there is one picture.
  const result = output?.result.status === "keptOriginal" && source !== null ? null : made;
  const resize = settings.outputs[position]?.resize ?? null;

  const original = usePicture(jobId, task.id, source);
  const other = usePicture(jobId, task.id, result);
  const stage = useStage(result ?? source);
  const sheet = useSheet();
  const offered = waysOf(
    source,
    result,
    isAligned(
      [source, result].filter((each) => each !== null),
      resize,
    ),
  );
  const shownMode = offered.includes(mode) ? mode : (offered[0] ?? "slider");
  const step = (direction: 1 | -1) => neighbour(ids, task.id, direction, (id) => isComparable(tasks.get(id)));
  const [previous, next] = [step(-1), step(1)];
  const show = (id: Id | null) => (id === null ? null : () => onShow(id));
  const at = ids.indexOf(task.id);
  const notes = pictureNotes(
    [original, other].filter((picture) => picture !== null),
    resize,
    words,
  );
  usePrefetch(jobId, next === null ? undefined : tasks.get(next), isReady(original) && isReady(other));

  useEffect(() => {
    // Another file is not looked at while a key is held for the last one.
    setHolds(false);
    onShown(task.id);
  }, [task.id, onShown]);

  const keys = useShortcuts(
    {
      ...(previous === null ? {} : { arrowleft: () => onShow(previous) }),
      ...(next === null ? {} : { arrowright: () => onShow(next) }),
      "Shift+ArrowLeft": () => stage.look(-keyMove, 0),
      "Shift+ArrowRight": () => stage.look(keyMove, 0),
      "Shift+ArrowUp": () => stage.look(0, -keyMove),
      "Shift+ArrowDown": () => stage.look(0, keyMove),
      "+": () => stage.step("in"),
      "=": () => stage.step("in"),
      "-": () => stage.step("out"),
      "0": stage.fit,
      "1": stage.actual,
      ...Object.fromEntries(offered.map((each) => [each.charAt(0), () => setMode(each)])),
    },
    setHolds,
    onClose,
  );

  return (
    <dialog
      ref={sheet.ref}
      tabIndex={-1}
      aria-label={t("compare.label", { path: task.path })}
      data-testid="compare"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      {...keys}
      className={`m-0 max-h-none max-w-none flex-col gap-2.5 overflow-y-auto overscroll-contain border-line bg-page p-3 text-ink outline-none open:flex sm:p-4 ${
        sheet.isModal ? "fixed inset-0 size-full" : "sticky top-0 z-20 h-dvh w-full border-l"
      }`}
    >
      <PanelHeader
        path={task.path}
        place={at === -1 ? null : { at: at + 1, of: ids.length }}
        onPrevious={show(previous)}
        onNext={show(next)}
        sheet={sheet}
        onClose={onClose}
      />
      <ResultLine task={task} position={position} onPosition={(to) => setChosen({ taskId: task.id, position: to })} />
      {original === null && other === null ? (
        <p className="grid flex-1 place-content-center rounded-lg bg-track p-6 text-center text-sm text-muted">
          {t("compare.noSource")}
        </p>
      ) : (
        <ShownStage
          path={task.path}
          original={original}
          result={other}
          isKept={output?.result.status === "keptOriginal"}
          resize={resize}
          stage={stage}
          mode={shownMode}
          gain={gain}
          divider={divider}
          showsOriginal={holds && offered.length > 0}
          onHold={setHolds}
        />
      )}
      <Toolbar mode={shownMode} onMode={setMode} offered={offered} gain={gain} onGain={setGain} stage={stage} />
      {notes.length > 0 && (
        <p className="text-sm text-muted" data-testid="picture-notes">
          {notes.join(" ")}
        </p>
      )}
      <ResultFoot jobId={jobId} task={task} position={position} />
      <p className="text-sm text-muted pointer-coarse:hidden max-lg:hidden">{t("compare.keys")}</p>
    </dialog>
  );
}

const isReady = (picture: LoadedPicture | null): boolean => picture === null || picture.state.kind === "ready";

/** The ways to compare two pictures: those that do not lie over each other have no difference. None of one. */
function waysOf(source: Shown | null, result: Shown | null, aligned: boolean): readonly Mode[] {
  if (source === null || result === null) return [];
  return aligned ? modes : modes.filter((mode) => mode !== "difference");
}
