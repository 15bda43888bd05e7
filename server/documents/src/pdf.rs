//! PDFs: read within limits, looked through for what acts by itself, and written anew without metadata.

use std::io::Read;

use flate2::read::ZlibDecoder;
use lopdf::{DecompressError, Dictionary, Document, Error, LoadOptions, Object, Stream};

use crate::sniff::find;
use crate::{Clean, Kind, MOST_INFLATED, MOST_PAGES, MOST_PIXELS, Refusal, picture};

/// The most bytes that one compressed part that describes the document may hold.
const LARGEST_PART: usize = 32 * 1024 * 1024;

/// Keys whose presence makes a document act, or carry other files (ISO 32000-1, 7.11, 12.6, 12.7.8).
const ACTIVE_KEYS: [&[u8]; 6] = [b"JS", b"JavaScript", b"EmbeddedFiles", b"EF", b"XFA", b"RichMediaContent"];
/// Values of `S`, `Type` and `Subtype` that do.
const ACTIVE_WORDS: [&[u8]; 14] = [
    b"JavaScript",
    b"Launch",
    b"ImportData",
    b"SubmitForm",
    b"GoToE",
    b"GoToR",
    b"Rendition",
    b"EmbeddedFile",
    b"FileAttachment",
    b"RichMedia",
    b"Movie",
    b"Sound",
    b"Screen",
    b"3D",
];
/// Keys that tell about a document, or act when it is opened, and that nobody needs to read it.
const DROPPED_KEYS: [&[u8]; 6] =
    [b"Metadata", b"PieceInfo", b"LastModified", b"OpenAction", b"AA", b"SpiderInfo"];

/// A PDF written anew.
pub(crate) fn clean(bytes: &[u8]) -> Result<Clean, Refusal> {
    if inflates_beyond(bytes, MOST_INFLATED) {
        return Err(Refusal::Bomb);
    }
    let options = LoadOptions { max_decompressed_size: Some(LARGEST_PART), ..LoadOptions::default() };
    let mut document = Document::load_mem_with_options(bytes, options).map_err(refusal)?;
    if document.is_encrypted() || document.was_encrypted() {
        return Err(Refusal::Encrypted);
    }
    let pages = u32::try_from(document.page_iter().take(MOST_PAGES as usize + 1).count()).unwrap_or(u32::MAX);
    match pages {
        0 => return Err(Refusal::Damaged),
        pages if pages > MOST_PAGES => return Err(Refusal::TooManyPages),
        _ => {}
    }
    for object in document.objects.values() {
        look_through(object)?;
    }
    document.trailer.remove(b"Info");
    for object in document.objects.values_mut() {
        strip(object);
    }
    document.prune_objects();
    let mut written = Vec::with_capacity(bytes.len());
    document.save_to(&mut written).map_err(|_| Refusal::Damaged)?;
    Ok(Clean { kind: Kind::Pdf, bytes: written, pages })
}

fn refusal(error: Error) -> Refusal {
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => Refusal::Bomb,
        Error::InvalidPassword
        | Error::Decryption(_)
        | Error::AlreadyEncrypted
        | Error::UnsupportedSecurityHandler(_) => Refusal::Encrypted,
        _ => Refusal::Damaged,
    }
}

/// Whether the deflated streams of a PDF hold more than `most` bytes together. They are counted and thrown
/// away before anything is built of them.
fn inflates_beyond(bytes: &[u8], most: u64) -> bool {
    const WORD: &[u8] = b"stream";
    let mut buffer = vec![0; 64 * 1024];
    let (mut rest, mut total) = (bytes, 0u64);
    while let Some(at) = find(rest, WORD) {
        let is_end = rest[..at].ends_with(b"end");
        rest = &rest[at + WORD.len()..];
        if is_end {
            continue;
        }
        let data = rest.strip_prefix(b"\r").unwrap_or(rest);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let mut inflating = ZlibDecoder::new(data);
        while let Ok(read @ 1..) = inflating.read(&mut buffer) {
            total += read as u64;
            if total > most {
                return true;
            }
        }
    }
    false
}

/// Refuses what acts by itself, carries files, or would draw more than is sensible.
fn look_through(object: &Object) -> Result<(), Refusal> {
    match object {
        Object::Array(items) => items.iter().try_for_each(look_through),
        Object::Dictionary(dictionary) => look_through_dictionary(dictionary),
        Object::Stream(stream) => {
            if pixels(stream) > MOST_PIXELS {
                return Err(Refusal::Bomb);
            }
            look_through_dictionary(&stream.dict)
        }
        _ => Ok(()),
    }
}

fn look_through_dictionary(dictionary: &Dictionary) -> Result<(), Refusal> {
    dictionary.iter().try_for_each(|(key, value)| {
        let says = matches!(key.as_slice(), b"S" | b"Type" | b"Subtype");
        let acts = ACTIVE_KEYS.contains(&key.as_slice())
            || (says && value.as_name().is_ok_and(|word| ACTIVE_WORDS.contains(&word)));
        if acts { Err(Refusal::Active) } else { look_through(value) }
    })
}

/// The pixels that a picture inside declares.
fn pixels(stream: &Stream) -> u64 {
    let side = |key: &[u8]| {
        stream.dict.get(key).and_then(Object::as_i64).ok().and_then(|side| u64::try_from(side).ok())
    };
    side(b"Width").unwrap_or(0).saturating_mul(side(b"Height").unwrap_or(0))
}

fn strip(object: &mut Object) {
    match object {
        Object::Array(items) => items.iter_mut().for_each(strip),
        Object::Dictionary(dictionary) => strip_dictionary(dictionary),
        Object::Stream(stream) => {
            strip_dictionary(&mut stream.dict);
            // A scanner puts photographs in as they are, with the place where they were taken.
            let is_jpeg = stream.filters().is_ok_and(|filters| filters == [b"DCTDecode"]);
            if is_jpeg && let Some(plain) = picture::without_metadata(&stream.content) {
                stream.set_content(plain);
            }
        }
        _ => {}
    }
}

fn strip_dictionary(dictionary: &mut Dictionary) {
    for key in DROPPED_KEYS {
        dictionary.remove(key);
    }
    for (_, value) in dictionary.iter_mut() {
        strip(value);
    }
}
