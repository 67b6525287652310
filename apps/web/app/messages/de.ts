import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const de = {
  name: "Pixelmill",
  description: "Einen Ordner voller Bilder hineinziehen und kleiner zurückbekommen. Nichts verlässt das eigene Netz.",
  jobsTitle: "Aufträge – Pixelmill",
  notFound: "Unter dieser Adresse gibt es nichts.",
  home: "Bilder optimieren",
  broken: "Auf dieser Seite ist etwas schiefgegangen. Die Dateien auf dem Server sind davon nicht betroffen.",
  again: "Noch einmal versuchen",
} satisfies Translation<typeof en>;
