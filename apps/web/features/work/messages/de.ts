import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const de = {
  soon: "wenige Sekunden",
  seconds: "{from, number}–{to, number} s",
  minutes: "{from, number}–{to, number} min",
  hours: "{from, number}–{to, number} h",
  title: "Bei der Arbeit",
  encoders: "Encoder",
  others: "{count, plural, one {# frei oder bei anderen Aufträgen} other {# frei oder bei anderen Aufträgen}}",
  more: "{count, plural, one {# weitere Datei} other {# weitere Dateien}}",
  starting: "Im Augenblick wird nichts kodiert.",
  memory: "Arbeitsspeicher",
  memoryText: "{used} belegt, {reserved} reserviert, von {budget}",
  memoryReserved: "{reserved} reserviert von {budget}",
  waitingForMemory: "Wartet auf Arbeitsspeicher",
  disk: "Speicherplatz",
  diskText: "{free} frei",
  waitingForDisk: "Wartet auf Speicherplatz",
} satisfies Translation<typeof en>;
