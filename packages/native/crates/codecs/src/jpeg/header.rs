//! A walk over a JPEG's markers, before libjpeg sees it: what it can't do is told by name, and what would take it without measure is refused.

use crate::limits::check_size;
use crate::{CodecError, Reason};
use std::ops::Range;

/// Most scans of a file. Cameras write 1, encoders at most a few dozen; each costs a pass over all pixels.
const MAX_SCANS: usize = 200;

pub const APP0: u8 = 0xE0;
pub const APP1: u8 = 0xE1;
pub const APP2: u8 = 0xE2;
pub const APP14: u8 = 0xEE;
pub const COMMENT: u8 = 0xFE;

/// The marker that each JPEG starts with.
pub const START: [u8; 2] = [0xFF, 0xD8];
const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;
const ARITHMETIC_CONDITIONING: u8 = 0xCC;

/// A marker with its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment<'a> {
    pub marker: u8,
    pub data: &'a [u8],
}

impl Segment<'_> {
    pub fn is_jfif(&self) -> bool {
        self.marker == APP0 && self.data.starts_with(b"JFIF\0")
    }
}

/// What the walk found.
#[derive(Debug)]
pub struct Header<'a> {
    /// APPn and COM, in order.
    pub segments: Vec<Segment<'a>>,
    /// Where all else is: tables, frame and scans, with the end of the image.
    pub image: Vec<Range<usize>>,
    pub has_jfif: bool,
}

impl<'a> Header<'a> {
    pub fn read(jpeg: &'a [u8]) -> Result<Self, CodecError> {
        if !jpeg.starts_with(&START) {
            return Err(corrupt("no JPEG"));
        }
        let mut header = Header { segments: Vec::new(), image: Vec::new(), has_jfif: false };
        let mut markers = Markers { jpeg, at: START.len() };
        let (mut frames, mut scans, mut unsaved) = (0, 0, START.len());
        while let Some((start, segment)) = markers.next()? {
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
                    header.has_jfif |= segment.is_jfif();
                    header.segments.push(segment);
                    header.image.push(unsaved..start);
                    unsaved = markers.at;
                }
                _ => {}
            }
        }
        header.image.push(unsaved..markers.at);
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
    jpeg: &'a [u8],
    /// What comes next.
    at: usize,
}

impl<'a> Markers<'a> {
    /// The next marker with its content, and where it starts; none at the image's end. Bytes that belong to no marker are passed over,
    /// as libjpeg does.
    fn next(&mut self) -> Result<Option<(usize, Segment<'a>)>, CodecError> {
        loop {
            let start = self.find(|second| !matches!(second, 0 | 0xFF)).ok_or_else(cut_short)?;
            let marker = self.jpeg[start + 1];
            self.at = start + 2;
            match marker {
                END_OF_IMAGE => return Ok(None),
                // TEM and restarts stand alone.
                0x01 | 0xD0..=0xD7 => {}
                _ => return self.content(marker).map(|segment| Some((start, segment))),
            }
        }
    }

    fn content(&mut self, marker: u8) -> Result<Segment<'a>, CodecError> {
        let rest = &self.jpeg[self.at..];
        let &[high, low, ..] = rest else { return Err(cut_short()) };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let data = rest.get(2..length).ok_or_else(cut_short)?;
        self.at += length;
        Ok(Segment { marker, data })
    }

    /// Over the coded data of a scan, to the next marker that is none of its own.
    fn skip_scan(&mut self) {
        self.at = self.find(|second| !matches!(second, 0 | 0xFF | 0xD0..=0xD7)).unwrap_or(self.jpeg.len());
    }

    /// Where the next 0xFF is that a byte of this kind follows.
    fn find(&self, follows: impl Fn(u8) -> bool) -> Option<usize> {
        let pairs = self.jpeg[self.at..].windows(2);
        pairs.into_iter().position(|pair| pair[0] == 0xFF && follows(pair[1])).map(|found| self.at + found)
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
