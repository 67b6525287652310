import type { ImageFormat, MetadataPolicy } from "@pixelmill/core";
import { type Carried, nothing } from "./carried.ts";
import { type Described, exifCredits, truthfulExif, writeExif } from "./exif.ts";
import { iptcCredits, writeIptc } from "./iptc.ts";
import type { SourceMetadata } from "./sourceMetadata.ts";
import { truthfulXmp } from "./xmp.ts";
import { type CreditProperty, writeXmp, xmpCredits } from "./xmpCredits.ts";

/** What of a source's metadata an output is to carry. */
export interface Selected {
  readonly carried: Carried;
  /** Whether something that the policy keeps could not be read. */
  readonly damaged: boolean;
}

/** Formats that hold IPTC records. In the others XMP says the same. */
const iptcFormats: readonly ImageFormat[] = ["jpeg", "tiff"];

/** Formats that hold EXIF. In a GIF XMP says the same. */
const exifFormats: readonly ImageFormat[] = ["jpeg", "png", "webp", "avif", "tiff"];

/** Chooses by policy what an output of a format carries; `picture` is what it will show. */
export function select(policy: MetadataPolicy, source: SourceMetadata, format: ImageFormat, picture: Described): Selected {
  switch (policy) {
    case "strip":
      return { carried: nothing, damaged: false };
    case "keepCopyright":
      return { carried: credits(source, format), damaged: false };
    case "keepAll":
      return everything(source, picture);
  }
}

function everything({ exif, xmp, iptc, author, copyright, isPartial }: SourceMetadata, picture: Described): Selected {
  const truthful = {
    exif: exif === null ? writeExif({ artist: author, copyright }) : truthfulExif(exif, picture),
    xmp: xmp && truthfulXmp(xmp, picture),
    iptc,
  };
  return {
    carried: truthful,
    damaged: isPartial || (exif !== null && truthful.exif === null) || (xmp !== null && truthful.xmp === null),
  };
}

/**
 * Whatever says who made it and whose it is, in every form that the format holds. Written anew, field by field, so that nothing else comes
 * along. XMP is the richest: it is asked first, and written where it had a say or EXIF alone would not do.
 */
function credits(source: SourceMetadata, format: ImageFormat): Carried {
  const fromExif = source.exif === null ? { artist: null, copyright: null } : exifCredits(source.exif);
  const fromIptc = source.iptc === null ? { byLines: [], credit: null, copyright: null } : iptcCredits(source.iptc);
  const fromXmp = source.xmp === null ? new Map() : xmpCredits(source.xmp);
  const properties = new Map<CreditProperty, readonly string[]>(fromXmp);
  const fill = (property: CreditProperty, values: readonly (string | null)[]): void => {
    const said = values.filter((value) => value !== null);
    if (!properties.has(property) && said.length > 0) properties.set(property, said);
  };
  fill("dc:creator", fromIptc.byLines.length > 0 ? fromIptc.byLines : [fromExif.artist ?? source.author]);
  fill("dc:rights", [fromIptc.copyright ?? fromExif.copyright ?? source.copyright]);
  fill("photoshop:Credit", [fromIptc.credit]);
  const [artist, copyright] = [properties.get("dc:creator")?.join("; ") ?? null, properties.get("dc:rights")?.[0] ?? null];
  const exifSays = [...properties.keys()].every((property) => property === "dc:creator" || property === "dc:rights");
  const exif = exifFormats.includes(format) ? writeExif({ artist, copyright }) : null;
  const byLines = properties.get("dc:creator") ?? [];
  return {
    exif,
    xmp: fromXmp.size === 0 && exifSays && exif !== null ? null : writeXmp(properties),
    iptc:
      source.iptc !== null && iptcFormats.includes(format)
        ? writeIptc({ byLines, credit: properties.get("photoshop:Credit")?.[0] ?? null, copyright })
        : null,
  };
}
