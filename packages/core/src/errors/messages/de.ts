import type { FailureMessages } from "./en.ts";

export const de = {
  errors: {
    // The file itself
    emptyFile: "Die Datei ist leer.",
    unsupportedFormat: "Dies ist {kind}. Pixelmill liest JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, JPEG XL, BMP und ICO.",
    svgNotSupported:
      "SVG ist eine Zeichnung: Pixelmill verkleinert sie als SVG und macht keine Pixel daraus. Das Originalformat wählen.",
    drawingTooLarge: "Die SVG-Zeichnung hat {size}; die Grenze liegt bei {limit} (Einstellung MAX_SVG_SIZE).",
    tooManyElements: "Die SVG-Zeichnung hat {elements} Elemente; die Grenze liegt bei {limit} (Einstellung MAX_SVG_ELEMENTS).",
    unsupportedVariant: "Das Bild ist eine Art von {format}, die Pixelmill nicht ohne Verlust lesen oder schreiben kann.",
    pagesDiffer:
      "Die Seiten dieses TIFF sind verschieden groß: Sie können nicht wieder als eine Datei geschrieben werden. JPEG, PNG, WebP oder AVIF wählen, um die erste Seite zu bekommen.",
    corruptImage: "Das Bild ist beschädigt und kann nicht dekodiert werden.",
    truncatedImage: "Das Bild ist abgeschnitten: Das Ende der Datei fehlt.",
    tooManyPixels: "Das Bild hat {pixels} Megapixel; die Grenze liegt bei {limit} (Einstellung MAX_MEGAPIXELS).",
    tooManyFrames: "Die Animation hat {frames} Einzelbilder; die Grenze liegt bei {limit} (Einstellung MAX_FRAMES).",
    imageTooLargeForFormat:
      "{format} fasst höchstens {limit} Pixel je Seite; dieses Bild hat {width} × {height}. Die Größe ändern oder ein anderes Format wählen.",
    // Limits of a submission
    fileTooLarge: "Die Datei ist größer als die Grenze von {limit} (Einstellung MAX_FILE_SIZE).",
    tooManyFiles: "Der Auftrag hat seine Grenze von {limit} Dateien erreicht (Einstellung MAX_FILES_PER_JOB).",
    jobTooLarge: "Der Auftrag hat seine Grenze von {limit} erreicht (Einstellung MAX_JOB_SIZE).",
    pathTooLong: "Der Pfad der Datei ist länger als {limit} Zeichen.",
    // Encoding
    exceedsMemory: "Das Bild braucht etwa {needed} Speicher; vom Budget bleiben {budget} zum Kodieren. MEMORY_LIMIT erhöhen.",
    memoryOverrun: "Das Bild brauchte mehr Speicher als die {budget}, die vom Budget zum Kodieren bleiben. MEMORY_LIMIT erhöhen.",
    deadlineExceeded: "Das Kodieren dauerte länger als {seconds} s und wurde abgebrochen.",
    encoderCrashed: "Der Encoder ist an diesem Bild zweimal abgestürzt. Das Bild wurde beiseitegelegt.",
    encodeFailed: "Das Bild konnte mit diesen Einstellungen nicht kodiert werden.",
    exceedsMaxBytes:
      "Selbst in der niedrigsten Qualität braucht das Bild {bytes}; gewünscht waren höchstens {limit}. Das Bild verkleinern oder mehr zulassen.",
    // Requests
    invalidRequest: "Die Anfrage ist ungültig: {reason}",
    codecsUnavailable: "{wish} braucht Pixelmills eigene Codecs, die auf diesem Server fehlen: {reason}.",
    notFound: "Unter dieser Adresse gibt es nichts.",
    jobExpired:
      "Der Auftrag ist abgelaufen: Der Server behält fertige Aufträge eine Weile, und kürzer, wenn sein Speicherplatz fast voll ist.",
    accessTokenRequired: "Ein Zugangstoken ist nötig: den Link öffnen, den Pixelmill beim Start ausgegeben hat.",
    tooManyTokens:
      "Von dieser Adresse kamen zu viele falsche Zugangstoken. Keines wird geprüft, bis einige Sekunden ohne eines vergangen sind.",
    forbiddenOrigin: "Die Anfrage kam von einer anderen Website und wurde abgelehnt.",
    jobStarted: "Der Auftrag hat begonnen: nur ein Entwurf wird geschätzt.",
    jobSealed: "Der Auftrag nimmt keine Dateien mehr an.",
    tooManyRevisions:
      "Dateien dieses Auftrags haben schon {limit} verschiedene Einstellungen. Diese auf alle Dateien anwenden oder einen eigenen Auftrag machen.",
    uploadMismatch: "Das Hochladen endete nach {received} von {expected} Bytes.",
    resultNotReady: "Das Ergebnis ist noch nicht fertig.",
    // The service
    storageFull:
      "Der Speicherplatz des Servers ist voll. Fertige Aufträge löschen oder Platz schaffen und es dann noch einmal versuchen.",
    memoryTaken: "Der Arbeitsspeicher des Servers ist gerade von anderen Bildern belegt. Bald noch einmal versuchen.",
    unavailable: "Der Dienst startet neu. Gleich noch einmal versuchen.",
    dataDirectoryInUse:
      "Ein anderes Pixelmill läuft in diesem Datenverzeichnis. Das andere beenden oder diesem ein eigenes Verzeichnis geben (Einstellung DATA_DIR).",
    internal: "In Pixelmill ist etwas schiefgegangen. Das Protokoll des Servers weiß mehr.",
    // The command line
    sourceUnreadable: "Die Datei kann nicht gelesen werden: {reason}",
    outputExists: "Das Ergebnis würde eine Quelldatei ersetzen. Ein anderes --out wählen oder --overwrite angeben.",
    outputUnwritable: "Das Ergebnis kann nicht geschrieben werden: {reason}",
  },
  /** Behind "Dies ist". */
  unreadKinds: {
    photoshop: "ein Photoshop-Dokument",
    gimp: "ein GIMP-Dokument",
    postScript: "eine PostScript-Zeichnung",
    pdf: "ein PDF-Dokument",
    jpeg2000: "ein JPEG-2000-Bild",
    jpegXr: "ein JPEG-XR-Bild",
    rawPhoto: "ein Rohdatenfoto einer Kamera",
    openExr: "ein OpenEXR-Bild",
    radiance: "ein Radiance-HDR-Bild",
    netpbm: "ein Netpbm-Bild",
    directDraw: "eine DirectDraw-Textur",
    appleIcon: "ein Apple-Icon",
    qoi: "ein QOI-Bild",
    sound: "eine Tonaufnahme",
    video: "ein Video",
    zip: "ein ZIP-Archiv oder ein Dokument, das eines ist",
    archive: "ein komprimiertes Archiv",
    webPage: "eine Webseite",
    text: "ein Text",
    unknown: "kein Bild, das Pixelmill kennt",
    bmpWithoutAddon: "ein BMP-Bild, das sich nur mit dem nativen Modul lesen lässt, und dieses Pixelmill läuft ohne",
    icoWithoutAddon: "ein ICO-Bild, das sich nur mit dem nativen Modul lesen lässt, und dieses Pixelmill läuft ohne",
    jxlWithoutAddon: "ein JPEG-XL-Bild, das sich nur mit dem nativen Modul lesen lässt, und dieses Pixelmill läuft ohne",
  },
  codecWishes: {
    target: "Eine Mindestbewertung",
    losslessJpeg: "Ein verlustfreies JPEG",
    smallestInSize: "Das beste von mehreren Formaten in einer gegebenen Größe",
  },
} satisfies FailureMessages;
