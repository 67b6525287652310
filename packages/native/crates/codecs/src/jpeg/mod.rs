//! JPEG repacked without loss: the same coefficients in progressive scans with Huffman tables made for them. mozjpeg tries the scans.
//!
//! What follows the first image in a file, such as previews and the gain maps of HDR photos, is not carried over, and neither is
//! the index (MPF) that points there.

mod as_it_was;
mod ffi;
mod header;
mod metadata;
mod sink;
mod transcode;

use crate::CodecError;
use as_it_was::as_it_was;
use header::Header;
use metadata::kept_segments;
use transcode::transcode;

/// The file, repacked. Where that saves nothing it keeps its scans as they are and loses only metadata, so that it is never larger than
/// what was given. Memory while it works: 2 bytes a coefficient (3 bytes a pixel at 4:2:0, 6 at 4:4:4) and some ten times the file.
///
/// `keep_metadata` keeps all of it. Otherwise what changes the look stays: the ICC profile, the Adobe marker, JFIF's own, and of EXIF an
/// orientation other than the normal one.
///
/// Arithmetic coding, lossless and hierarchical files and 12 bit are unsupported. Damaged files are refused, never mended.
pub fn repack(jpeg: &[u8], keep_metadata: bool) -> Result<Vec<u8>, CodecError> {
    let header = Header::read(jpeg)?;
    let segments = kept_segments(&header.segments, keep_metadata);
    let repacked = transcode(jpeg, &header, &segments)?;
    let before = as_it_was(jpeg, &header, &segments);
    Ok(if repacked.len() < before.len() { repacked } else { before })
}
