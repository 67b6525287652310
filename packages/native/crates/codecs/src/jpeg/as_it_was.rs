//! The same file with other metadata: tables and scans byte for byte, nothing behind the image.

use super::header::{APP0, Header, START};
use super::metadata::Kept;

/// JFIF's header without a thumbnail: name, version, density (two bytes each way and a unit), and two zeros.
const JFIF_BYTES: usize = 14;

pub fn as_it_was(jpeg: &[u8], header: &Header, segments: &[Kept]) -> Vec<u8> {
    let mut file = START.to_vec();
    if let Some(jfif) = header.segments.iter().find(|segment| segment.is_jfif() && segment.data.len() >= JFIF_BYTES) {
        append(&mut file, APP0, &[&jfif.data[..JFIF_BYTES - 2], &[0, 0]].concat());
    }
    for (marker, data) in segments {
        append(&mut file, *marker, data);
    }
    for range in &header.image {
        file.extend_from_slice(&jpeg[range.clone()]);
    }
    file
}

fn append(file: &mut Vec<u8>, marker: u8, data: &[u8]) {
    let length = data.len() as u16 + 2;
    file.extend([0xFF, marker]);
    file.extend(length.to_be_bytes());
    file.extend_from_slice(data);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jpeg::metadata::kept_segments;

    #[test]
    fn only_metadata_and_what_is_behind_the_image_are_gone() {
        let start = b"\xFF\xD8";
        let jfif = b"\xFF\xE0\0\x13JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01RGB";
        let tables = b"\xFF\xDB\0\x04qt";
        let frame = b"\xFF\xC0\0\x0B\x08\0\x08\0\x08\x01\x01\x11\0";
        let comment = b"\xFF\xFE\0\x04hi";
        let scan = b"\xFF\xDA\0\x03s\x12\xFF\0\x34\xFF\xD0\x56";
        let (icc, end) = (b"\xFF\xE2\0\x10ICC_PROFILE\0\x01\x01", b"\xFF\xD9");
        let file = [&start[..], jfif, comment, tables, icc, frame, comment, scan, comment, scan, end, b"and more"].concat();
        let header = Header::read(&file).expect("a sound file");
        let bare_jfif = b"\xFF\xE0\0\x10JFIF\0\x01\x02\x01\0\x48\0\x48\0\0";
        let expected = [&start[..], bare_jfif, icc, tables, frame, scan, scan, end].concat();
        assert_eq!(as_it_was(&file, &header, &kept_segments(&header.segments, false)), expected);
    }
}
