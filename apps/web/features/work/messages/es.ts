import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const es = {
  soon: "unos segundos",
  seconds: "{from, number}–{to, number} s",
  minutes: "{from, number}–{to, number} min",
  hours: "{from, number}–{to, number} h",
  title: "En marcha",
  encoders: "Codificadores",
  others: "{count, plural, one {# libre o con otros trabajos} other {# libres o con otros trabajos}}",
  more: "{count, plural, one {# archivo más} other {# archivos más}}",
  starting: "Ahora mismo no se codifica nada.",
  memory: "Memoria",
  memoryText: "{used} en uso, {reserved} reservados, de {budget}",
  memoryReserved: "{reserved} reservados de {budget}",
  waitingForMemory: "Esperando memoria",
  disk: "Disco",
  diskText: "{free} libres",
  waitingForDisk: "Esperando espacio en disco",
} satisfies Translation<typeof en>;
