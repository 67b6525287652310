//! JPEG XL, stills and animations.

use super::{Header, Limits, Picture, Problem, guarded, of_io, open};
use jxl_oxide::{AllocTracker, AuxBoxData, EnumColourEncoding, InitializeResult, JxlImage, JxlThreadPool, RenderingIntent};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;

/// What the decoder may allocate for a pixel, and besides: samples are 32 bits wide, and there are several copies of some of them.
const BYTES_PER_PIXEL: u64 = 64;
const FIXED_BYTES: u64 = 64 << 20;
/// Bytes fed to the decoder at once.
const WINDOW_BYTES: usize = 1 << 16;
/// Primaries, transfer, matrix and range of sRGB by ITU-T H.273.
const SRGB_CICP: [u8; 4] = [1, 13, 0, 1];

pub fn header(path: &Path, limits: Limits) -> Result<Header, Problem> {
    guarded(|| {
        let boxes = boxes(&mut open(path)?)?;
        let has = |kind: &[u8; 4]| boxes.contains(kind);
        let mut file = open(path)?;
        let (mut image, rest) = begin(&mut file, limits)?;
        // Frames are counted by their headers, which lie between their data.
        if image.image_header().metadata.animation.is_some() {
            feed_all(&mut image, rest, &mut file)?;
        }
        let (width, height) = (image.width(), image.height());
        let frames = frames(&image)?;
        let format = image.pixel_format();
        if format.has_black() {
            return Err(Problem::Unsupported);
        }
        let metadata = &image.image_header().metadata;
        Ok(Header {
            width,
            height,
            frames,
            has_alpha: format.has_alpha(),
            grey: format.is_grayscale(),
            bits: metadata.bit_depth.bits_per_sample(),
            lossless: !metadata.xyb_encoded && !has(b"jbrd"),
            has_metadata: has(b"Exif") || has(b"xml ") || has(b"brob"),
        })
    })
}

pub fn decode(path: &Path, limits: Limits) -> Result<Picture, Problem> {
    guarded(|| {
        let mut file = open(path)?;
        let (mut image, rest) = begin(&mut file, limits)?;
        limits.check(image.width(), image.height(), 1)?;
        feed_all(&mut image, rest, &mut file)?;
        image.finalize().map_err(|_| Problem::Corrupt)?;
        let frames = frames(&image)?.min(limits.frames);
        limits.check(image.width(), image.height(), frames)?;
        if !image.is_loading_done() {
            return Err(Problem::Truncated);
        }
        render(image, frames)
    })
}

/// Reads as far as the header. Gives what was read and not consumed, too.
fn begin(file: &mut impl Read, limits: Limits) -> Result<(JxlImage, Vec<u8>), Problem> {
    let most = limits.pixels.saturating_mul(BYTES_PER_PIXEL).saturating_add(FIXED_BYTES);
    let tracker = AllocTracker::with_limit(usize::try_from(most).unwrap_or(usize::MAX));
    let mut unread = JxlImage::builder().pool(JxlThreadPool::none()).alloc_tracker(tracker).build_uninit();
    let mut waiting = Vec::new();
    loop {
        if read_more(file, &mut waiting)? == 0 {
            return Err(Problem::Truncated);
        }
        let consumed = unread.feed_bytes(&waiting).map_err(of_jxl)?;
        waiting.drain(..consumed);
        match unread.try_init().map_err(of_jxl)? {
            InitializeResult::NeedMoreData(image) => unread = image,
            InitializeResult::Initialized(image) => return Ok((image, waiting)),
        }
    }
}

fn feed_all(image: &mut JxlImage, mut waiting: Vec<u8>, file: &mut impl Read) -> Result<(), Problem> {
    loop {
        let read = read_more(file, &mut waiting)?;
        let consumed = image.feed_bytes(&waiting).map_err(of_jxl)?;
        waiting.drain(..consumed);
        if read == 0 {
            return Ok(());
        }
    }
}

fn read_more(file: &mut impl Read, waiting: &mut Vec<u8>) -> Result<usize, Problem> {
    file.take(WINDOW_BYTES as u64).read_to_end(waiting).map_err(|error| of_io(&error))
}

fn frames(image: &JxlImage) -> Result<u32, Problem> {
    let animated = image.image_header().metadata.animation.is_some();
    let frames = if animated { image.num_loaded_keyframes() } else { 1 };
    u32::try_from(frames.max(1)).map_err(|_| Problem::TooManyFrames)
}

fn render(mut image: JxlImage, frames: u32) -> Result<Picture, Problem> {
    // What is meant for a brighter screen is brought to what every screen shows, by the decoder that knows how.
    if image.hdr_type().is_some() {
        image.request_color_encoding(EnumColourEncoding::display_p3(RenderingIntent::Relative));
    }
    let format = image.pixel_format();
    if format.has_black() {
        return Err(Problem::Unsupported);
    }
    let deep = image.image_header().metadata.bit_depth.bits_per_sample() > 8;
    let animation = &image.image_header().metadata.animation;
    let mut picture = Picture {
        width: image.width(),
        height: image.height(),
        channels: format.channels() as u32,
        bits: if deep { 16 } else { 8 },
        icc: (image.rendered_cicp() != Some(SRGB_CICP)).then(|| image.rendered_icc()),
        exif: exif(&image),
        xmp: data(image.aux_boxes().first_xml()).map(<[u8]>::to_vec),
        plays: animation.as_ref().map_or(0, |animation| animation.num_loops),
        ..Picture::default()
    };
    let tick_ms = animation.as_ref().map(|one| 1000.0 * f64::from(one.tps_denominator) / f64::from(one.tps_numerator.max(1)));
    let frame_bytes = picture.width as usize * picture.height as usize * (picture.channels * picture.bits / 8) as usize;
    picture.samples.reserve_exact(frame_bytes * frames as usize);
    for number in 0..frames {
        let frame = image.render_frame(number as usize).map_err(of_jxl)?;
        if let Some(tick_ms) = tick_ms {
            picture.delays.push((f64::from(frame.duration()) * tick_ms).round() as u32);
        }
        add_frame(&mut picture, frame.stream())?;
    }
    Ok(picture)
}

fn add_frame(picture: &mut Picture, mut stream: jxl_oxide::ImageStream<'_>) -> Result<(), Problem> {
    if (stream.width(), stream.height(), stream.channels()) != (picture.width, picture.height, picture.channels) {
        return Err(Problem::Unsupported);
    }
    let row = picture.width as usize * picture.channels as usize;
    if picture.bits == 8 {
        let mut samples = vec![0_u8; row];
        for _ in 0..picture.height {
            stream.write_to_buffer(&mut samples);
            picture.samples.extend_from_slice(&samples);
        }
    } else {
        let mut samples = vec![0_u16; row];
        for _ in 0..picture.height {
            stream.write_to_buffer(&mut samples);
            picture.samples.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
        }
    }
    Ok(())
}

/// From the TIFF header on.
fn exif(image: &JxlImage) -> Option<Vec<u8>> {
    let exif = data(image.aux_boxes().first_exif().ok()?)?;
    exif.payload().get(exif.tiff_header_offset() as usize..).map(<[u8]>::to_vec)
}

fn data<T>(found: AuxBoxData<T>) -> Option<T> {
    if let AuxBoxData::Data(data) = found { Some(data) } else { None }
}

/// The kinds of the container's boxes; none where the file is a bare codestream.
fn boxes(file: &mut BufReader<File>) -> Result<Vec<[u8; 4]>, Problem> {
    let io = |error: std::io::Error| of_io(&error);
    let bytes = file.seek(SeekFrom::End(0)).map_err(io)?;
    let mut kinds = Vec::new();
    let mut position = 0;
    while position + 8 <= bytes && kinds.len() < 1000 {
        let mut head = [0; 16];
        file.seek(SeekFrom::Start(position)).map_err(io)?;
        let most = head.len().min((bytes - position) as usize);
        file.read_exact(&mut head[..most]).map_err(io)?;
        if position == 0 && &head[4..8] != b"JXL " {
            break;
        }
        kinds.push([head[4], head[5], head[6], head[7]]);
        let short = u64::from(u32::from_be_bytes([head[0], head[1], head[2], head[3]]));
        let long = || head[8..].iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        position = match short {
            0 => bytes,
            1 => position.saturating_add(long().max(16)),
            _ => position + short.max(8),
        };
    }
    Ok(kinds)
}

fn of_jxl(error: Box<dyn std::error::Error + Send + Sync>) -> Problem {
    let text = error.to_string();
    if text.contains("out of memory") || text.contains("failed to allocate") {
        Problem::TooManyPixels
    } else if text.contains("end of file") || text.contains("unexpected eof") || text.contains("UnexpectedEof") {
        Problem::Truncated
    } else if text.contains("not supported") {
        Problem::Unsupported
    } else {
        Problem::Corrupt
    }
}
