import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const de = {
  open: "Einstellungen ändern",
  close: "Einstellungen schließen",
  panel: "Einstellungen des Auftrags",
  effect: "Was sich ändert",
  unchanged:
    "Mit diesen Einstellungen sind die Ergebnisse entstanden. Wird etwas geändert, entstehen die Dateien neu aus ihren Originalen auf dem Server: Nichts wird noch einmal hochgeladen.",
  outdated:
    "{count, plural, =0 {Nichts zu tun: Alle Dateien haben diese Einstellungen.} one {# Ergebnis ist veraltet. Es wird verworfen, wenn die Datei neu entsteht.} other {# Ergebnisse sind veraltet. Sie werden verworfen, wenn die Dateien neu entstehen.}}",
  others:
    "{count, plural, one {# Datei hat eigene Einstellungen: mit diesen neu machen oder sie ändern.} other {# Dateien haben eigene Einstellungen: mit diesen neu machen oder sie ändern.}}",
  invalid: "Zuerst die Einstellungen vervollständigen.",
  approximate: "Ein Skript hat diesen Auftrag erstellt: Er verlangt mehr, als diese Felder zeigen.",
  applyAll: "{count, plural, one {# Datei neu machen} other {# Dateien neu machen}}",
  applySelected: "Einstellungen anwenden",
  discard: "Änderungen verwerfen",
  tag: "Veraltet",
  own: "Eigene Einstellungen: {settings}",
} satisfies Translation<typeof en>;
