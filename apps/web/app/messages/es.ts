import type { Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const es = {
  name: "Pixelmill",
  description: "Suelta una carpeta de imágenes y recupérala con menos peso. Nada sale de tu red.",
  jobsTitle: "Trabajos – Pixelmill",
  notFound: "No hay nada en esta dirección.",
  home: "Optimizar imágenes",
  broken: "Algo ha fallado en esta página. Los archivos del servidor no se han visto afectados.",
  again: "Volver a intentarlo",
} satisfies Translation<typeof en>;
