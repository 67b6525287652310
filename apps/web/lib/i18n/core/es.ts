import { failureMessages, type Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const es = {
  presets: {
    fast: { label: "Rápido", help: "El mismo aspecto en el menor tiempo; los archivos son algo más grandes." },
    balanced: { label: "Equilibrado", help: "Se ve como el original con una fracción de sus bytes." },
    smallest: { label: "Mínimo tamaño", help: "El mismo aspecto con los mínimos bytes; tarda varias veces más." },
    lossless: { label: "Sin pérdida", help: "No cambia ningún píxel; solo se van bytes que nadie ve." },
    web: {
      label: "Conjunto web",
      help: "AVIF, WebP y JPEG en tres anchos, y el HTML con el que un navegador toma el que le conviene.",
    },
  },
  effort: {
    fast: { label: "Rápido", help: "El menor tiempo; los archivos son algo más grandes." },
    balanced: { label: "Equilibrado", help: "Casi todo lo que se puede ganar, en una fracción del tiempo." },
    smallest: { label: "Mínimo tamaño", help: "Los mínimos bytes; tarda varias veces más." },
  },
  chroma: {
    auto: { label: "Según la imagen", help: "Todo el detalle de color para gráficos y texto; la mitad para fotos." },
    "4:2:0": { label: "La mitad (4:2:0)", help: "Más pequeño; los bordes de color quedan más suaves." },
    "4:4:4": { label: "Completo (4:4:4)", help: "Bordes de color nítidos; más grande. Solo JPEG y AVIF." },
  },
  metadata: {
    strip: {
      label: "Quitarlos todos",
      help: "Se quitan la ubicación, los datos de la cámara y los textos, también de los archivos que por lo demás vuelven sin cambios.",
    },
    keepCopyright: {
      label: "Conservar autoría y créditos",
      help: "Quedan el autor, el copyright y la licencia. La ubicación y los números de serie, nunca.",
    },
    keepAll: { label: "Conservarlos todos", help: "En los archivos quedan también ubicación, cámara y números de serie." },
  },
  colour: {
    srgb: { label: "sRGB, para todas las pantallas", help: "Los colores se convierten y se ven igual en todas partes." },
    keep: {
      label: "Conservarlos con su perfil",
      help: "Los colores que no caben en sRGB se conservan si el formato lo permite.",
    },
  },
  warnings: {
    larger: "El resultado es mayor que el original; se entrega porque se pidió su formato, su tamaño o sus metadatos.",
    metadataKept: "El original se conservó tal cual, con sus metadatos.",
    metadataLost: "Parte de los metadatos que debían conservarse no cabe en este formato o está dañada.",
    firstFrameOnly: "Solo se conservó el primer fotograma o la primera página.",
    alphaFlattened: "El formato no admite transparencia: se rellenó de blanco.",
    depthReduced: "La imagen tenía más de 8 bits por canal; el resultado tiene 8.",
    hdrLost: "Era una imagen HDR: el resultado se ve igual en una pantalla normal y ha perdido el brillo adicional.",
    renamed: "Su nombre o su carpeta no servirían en todos los sistemas y se cambiaron.",
    belowTarget: "Ninguna calidad alcanza la puntuación pedida: esto es lo mejor posible.",
    notLossless: "No se pudo volver a escribir sin pérdida y se escribió con alta calidad.",
    formatChanged: "Llegó en un formato que Pixelmill solo lee y vuelve en otro.",
  },
  keptReasons: {
    wouldBeLarger: "El archivo optimizado habría sido mayor.",
    belowMinimumSaving: "El ahorro era demasiado pequeño para que valiera la pena.",
    alreadyOptimized: "Pixelmill ya había optimizado el archivo.",
    notMinified: "Contiene algo que no se puede quitar sin riesgo: un script, partes de una página web o muchísimos elementos.",
    animationKept: "Pixelmill no escribe animaciones de este formato; se conservó tal cual.",
  },
  unreadKinds: failureMessages.es.unreadKinds,
  codecWishes: failureMessages.es.codecWishes,
  reused: "Ya estaba hecho: no se codificó nada de nuevo.",
  scoreLooks: {
    original: "difícil de distinguir del original",
    high: "calidad alta",
    medium: "calidad media",
    low: "calidad baja",
    lowest: "calidad muy baja",
  },
  contradictions: {
    numberOfAuto:
      "Un número significa algo distinto en cada formato: con el formato Auto, pide una puntuación, un tamaño máximo o nada.",
    losslessJpegResized:
      "Un JPEG solo queda sin pérdida si es la propia imagen de origen a su propio tamaño: conserva el tamaño o elige PNG, WebP o AVIF.",
    candidatesOfOne: "Solo el formato Auto tiene formatos entre los que elegir.",
    chromaOfPng: "Un PNG no tiene detalle de color que reducir: elige «Según la imagen».",
    chromaOfWebp:
      "Un WebP con pérdida siempre tiene la mitad del detalle de color (4:2:0): elige «Según la imagen» u otro formato.",
    chromaHalvedLossless: "Con la mitad del detalle de color (4:2:0) siempre hay pérdida: elige «Según la imagen».",
    colourCompared:
      "Las puntuaciones y los formatos se comparan en sRGB: para conservar los colores propios, elige un formato y un número de calidad, o sin pérdida.",
    coloursOfNoPng: "Solo un PNG tiene una paleta con un número dado de colores: elige el formato PNG.",
    coloursAndQuality: "El tamaño de una paleta es su calidad: indica los colores o la calidad.",
  },
} satisfies Translation<typeof en>;
