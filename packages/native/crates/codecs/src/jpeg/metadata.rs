//! Which markers of a JPEG go into its repacked form.

use super::header::{APP0, APP1, APP2, APP14, Segment};
use std::borrow::Cow;

/// A marker that goes into the new file, with its content.
pub type Kept<'a> = (u8, Cow<'a, [u8]>);

/// Markers to be written behind the JFIF header, which libjpeg writes itself.
pub fn kept_segments<'a>(segments: &[Segment<'a>], keep_metadata: bool) -> Vec<Kept<'a>> {
    let verbatim = |segment: &Segment<'a>| (segment.marker, Cow::Borrowed(segment.data));
    let keep = |segment: &&Segment| !is_rewritten(segment) && (keep_metadata || changes_the_look(segment));
    let orientation = if keep_metadata { None } else { segments.iter().find_map(orientation) };
    let exif = orientation.filter(|value| *value != NORMAL).map(|value| (APP1, Cow::Owned(exif_of(value))));
    exif.into_iter().chain(segments.iter().filter(keep).map(verbatim)).collect()
}

/// JFIF's marker is made anew, and the index of further images would point at what is not there any more.
fn is_rewritten(segment: &Segment) -> bool {
    match segment.marker {
        APP0 => segment.is_jfif(),
        APP2 => segment.data.starts_with(b"MPF\0"),
        _ => false,
    }
}

fn changes_the_look(segment: &Segment) -> bool {
    match segment.marker {
        APP2 => segment.data.starts_with(b"ICC_PROFILE\0"),
        APP14 => segment.data.starts_with(b"Adobe"),
        _ => false,
    }
}

const EXIF: &[u8] = b"Exif\0\0";
const ORIENTATION: u16 = 0x0112;
const SHORT: u16 = 3;
/// The orientation that needs no turning.
const NORMAL: u16 = 1;

/// EXIF with the orientation and nothing else: TIFF's header, one entry, no further directory.
fn exif_of(orientation: u16) -> Vec<u8> {
    let tiff_header = b"MM\0\x2A\0\0\0\x08\0\x01";
    let entry = [ORIENTATION, SHORT, 0, 1, orientation, 0].map(u16::to_be_bytes);
    [EXIF, tiff_header, entry.as_flattened(), &[0; 4]].concat()
}

/// The orientation (1 to 8) that an EXIF segment gives; none where it is not EXIF or gives none.
fn orientation(segment: &Segment) -> Option<u16> {
    let tiff = segment.data.strip_prefix(EXIF).filter(|_| segment.marker == APP1)?;
    let number: fn([u8; 2]) -> u16 = match tiff.get(..2)? {
        b"II" => u16::from_le_bytes,
        b"MM" => u16::from_be_bytes,
        _ => return None,
    };
    let read = |at: usize| tiff.get(at..at.checked_add(2)?).map(|bytes| number([bytes[0], bytes[1]]));
    // The offset of the first directory: four bytes, of which two are always zero in a segment of 64 KB.
    let directory = usize::from(if tiff.starts_with(b"II") { read(4)? } else { read(6)? });
    let entries = usize::from(read(directory)?);
    let entry = (0..entries).map(|index| directory + 2 + 12 * index).find(|at| read(*at) == Some(ORIENTATION))?;
    read(entry + 8).filter(|value| (1..=8).contains(value) && read(entry + 2) == Some(SHORT))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exif(data: &[u8]) -> Segment<'_> {
        Segment { marker: APP1, data }
    }

    #[test]
    fn an_orientation_is_found_in_either_byte_order() {
        let little = b"Exif\0\0II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        assert_eq!(orientation(&exif(little)), Some(6));
        for value in 1..=8 {
            assert_eq!(orientation(&exif(&exif_of(value))), Some(value));
        }
    }

    #[test]
    fn exif_that_is_cut_anywhere_gives_none_or_the_same() {
        let whole = exif_of(3);
        for length in 0..whole.len() {
            let found = orientation(&exif(&whole[..length]));
            assert!(found.is_none() || (found == Some(3) && length >= 26), "{length}: {found:?}");
        }
    }

    #[test]
    fn a_directory_beyond_the_segment_is_none() {
        assert_eq!(orientation(&exif(b"Exif\0\0MM\0\x2A\0\0\xFF\xFF")), None);
        assert_eq!(orientation(&exif(&exif_of(9))), None);
        assert_eq!(orientation(&exif(b"http://ns.adobe.com/xap/1.0/\0")), None);
    }
}
