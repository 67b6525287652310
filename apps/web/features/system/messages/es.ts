import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const es = {
  name: "Pixelmill",
  navigation: "Principal",
  optimize: "Optimizar",
  jobs: "Trabajos",
  skip: "Saltar al contenido",
  language: "Idioma",
  details: "Acerca de este servidor",
  encoders: "{count, plural, one {# codificador} other {# codificadores}}",
  memoryBudget: "presupuesto {budget}",
  memory: "{used} de {budget}",
  connection: { connecting: "Conectando…", online: "Conectado", offline: "No responde" },
  connectionLabel: "Conexión",
  encodersLabel: "Codificadores",
  encodersDetail:
    "{encoders, number}, cada uno con {inFlight, plural, one {# imagen} other {# imágenes}} a la vez, en {cores, plural, one {# núcleo} other {# núcleos}}",
  memoryLabel: "Memoria en uso, del presupuesto",
  reservedLabel: "Reservada para el trabajo en curso",
  machineLabel: "Memoria del equipo",
  machineDetail: "{available} libres de {total}",
  limitLabel: "Límite de memoria",
  sandboxLabel: "Aislamiento de los codificadores",
  sandbox: { full: "activo", partial: "activo en parte", none: "inactivo" },
  sandboxMissing: "{state}: {missing}",
  nativeLabel: "Módulo nativo",
  nativeLoaded: "cargado",
  nativeMissing: "sin cargar; en su lugar se usa código portable: {missing}",
} satisfies Translation<typeof en>;
