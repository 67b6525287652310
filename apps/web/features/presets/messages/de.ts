import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const de = {
  saved: "In diesem Browser gespeichert",
  builtIn: "Eingebaut",
  savedHelp: "In diesem Browser gespeichert.",
  save: "Als Voreinstellung speichern",
  nameLabel: "Name der Voreinstellung",
  saveYes: "Speichern",
  saveNo: "Abbrechen",
  replaces: "Ersetzt die bisherige dieses Namens.",
  copyLink: "Link kopieren",
  remove: "„{name}“ löschen",
  wasSaved: "„{name}“ ist gespeichert.",
  wasRemoved: "„{name}“ ist gelöscht.",
  linkCopied: "Kopiert: Wer den Link auf diesem Server öffnet, hat diese Einstellungen.",
  linkLabel: "Der Link zum Kopieren",
  linkFailed: "Der Browser hat es nicht erlaubt: von hier kopieren.",
  fromLink: "Diese Einstellungen kamen mit dem Link.",
  badLink: "Die Einstellungen dieses Links waren nicht lesbar: Vielleicht wurde er abgeschnitten.",
} satisfies Translation<typeof en>;
