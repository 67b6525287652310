import type { Sharp } from "sharp";
import { writeIptc } from "../iptc.ts";

/** What nobody but the photographer may know, each a text that is looked for in the bytes of a file. */
const secrets = { serial: "SERIAL-4711", owner: "OWNERNAME-4711", place: "PLACE-4711" } as const;

/** As EXIF says it, in ASCII, which sharp writes alone. */
export const credits = { artist: "Ada Aerlig", copyright: "(C) 2026 Ada Aerlig" } as const;

/** An EXIF block's texts for sharp: credits, a serial number and a place. */
const exifTexts = {
  IFD0: { Artist: credits.artist, Copyright: credits.copyright, Make: "Maker", Software: secrets.place },
  IFD2: { BodySerialNumber: secrets.serial, CameraOwnerName: secrets.owner, PixelXDimension: "64", PixelYDimension: "48" },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "48/1 51/1 30/1", GPSLongitudeRef: "E", GPSLongitude: "2/1 17/1 40/1" },
} as const;

/** An XMP packet with credits in all forms, and a place, a serial number and an orientation. */
export const xmpPacket = (orientation: number): string => `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
 xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/" xmlns:cc="http://creativecommons.org/ns#" xmlns:t="http://ns.adobe.com/tiff/1.0/"
 aux:SerialNumber="${secrets.serial}" photoshop:City="${secrets.place}" photoshop:Credit="Agency &amp; Sons" t:Orientation="${orientation}">
<dc:creator><rdf:Seq><rdf:li>Ada Ärlig</rdf:li><rdf:li>Bo Bård</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2026 Ada Ärlig</rdf:li><rdf:li xml:lang="de">nur deutsch</rdf:li></rdf:Alt></dc:rights>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${secrets.place}</rdf:li></rdf:Alt></dc:description>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Ask &lt;first&gt;</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<xmpRights:Marked>True</xmpRights:Marked>
<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorURL>https://example.org/licence</plus:LicensorURL>
<plus:LicensorTelephone1>${secrets.owner}</plus:LicensorTelephone1></rdf:li></rdf:Seq></plus:Licensor>
<cc:license rdf:resource="https://creativecommons.org/licenses/by/4.0/"/>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

/** The image with all of it. */
export const withEverything = (image: Sharp, orientation = 1): Sharp =>
  image.withMetadata({ orientation }).withExifMerge(exifTexts).withXmp(xmpPacket(orientation));

export const iptcBlock = (): Buffer =>
  writeIptc({ byLines: [credits.artist], credit: "Agency", copyright: credits.copyright }) ?? Buffer.alloc(0);

/** Which of the secrets a file holds, as they are or in UTF-16. */
export const secretsIn = (file: Uint8Array): readonly string[] =>
  Object.values(secrets).filter(
    (secret) => Buffer.from(file).includes(secret) || Buffer.from(file).includes(Buffer.from(secret, "utf16le")),
  );
