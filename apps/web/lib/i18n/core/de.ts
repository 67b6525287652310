import { failureMessages, type Translation } from "@pixelmill/core";
import type { en } from "./en.ts";

export const de = {
  presets: {
    fast: { label: "Schnell", help: "Gleiches Aussehen in der kürzesten Zeit; die Dateien sind etwas größer." },
    balanced: { label: "Ausgewogen", help: "Sieht aus wie das Original, bei einem Bruchteil der Bytes." },
    smallest: { label: "Am kleinsten", help: "Gleiches Aussehen mit den wenigsten Bytes; dauert um ein Mehrfaches länger." },
    lossless: { label: "Verlustfrei", help: "Kein Pixel ändert sich; nur Bytes, die niemand sieht, fallen weg." },
    web: {
      label: "Web-Satz",
      help: "AVIF, WebP und JPEG in drei Breiten und das HTML, mit dem ein Browser das Passende nimmt.",
    },
  },
  effort: {
    fast: { label: "Schnell", help: "Die kürzeste Zeit; die Dateien sind etwas größer." },
    balanced: { label: "Ausgewogen", help: "Das meiste von dem, was zu holen ist, in einem Bruchteil der Zeit." },
    smallest: { label: "Am kleinsten", help: "Die wenigsten Bytes; dauert um ein Mehrfaches länger." },
  },
  chroma: {
    auto: { label: "Passend zum Bild", help: "Volle Farbdetails für Grafiken und Text, halbe für Fotos." },
    "4:2:0": { label: "Halb (4:2:0)", help: "Kleiner; farbige Kanten werden weicher." },
    "4:4:4": { label: "Voll (4:4:4)", help: "Scharfe farbige Kanten; größer. Nur JPEG und AVIF." },
  },
  metadata: {
    strip: {
      label: "Alles entfernen",
      help: "Ort, Kameradaten und Texte werden entfernt, auch aus Dateien, die sonst unverändert zurückkommen.",
    },
    keepCopyright: {
      label: "Urheberangaben behalten",
      help: "Urheber, Copyright und Lizenz bleiben. Ort und Seriennummern bleiben nie.",
    },
    keepAll: { label: "Alles behalten", help: "Auch Ort, Kamera und Seriennummern bleiben in den Dateien." },
  },
  colour: {
    srgb: { label: "sRGB, für jeden Bildschirm", help: "Farben werden umgewandelt und sehen überall gleich aus." },
    keep: {
      label: "Behalten, mit ihrem Profil",
      help: "Farben, die sRGB fehlen, bleiben, wo das Format sie aufnehmen kann.",
    },
  },
  warnings: {
    larger:
      "Das Ergebnis ist größer als die Quelle; es wird geliefert, weil sein Format, seine Größe oder seine Metadaten gewünscht waren.",
    metadataKept: "Das Original blieb, wie es war, mitsamt seinen Metadaten.",
    metadataLost: "Ein Teil der Metadaten, die bleiben sollten, passt nicht in dieses Format oder ist beschädigt.",
    firstFrameOnly: "Nur das erste Einzelbild oder die erste Seite blieb erhalten.",
    alphaFlattened: "Das Format kennt keine Transparenz: Sie wurde weiß hinterlegt.",
    depthReduced: "Das Bild hatte mehr als 8 Bit je Kanal; das Ergebnis hat 8.",
    hdrLost:
      "Es war ein HDR-Bild: Das Ergebnis sieht auf einem gewöhnlichen Bildschirm gleich aus und hat die zusätzliche Helligkeit verloren.",
    renamed: "Name oder Ordner hätten nicht auf jedem System funktioniert und wurden geändert.",
    belowTarget: "Keine Qualität erreicht die gewünschte Bewertung: Mehr ist nicht möglich.",
    notLossless: "Das Bild konnte nicht verlustfrei neu geschrieben werden und wurde stattdessen in hoher Qualität geschrieben.",
    formatChanged: "Das Bild kam in einem Format, das Pixelmill nur liest, und kommt in einem anderen zurück.",
  },
  keptReasons: {
    wouldBeLarger: "Die optimierte Datei wäre größer geworden.",
    belowMinimumSaving: "Die Ersparnis war zu klein, um sich zu lohnen.",
    alreadyOptimized: "Die Datei war schon von Pixelmill optimiert.",
    notMinified:
      "Die Datei enthält etwas, das sich nicht ohne Risiko weglassen lässt: ein Skript, Teile einer Webseite oder sehr viele Elemente.",
    animationKept: "Pixelmill schreibt keine Animationen dieses Formats; die Datei blieb, wie sie war.",
  },
  unreadKinds: failureMessages.de.unreadKinds,
  codecWishes: failureMessages.de.codecWishes,
  reused: "Das gab es schon: Nichts wurde neu kodiert.",
  scoreLooks: {
    original: "kaum vom Original zu unterscheiden",
    high: "hohe Qualität",
    medium: "mittlere Qualität",
    low: "niedrige Qualität",
    lowest: "sehr niedrige Qualität",
  },
  contradictions: {
    numberOfAuto:
      "Eine Zahl bedeutet in jedem Format etwas anderes: Beim Format Auto eine Mindestbewertung, eine Höchstgröße oder nichts vorgeben.",
    losslessJpegResized:
      "Ein JPEG ist nur verlustfrei, wo es das eigene Bild der Quelle in eigener Größe ist: die Größe beibehalten oder PNG, WebP oder AVIF wählen.",
    candidatesOfOne: "Zur Wahl stehen Formate nur beim Format Auto.",
    chromaOfPng: "Ein PNG hat keine Farbdetails, die sich halbieren ließen: „Passend zum Bild“ wählen.",
    chromaOfWebp:
      "Ein verlustbehaftetes WebP hat immer halbe Farbdetails (4:2:0): „Passend zum Bild“ oder ein anderes Format wählen.",
    chromaHalvedLossless: "Mit halben Farbdetails (4:2:0) ist nichts verlustfrei: „Passend zum Bild“ wählen.",
    colourCompared:
      "Bewertungen und Formate werden in sRGB verglichen: Um die eigenen Farben zu behalten, ein Format und eine Qualitätszahl oder verlustfrei wählen.",
    coloursOfNoPng: "Nur ein PNG hat eine Palette mit einer bestimmten Zahl von Farben: Format PNG wählen.",
    coloursAndQuality: "Die Größe einer Palette ist ihre Qualität: entweder Farben oder Qualität vorgeben.",
  },
} satisfies Translation<typeof en>;
