//! Pictures: decoded within limits, turned upright, and encoded anew.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use crate::{Clean, Kind, LARGEST, MOST_PIXELS, Refusal, heic};

/// The most bytes that a decoder may take at once.
const MOST_MEMORY: u64 = 6 * MOST_PIXELS;
/// Text on a photographed page stays sharp.
const JPEG_QUALITY: u8 = 88;

/// A picture drawn anew: pixels alone, the right way up.
pub(crate) fn clean(kind: Kind, bytes: &[u8]) -> Result<Clean, Refusal> {
    let picture = match kind {
        Kind::Heic => heic::decode(bytes)?,
        _ => decode(kind, bytes)?,
    };
    let (kind, bytes) = match kind {
        Kind::Png => match encode_png(&picture)? {
            png if png.len() <= LARGEST => (Kind::Png, png),
            // A photograph as PNG grows beyond all bounds.
            _ => (Kind::Jpeg, encode_jpeg(&picture)?),
        },
        _ => (Kind::Jpeg, encode_jpeg(&picture)?),
    };
    Ok(Clean { kind, bytes, pages: 1 })
}

fn decode(kind: Kind, bytes: &[u8]) -> Result<DynamicImage, Refusal> {
    let format = if kind == Kind::Png { ImageFormat::Png } else { ImageFormat::Jpeg };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(Refusal::Bomb);
    }
    decoder.set_limits(limits).map_err(refusal)?;
    let orientation = decoder.orientation().map_err(refusal)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn encode_jpeg(picture: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    let done = if picture.color().has_color() {
        picture.to_rgb8().write_with_encoder(encoder)
    } else {
        picture.to_luma8().write_with_encoder(encoder)
    };
    done.map_err(refusal)?;
    Ok(bytes)
}

fn encode_png(picture: &DynamicImage) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Cursor::new(Vec::new());
    let color = picture.color();
    let eight_bits = match (color.has_color(), color.has_alpha()) {
        (false, false) => DynamicImage::from(picture.to_luma8()),
        (false, true) => DynamicImage::from(picture.to_luma_alpha8()),
        (true, false) => DynamicImage::from(picture.to_rgb8()),
        (true, true) => DynamicImage::from(picture.to_rgba8()),
    };
    eight_bits.write_to(&mut bytes, ImageFormat::Png).map_err(refusal)?;
    Ok(bytes.into_inner())
}

fn refusal(error: ImageError) -> Refusal {
    match error {
        ImageError::Limits(_) => Refusal::Bomb,
        _ => Refusal::Damaged,
    }
}

/// What stands behind the end of a PNG (ISO/IEC 15948, chunks); `None` where it has no end.
pub(crate) fn after_png(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.get(8..)?;
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let is_end = rest.get(4..8)? == b"IEND";
        // Length, kind, data, checksum.
        rest = rest.get(length.checked_add(12)?..)?;
        if is_end {
            return Some(rest);
        }
    }
}

/// What stands behind the end of a JPEG (ITU-T T.81, annex B); `None` where it has no end.
pub(crate) fn after_jpeg(bytes: &[u8]) -> Option<&[u8]> {
    walk(bytes, |_, _| {})
}

/// A JPEG without what tells about it: comments and application data, but for those that say how its
/// colours are coded. Its pixels stay as they are. `None` where it can't be read to its end.
pub(crate) fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    const JFIF: u8 = 0xe0;
    const ADOBE: u8 = 0xee;
    let mut kept = Vec::with_capacity(bytes.len());
    walk(bytes, |marker, part| {
        let tells = matches!(marker, 0xe0..=0xef | 0xfe) && marker != JFIF && marker != ADOBE;
        if !tells {
            kept.extend_from_slice(part);
        }
    })?;
    Some(kept)
}

/// Goes through the parts of a JPEG: each marker with its segment, and a scan's data with the marker of the
/// scan. Returns what stands behind its end.
fn walk(bytes: &[u8], mut part: impl FnMut(u8, &[u8])) -> Option<&[u8]> {
    const START_OF_IMAGE: u8 = 0xd8;
    const END_OF_IMAGE: u8 = 0xd9;
    const START_OF_SCAN: u8 = 0xda;
    if bytes.get(..2)? != [0xff, START_OF_IMAGE] {
        return None;
    }
    part(START_OF_IMAGE, &bytes[..2]);
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        // A marker may be filled up with 0xff in front.
        while *bytes.get(at + 1)? == 0xff {
            at += 1;
        }
        let marker = *bytes.get(at + 1)?;
        if marker == END_OF_IMAGE {
            part(marker, &bytes[at..at + 2]);
            return bytes.get(at + 2..);
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let mut end = at + 2 + length;
        if marker == START_OF_SCAN {
            end += scan_length(bytes.get(end..)?)?;
        }
        part(marker, bytes.get(at..end)?);
        at = end;
    }
}

/// The length of a scan's data: up to a marker that is neither an escaped 0xff nor a restart.
fn scan_length(data: &[u8]) -> Option<usize> {
    data.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}
