//! Photographs as telephones take them: HEIC (ISO/IEC 23008-12), decoded within limits.

use heifer::heifer_isobmff::HeifFile;
use heifer::{Options, decode_rgba8, decode_srgb_rgba8};
use image::{DynamicImage, RgbImage};

use crate::{MOST_PIXELS, Refusal};

/// Whether a file says that it is one, by the brands that telephones write.
pub(crate) fn is_heic(bytes: &[u8]) -> bool {
    const BRANDS: [&[u8; 4]; 8] = [b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"];
    bytes.get(4..8) == Some(b"ftyp")
        && bytes.get(8..12).is_some_and(|brand| BRANDS.iter().any(|known| brand == *known))
}

/// The pixels of the picture, the right way up.
pub(crate) fn decode(bytes: &[u8]) -> Result<DynamicImage, Refusal> {
    let file = HeifFile::parse(bytes).map_err(|_| Refusal::Damaged)?;
    let declared = file.image_size(file.primary_id).map_err(|_| Refusal::Damaged)?;
    if declared.is_some_and(|(width, height)| u64::from(width) * u64::from(height) > MOST_PIXELS) {
        return Err(Refusal::Bomb);
    }
    let options = Options { max_threads: 1, max_pixels: MOST_PIXELS };
    // Colours that can't be brought to those of a screen are shown as they were taken.
    let picture = decode_srgb_rgba8(bytes, &options).or_else(|_| decode_rgba8(bytes, &options));
    let picture = picture.map_err(|_| Refusal::Damaged)?;
    let (width, height) = (picture.width, picture.height);
    RgbImage::from_raw(width, height, picture.into_rgb8()).map(DynamicImage::from).ok_or(Refusal::Damaged)
}

/// What stands behind the last box (ISO/IEC 14496-12); `None` where a box is cut short.
pub(crate) fn after_heic(mut rest: &[u8]) -> Option<&[u8]> {
    while let Some(length) = box_length(rest) {
        rest = rest.get(usize::try_from(length).ok()?..)?;
    }
    Some(rest)
}

/// The length of the box that begins here, with its head; `None` where none does.
fn box_length(bytes: &[u8]) -> Option<u64> {
    let kind = bytes.get(4..8)?;
    if !kind.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    match u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) {
        // To the end of the file.
        0 => Some(bytes.len() as u64),
        // It stands behind the kind.
        1 => Some(u64::from_be_bytes(bytes.get(8..16)?.try_into().ok()?)).filter(|length| *length >= 16),
        length => Some(u64::from(length)).filter(|length| *length >= 8),
    }
}
