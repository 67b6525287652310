import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const de = {
  tokenTitle: "Dieses Pixelmill verlangt ein Zugangstoken",
  tokenHelp: "Den Link öffnen, der beim Start von Pixelmill ausgegeben wurde, oder das Token daraus hier eingeben.",
  tokenWrong: "Das ist nicht das Token. Es ändert sich, wenn Pixelmill ein neues bekommt; der neueste Link gilt.",
  tokenTooMany:
    "Von dieser Adresse kamen zu viele falsche Token, deshalb wurde dieses nicht geprüft. Einige Sekunden warten, dann das Token noch einmal eingeben.",
  tokenLabel: "Zugangstoken",
  tokenButton: "Eingeben",
  downTitle: "Pixelmill startet",
  downHelp:
    "Der Dienst hinter dieser Seite antwortet noch nicht. Nichts ist verloren; diese Seite versucht es alle 3 Sekunden erneut.",
  refusedTitle: "Diese Adresse wird nicht bedient",
  refusedHelp:
    "Pixelmill unter der Adresse öffnen, die beim Start ausgegeben wurde. Ein eigener Name dafür, etwa der eines Proxys, muss in der Einstellung ALLOWED_HOSTS stehen.",
} satisfies Translation<typeof en>;
