import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const de = {
  name: "Pixelmill",
  navigation: "Hauptmenü",
  optimize: "Optimieren",
  jobs: "Aufträge",
  skip: "Zum Inhalt springen",
  language: "Sprache",
  details: "Über diesen Server",
  encoders: "{count, plural, one {# Encoder} other {# Encoder}}",
  memoryBudget: "Budget {budget}",
  memory: "{used} von {budget}",
  connection: { connecting: "Verbindet …", online: "Verbunden", offline: "Antwortet nicht" },
  connectionLabel: "Verbindung",
  encodersLabel: "Encoder",
  encodersDetail:
    "{encoders, number}, je {inFlight, plural, one {# Bild} other {# Bilder}} gleichzeitig, auf {cores, plural, one {# Kern} other {# Kernen}}",
  memoryLabel: "Belegter Speicher, vom Budget",
  reservedLabel: "Für laufende Arbeit reserviert",
  machineLabel: "Arbeitsspeicher des Rechners",
  machineDetail: "{available} von {total} frei",
  limitLabel: "Speichergrenze",
  sandboxLabel: "Sandbox der Encoder",
  sandbox: { full: "aktiv", partial: "teilweise aktiv", none: "nicht aktiv" },
  sandboxMissing: "{state}: {missing}",
  nativeLabel: "Natives Modul",
  nativeLoaded: "geladen",
  nativeMissing: "nicht geladen, stattdessen läuft portabler Code: {missing}",
} satisfies Translation<typeof en>;
