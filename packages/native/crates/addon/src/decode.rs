//! Decoders, each call on a thread of Node's pool.

use napi::bindgen_prelude::{AsyncTask, Env, Result, Uint8Array};
use napi::{Error, Task};
use napi_derive::napi;
use pixelmill_codecs::decode::{self, Header, Limits, Picture, Problem};
use std::path::Path;

#[napi(object, use_nullable = true)]
pub struct PictureHeader {
    pub width: u32,
    pub height: u32,
    pub frames: u32,
    pub has_alpha: bool,
    pub grey: bool,
    pub bits: u32,
    pub lossless: bool,
    pub has_metadata: bool,
}

#[napi(object, use_nullable = true)]
pub struct HeaderOutcome {
    pub value: Option<PictureHeader>,
    pub problem: Option<String>,
}

#[napi(object, use_nullable = true)]
pub struct DecodedPicture {
    pub width: u32,
    pub height: u32,
    pub channels: u32,
    pub bits: u32,
    pub samples: Uint8Array,
    pub icc: Option<Uint8Array>,
    pub exif: Option<Uint8Array>,
    pub xmp: Option<Uint8Array>,
    pub delays: Vec<u32>,
    pub plays: u32,
}

#[napi(object, use_nullable = true)]
pub struct PictureOutcome {
    pub value: Option<DecodedPicture>,
    pub problem: Option<String>,
}

#[derive(Clone, Copy)]
enum Format {
    Jxl,
    Bmp,
    Ico,
    Apng,
}

struct Order {
    format: Format,
    path: String,
    limits: Limits,
}

pub struct HeaderTask(Order);
pub struct PictureTask(Order);

#[napi]
pub fn read_picture_header(format: String, path: String, max_pixels: f64, max_frames: f64) -> Result<AsyncTask<HeaderTask>> {
    Ok(AsyncTask::new(HeaderTask(Order::new(&format, path, max_pixels, max_frames)?)))
}

#[napi]
pub fn decode_picture(format: String, path: String, max_pixels: f64, max_frames: f64) -> Result<AsyncTask<PictureTask>> {
    Ok(AsyncTask::new(PictureTask(Order::new(&format, path, max_pixels, max_frames)?)))
}

impl Order {
    /// Casts saturate: what is too large for a limit is none.
    fn new(format: &str, path: String, max_pixels: f64, max_frames: f64) -> Result<Self> {
        let format = match format {
            "jxl" => Format::Jxl,
            "bmp" => Format::Bmp,
            "ico" => Format::Ico,
            "apng" => Format::Apng,
            _ => return Err(Error::from_reason("no such format")),
        };
        Ok(Order { format, path, limits: Limits { pixels: max_pixels as u64, frames: max_frames as u32 } })
    }
}

impl Task for HeaderTask {
    type Output = std::result::Result<Header, Problem>;
    type JsValue = HeaderOutcome;

    fn compute(&mut self) -> Result<Self::Output> {
        let Order { format, path, limits } = &self.0;
        let path = Path::new(path);
        Ok(match format {
            Format::Jxl => decode::jxl::header(path, *limits),
            Format::Bmp => decode::bmp::header(path),
            Format::Ico => decode::ico::header(path),
            Format::Apng => Err(Problem::Unsupported),
        })
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> Result<HeaderOutcome> {
        Ok(match output {
            Ok(header) => HeaderOutcome { value: Some(header.into()), problem: None },
            Err(problem) => HeaderOutcome { value: None, problem: Some(name(problem).into()) },
        })
    }
}

impl Task for PictureTask {
    type Output = std::result::Result<Picture, Problem>;
    type JsValue = PictureOutcome;

    fn compute(&mut self) -> Result<Self::Output> {
        let Order { format, path, limits } = &self.0;
        let path = Path::new(path);
        Ok(match format {
            Format::Jxl => decode::jxl::decode(path, *limits),
            Format::Bmp => decode::bmp::decode(path, *limits),
            Format::Ico => decode::ico::decode(path, *limits),
            Format::Apng => decode::apng::decode(path, *limits),
        })
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> Result<PictureOutcome> {
        Ok(match output {
            Ok(picture) => PictureOutcome { value: Some(picture.into()), problem: None },
            Err(problem) => PictureOutcome { value: None, problem: Some(name(problem).into()) },
        })
    }
}

impl From<Header> for PictureHeader {
    fn from(header: Header) -> Self {
        let Header { width, height, frames, has_alpha, grey, bits, lossless, has_metadata } = header;
        PictureHeader { width, height, frames, has_alpha, grey, bits, lossless, has_metadata }
    }
}

impl From<Picture> for DecodedPicture {
    /// The vectors become JavaScript's without being copied.
    fn from(picture: Picture) -> Self {
        DecodedPicture {
            width: picture.width,
            height: picture.height,
            channels: picture.channels,
            bits: picture.bits,
            samples: Uint8Array::from(picture.samples),
            icc: picture.icc.map(Uint8Array::from),
            exif: picture.exif.map(Uint8Array::from),
            xmp: picture.xmp.map(Uint8Array::from),
            delays: picture.delays,
            plays: picture.plays,
        }
    }
}

fn name(problem: Problem) -> &'static str {
    match problem {
        Problem::Corrupt => "corrupt",
        Problem::Truncated => "truncated",
        Problem::Unsupported => "unsupported",
        Problem::TooManyPixels => "tooManyPixels",
        Problem::TooManyFrames => "tooManyFrames",
        Problem::Unreadable => "unreadable",
    }
}
