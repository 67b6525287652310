import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const es = {
  open: "Cambiar los ajustes",
  close: "Cerrar los ajustes",
  panel: "Ajustes del trabajo",
  effect: "Qué cambia",
  unchanged:
    "Los resultados se hicieron con estos ajustes. Al cambiar alguno, los archivos se hacen de nuevo a partir de los originales del servidor: no se vuelve a subir nada.",
  outdated:
    "{count, plural, =0 {Nada que hacer: todos los archivos tienen estos ajustes.} one {# resultado está desactualizado. Se descarta cuando su archivo se hace de nuevo.} other {# resultados están desactualizados. Se descartan cuando sus archivos se hacen de nuevo.}}",
  others:
    "{count, plural, one {# archivo tiene ajustes propios: se puede hacer de nuevo con estos, o cambiarlos.} other {# archivos tienen ajustes propios: se pueden hacer de nuevo con estos, o cambiarlos.}}",
  invalid: "Primero hay que completar los ajustes.",
  approximate: "Un script creó este trabajo: pide más de lo que muestran estos campos.",
  applyAll: "{count, plural, one {Hacer # archivo de nuevo} other {Hacer # archivos de nuevo}}",
  applySelected: "Aplicar ajustes",
  discard: "Descartar los cambios",
  tag: "Desactualizado",
  own: "Ajustes propios: {settings}",
} satisfies Translation<typeof en>;
