import type { FailureMessages } from "./en.ts";

export const es = {
  errors: {
    // The file itself
    emptyFile: "El archivo está vacío.",
    unsupportedFormat: "Esto es {kind}. Pixelmill lee JPEG, PNG, WebP, AVIF, GIF, TIFF, HEIC, JPEG XL, BMP e ICO.",
    svgNotSupported: "SVG es un dibujo: Pixelmill lo reduce como SVG y no lo convierte en píxeles. Elige el formato original.",
    drawingTooLarge: "El dibujo SVG ocupa {size}; el límite es {limit} (ajuste MAX_SVG_SIZE).",
    tooManyElements: "El dibujo SVG tiene {elements} elementos; el límite es {limit} (ajuste MAX_SVG_ELEMENTS).",
    unsupportedVariant: "La imagen es una variante de {format} que Pixelmill no puede leer o escribir sin pérdida.",
    pagesDiffer:
      "Las páginas de este TIFF tienen tamaños distintos: no se pueden volver a escribir en un solo archivo. Elige JPEG, PNG, WebP o AVIF para obtener la primera página.",
    corruptImage: "La imagen está dañada y no se puede decodificar.",
    truncatedImage: "La imagen está cortada: falta el final del archivo.",
    tooManyPixels: "La imagen tiene {pixels} megapíxeles; el límite es {limit} (ajuste MAX_MEGAPIXELS).",
    tooManyFrames: "La animación tiene {frames} fotogramas; el límite es {limit} (ajuste MAX_FRAMES).",
    imageTooLargeForFormat:
      "{format} admite como máximo {limit} píxeles por lado; esta imagen tiene {width} × {height}. Cambia el tamaño o elige otro formato.",
    // Limits of a submission
    fileTooLarge: "El archivo supera el límite de {limit} (ajuste MAX_FILE_SIZE).",
    tooManyFiles: "El trabajo ha alcanzado su límite de {limit} archivos (ajuste MAX_FILES_PER_JOB).",
    jobTooLarge: "El trabajo ha alcanzado su límite de {limit} (ajuste MAX_JOB_SIZE).",
    pathTooLong: "La ruta del archivo tiene más de {limit} caracteres.",
    // Encoding
    exceedsMemory:
      "La imagen necesita unos {needed} de memoria; el presupuesto deja {budget} para codificar. Aumenta MEMORY_LIMIT.",
    memoryOverrun:
      "La imagen necesitó más memoria que los {budget} que el presupuesto deja para codificar. Aumenta MEMORY_LIMIT.",
    deadlineExceeded: "La codificación tardó más de {seconds} s y se detuvo.",
    encoderCrashed: "El codificador falló dos veces con esta imagen. La imagen se ha apartado.",
    encodeFailed: "No se pudo codificar la imagen con estos ajustes.",
    exceedsMaxBytes:
      "Incluso con la calidad más baja la imagen ocupa {bytes}; se pidieron como máximo {limit}. Reduce sus dimensiones o permite más.",
    // Requests
    invalidRequest: "La solicitud no es válida: {reason}",
    codecsUnavailable: "{wish} necesita los códecs propios de Pixelmill, que faltan en este servidor: {reason}.",
    notFound: "No hay nada en esta dirección.",
    jobExpired:
      "El trabajo ha caducado: el servidor conserva un tiempo los trabajos terminados, y menos cuando su disco está casi lleno.",
    accessTokenRequired: "Hace falta un token de acceso: abre el enlace que Pixelmill mostró al iniciarse.",
    tooManyTokens:
      "Llegaron demasiados tokens de acceso incorrectos desde esta dirección. No se comprueba ninguno hasta que pasen unos segundos sin recibir otro.",
    forbiddenOrigin: "La solicitud llegó de otro sitio y se rechazó.",
    jobStarted: "El trabajo ya ha empezado: solo se estima un borrador.",
    jobSealed: "El trabajo ya no admite más archivos.",
    tooManyRevisions:
      "Los archivos de este trabajo ya tienen {limit} ajustes distintos. Aplica estos a todos los archivos o crea otro trabajo con ellos.",
    uploadMismatch: "La subida terminó tras {received} de {expected} bytes.",
    resultNotReady: "El resultado aún no está listo.",
    // The service
    storageFull: "El disco del servidor está lleno. Borra trabajos terminados o libera espacio y vuelve a intentarlo.",
    memoryTaken: "En este momento otras imágenes ocupan la memoria del servidor. Vuelve a intentarlo pronto.",
    unavailable: "El servicio se está reiniciando. Vuelve a intentarlo en un momento.",
    dataDirectoryInUse:
      "Otro Pixelmill está usando este directorio de datos. Detén el otro o dale a este un directorio propio (ajuste DATA_DIR).",
    internal: "Algo ha fallado dentro de Pixelmill. El registro del servidor tiene los detalles.",
    // The command line
    sourceUnreadable: "No se puede leer el archivo: {reason}",
    outputExists: "La salida sustituiría un archivo de origen. Elige otro --out o indica --overwrite.",
    outputUnwritable: "No se puede escribir la salida: {reason}",
  },
  /** Behind "Esto es". */
  unreadKinds: {
    photoshop: "un documento de Photoshop",
    gimp: "un documento de GIMP",
    postScript: "un dibujo PostScript",
    pdf: "un documento PDF",
    jpeg2000: "una imagen JPEG 2000",
    jpegXr: "una imagen JPEG XR",
    rawPhoto: "una foto RAW de cámara",
    openExr: "una imagen OpenEXR",
    radiance: "una imagen Radiance HDR",
    netpbm: "una imagen Netpbm",
    directDraw: "una textura DirectDraw",
    appleIcon: "un icono de Apple",
    qoi: "una imagen QOI",
    sound: "una grabación de sonido",
    video: "un vídeo",
    zip: "un archivo ZIP o un documento que lo es",
    archive: "un archivo comprimido",
    webPage: "una página web",
    text: "un texto",
    unknown: "algo que Pixelmill no reconoce como imagen",
    bmpWithoutAddon: "una imagen BMP, que solo se lee con el módulo nativo, y este Pixelmill funciona sin él",
    icoWithoutAddon: "una imagen ICO, que solo se lee con el módulo nativo, y este Pixelmill funciona sin él",
    jxlWithoutAddon: "una imagen JPEG XL, que solo se lee con el módulo nativo, y este Pixelmill funciona sin él",
  },
  codecWishes: {
    target: "Una puntuación mínima",
    losslessJpeg: "Un JPEG sin pérdida",
    smallestInSize: "El mejor de varios formatos con un tamaño dado",
  },
} satisfies FailureMessages;
