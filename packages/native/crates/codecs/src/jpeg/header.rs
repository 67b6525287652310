//! A walk over a JPEG's markers, before libjpeg sees it: what it can't do is told by name, and what would take it without measure is refused.

use crate::limits::check_size;
use crate::{CodecError, Reason};

/// Most scans of a file. Cameras write 1, encoders at most a few dozen; each costs a pass over all pixels.
const MAX_SCANS: usize = 200;

pub const APP0: u8 = 0xE0;
pub const APP1: u8 = 0xE1;
pub const APP2: u8 = 0xE2;
pub const APP14: u8 = 0xEE;
pub const COMMENT: u8 = 0xFE;

const START_OF_IMAGE: u8 = 0xD8;
const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;
const ARITHMETIC_CONDITIONING: u8 = 0xCC;

/// A marker with its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    pub marker: u8,
    pub data: &'a [u8],
}

/// What the walk found.
#[derive(Debug)]
pub struct Header<'a> {
    /// APPn and COM, in order.
    pub segments: Vec<Segment<'a>>,
    pub has_jfif: bool,
}

impl<'a> Header<'a> {
    pub fn read(jpeg: &'a [u8]) -> Result<Self, CodecError> {
        let mut header = Header { segments: Vec::new(), has_jfif: false };
        let mut markers = Markers { rest: jpeg.strip_prefix(&[0xFF, START_OF_IMAGE]).ok_or_else(|| corrupt("no JPEG"))? };
        let (mut frames, mut scans) = (0, 0);
        while let Some(segment) = markers.next()? {
            match segment.marker {
                START_OF_SCAN => {
                    scans += 1;
                    markers.skip_scan();
                }
                ARITHMETIC_CONDITIONING => return Err(unsupported("arithmetic coding")),
                0xC0..=0xCF if !matches!(segment.marker, 0xC4 | 0xC8) => {
                    check_frame(segment)?;
                    frames += 1;
                }
                APP0..=0xEF | COMMENT => {
                    header.has_jfif |= segment.marker == APP0 && segment.data.starts_with(b"JFIF\0");
                    header.segments.push(segment);
                }
                _ => {}
            }
        }
        match (frames, scans) {
            (1, 1..=MAX_SCANS) => Ok(header),
            (1, 1..) => Err(corrupt("scans without end")),
            _ => Err(corrupt("no image, or more than one in a frame")),
        }
    }
}

/// A start of frame: the kind of compression, the precision and the size.
fn check_frame(segment: Segment) -> Result<(), CodecError> {
    let &[precision, h1, h2, w1, w2, components, ..] = segment.data else { return Err(corrupt("a frame cut short")) };
    match segment.marker {
        0xC0..=0xC2 => {}
        0xC9..=0xCB | 0xCD..=0xCF => return Err(unsupported("arithmetic coding")),
        0xC3 => return Err(unsupported("lossless JPEG")),
        _ => return Err(unsupported("hierarchical JPEG")),
    }
    if precision != 8 {
        return Err(unsupported(&format!("{precision} bits a sample")));
    }
    if !(1..=4).contains(&components) {
        return Err(unsupported(&format!("{components} components")));
    }
    check_size(u16::from_be_bytes([w1, w2]).into(), u16::from_be_bytes([h1, h2]).into())
}

struct Markers<'a> {
    rest: &'a [u8],
}

impl<'a> Markers<'a> {
    /// The next marker with its content; none at the image's end. Bytes that belong to no marker are passed over, as libjpeg does.
    fn next(&mut self) -> Result<Option<Segment<'a>>, CodecError> {
        loop {
            let at =
                self.rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xFF)).ok_or_else(cut_short)?;
            let marker = self.rest[at + 1];
            self.rest = &self.rest[at + 2..];
            match marker {
                END_OF_IMAGE => return Ok(None),
                // TEM and restarts stand alone.
                0x01 | 0xD0..=0xD7 => {}
                _ => return self.content(marker).map(Some),
            }
        }
    }

    fn content(&mut self, marker: u8) -> Result<Segment<'a>, CodecError> {
        let &[high, low, ..] = self.rest else { return Err(cut_short()) };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let data = self.rest.get(2..length).ok_or_else(cut_short)?;
        self.rest = &self.rest[length..];
        Ok(Segment { marker, data })
    }

    /// Over the coded data of a scan, to the next marker that is none of its own.
    fn skip_scan(&mut self) {
        let ends = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0 | 0xFF | 0xD0..=0xD7);
        let end = self.rest.windows(2).position(ends).unwrap_or(self.rest.len());
        self.rest = &self.rest[end..];
    }
}

fn corrupt(detail: &str) -> CodecError {
    CodecError::new(Reason::Corrupt, detail)
}

fn cut_short() -> CodecError {
    corrupt("the file ends too soon")
}

fn unsupported(detail: &str) -> CodecError {
    CodecError::new(Reason::Unsupported, detail)
}
