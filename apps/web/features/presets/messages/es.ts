import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const es = {
  saved: "Guardados en este navegador",
  builtIn: "Incluidos",
  savedHelp: "Guardado en este navegador.",
  save: "Guardar como preajuste",
  nameLabel: "Nombre del preajuste",
  saveYes: "Guardar",
  saveNo: "Cancelar",
  replaces: "Sustituye al que ya tiene este nombre.",
  copyLink: "Copiar enlace",
  remove: "Eliminar «{name}»",
  wasSaved: "«{name}» está guardado.",
  wasRemoved: "«{name}» está eliminado.",
  linkCopied: "Copiado: quien abra el enlace en este servidor tendrá estos ajustes.",
  linkLabel: "El enlace, para copiarlo a mano",
  linkFailed: "El navegador no lo permitió: se puede copiar desde aquí.",
  fromLink: "Estos ajustes llegaron con el enlace.",
  badLink: "No se pudieron leer los ajustes de este enlace: puede que esté cortado.",
} satisfies Translation<typeof en>;
