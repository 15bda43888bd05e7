//! What a file is, by its first bytes, and whether it is something else besides.

use crate::{Kind, Refusal, heic, picture};

/// Readers of PDF look for its header this far into a file.
const PDF_HEADER_WITHIN: usize = 1024;
/// The record at the end of a ZIP archive: its length without the comment, and its longest comment.
const ZIP_END: (usize, usize) = (22, 65_535);

/// The kind of a file, where it is one kind alone.
pub(crate) fn sniff(bytes: &[u8]) -> Result<Kind, Refusal> {
    let kind = if bytes.starts_with(b"%PDF-") {
        Kind::Pdf
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Kind::Jpeg
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Kind::Png
    } else if heic::is_heic(bytes) {
        Kind::Heic
    } else if has_pdf_header(bytes) {
        return Err(Refusal::Polyglot);
    } else {
        return Err(Refusal::WrongType);
    };
    if ends_as_zip(bytes) || (kind != Kind::Pdf && has_pdf_header(bytes)) {
        return Err(Refusal::Polyglot);
    }
    let behind = match kind {
        Kind::Pdf => after_pdf(bytes),
        Kind::Jpeg => picture::after_jpeg(bytes),
        Kind::Png => picture::after_png(bytes),
        Kind::Heic => heic::after_heic(bytes),
    };
    match behind {
        None => Err(Refusal::Damaged),
        Some(rest) if is_filling(rest) || (kind == Kind::Jpeg && is_of_camera(rest)) => Ok(kind),
        Some(_) => Err(Refusal::Polyglot),
    }
}

fn has_pdf_header(bytes: &[u8]) -> bool {
    find(&bytes[..bytes.len().min(PDF_HEADER_WITHIN)], b"%PDF-").is_some()
}

/// Whether a program that unpacks ZIP archives would take the file for one: they look for the last record
/// from the end, and its comment reaches to the end.
fn ends_as_zip(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(ZIP_END.0 + ZIP_END.1)..];
    tail.windows(4).enumerate().any(|(at, window)| {
        window == b"PK\x05\x06"
            && tail.get(at + 20..at + 22).is_some_and(|length| {
                at + ZIP_END.0 + usize::from(u16::from_le_bytes([length[0], length[1]])) == tail.len()
            })
    })
}

/// What stands behind the last end mark of a PDF; `None` where it has none.
fn after_pdf(bytes: &[u8]) -> Option<&[u8]> {
    const END: &[u8] = b"%%EOF";
    let at = bytes.windows(END.len()).rposition(|window| window == END)?;
    Some(&bytes[at + END.len()..])
}

/// Blanks and zeros, which programs and devices leave behind a file.
fn is_filling(rest: &[u8]) -> bool {
    rest.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0)
}

/// What cameras write behind a photograph: smaller pictures of it, and a few seconds of film. None of it is
/// kept.
fn is_of_camera(mut rest: &[u8]) -> bool {
    loop {
        let filling = rest.iter().take_while(|byte| **byte == 0).count();
        rest = &rest[filling..];
        if rest.starts_with(&[0xff, 0xd8, 0xff]) {
            match picture::after_jpeg(rest) {
                Some(behind) => rest = behind,
                None => return false,
            }
        } else {
            // A film's first box begins with its length, whose zeros may have gone with the filling.
            return rest.is_empty() || find(&rest[..rest.len().min(8)], b"ftyp").is_some();
        }
    }
}

/// Where `needle` first is.
pub(crate) fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|window| window == needle)
}
