//! PNG made smaller without loss, by oxipng: fewer bits and channels where the pixels allow it, filters tried row by row, libdeflate.

mod precheck;

use crate::{CodecError, Reason};
use oxipng::{Options, PngError, StripChunks, indexset};
use precheck::precheck;

/// How much time to spend; docs/decisions/lossless-codecs.md has bytes and CPU of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    Fast,
    Balanced,
    Smallest,
}

impl Effort {
    fn preset(self) -> u8 {
        match self {
            Effort::Fast => 1,
            Effort::Balanced => 2,
            Effort::Smallest => 4,
        }
    }
}

/// The smallest PNG found with the same pixels, interlaced or not; the file as it was where none is smaller.
///
/// `keep_metadata` keeps all chunks but those that a change of the file makes wrong. Otherwise what stays is what changes the look: colour
/// (cICP, iCCP, sRGB, gAMA, cHRM, HDR's mDCV and cLLI) and animation. An orientation in eXIf goes, so turn the pixels first.
pub fn optimize(png: &[u8], effort: Effort, keep_metadata: bool) -> Result<Vec<u8>, CodecError> {
    precheck(png)?;
    let options = Options { strip: strip(keep_metadata), ..Options::from_preset(effort.preset()) };
    oxipng::optimize_from_memory(png, &options).map_err(to_codec_error)
}

fn strip(keep_metadata: bool) -> StripChunks {
    if keep_metadata {
        return StripChunks::None;
    }
    let colour = [*b"cICP", *b"iCCP", *b"sRGB", *b"gAMA", *b"cHRM", *b"mDCV", *b"cLLI"];
    let animation = [*b"acTL", *b"fcTL", *b"fdAT"];
    let mut kept = indexset! {};
    kept.extend(colour);
    kept.extend(animation);
    StripChunks::Keep(kept)
}

fn to_codec_error(error: PngError) -> CodecError {
    let reason = match error {
        PngError::ChunkPreventsChanges(_) | PngError::C2PAMetadataPreventsChanges => Reason::Unsupported,
        PngError::InflatedDataTooLong(_) => Reason::TooLarge,
        _ => Reason::Corrupt,
    };
    CodecError::new(reason, error.to_string())
}
