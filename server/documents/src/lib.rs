//! Files that people send as proof: what they are, whether they are taken, and what is kept of them.
//!
//! No I/O: bytes come in, bytes come out. [`inspect`] never believes a name or a header of a request, only
//! the content. What it lets through is not what was sent: pictures are drawn anew and PDFs written anew, so
//! that nothing rides along and no metadata tells where a photograph was taken.

mod heic;
mod pdf;
mod picture;
mod sniff;

use thiserror::Error;

/// The most that a file may have, in bytes: 15 MiB.
pub const LARGEST: usize = 15 * 1024 * 1024;
/// The most pages that a PDF may have.
pub const MOST_PAGES: u32 = 40;
/// The most pixels that a picture may have, declared or drawn.
pub const MOST_PIXELS: u64 = 50_000_000;
/// The most bytes that the compressed parts of one PDF may hold together.
pub const MOST_INFLATED: u64 = 512 * 1024 * 1024;

/// A kind of file that is taken, by content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Portable Document Format (ISO 32000).
    Pdf,
    /// JPEG picture.
    Jpeg,
    /// PNG picture.
    Png,
    /// HEIC picture (ISO/IEC 23008-12), as telephones take it. It is kept as JPEG: few browsers show it.
    Heic,
}

impl Kind {
    /// The media type under which it is served.
    pub const fn media_type(self) -> &'static str {
        match self {
            Kind::Pdf => "application/pdf",
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Heic => "image/heic",
        }
    }

    /// The kind that is served under a media type.
    pub fn of_media_type(media_type: &str) -> Option<Kind> {
        [Kind::Pdf, Kind::Jpeg, Kind::Png, Kind::Heic]
            .into_iter()
            .find(|kind| kind.media_type() == media_type)
    }

    /// The ending of a file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Kind::Pdf => "pdf",
            Kind::Jpeg => "jpg",
            Kind::Png => "png",
            Kind::Heic => "heic",
        }
    }
}

/// Why a file is not taken. The words are for logs; pages have a sentence for each [`Refusal::as_str`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It has more than [`LARGEST`] bytes, or would when it is kept.
    #[error("the file is too large")]
    TooLarge,
    /// It is none of the kinds that are taken, whatever its name says.
    #[error("the file is neither a PDF nor a JPEG, PNG or HEIC picture")]
    WrongType,
    /// It is two files in one: another kind stands before, inside or behind it.
    #[error("the file is of two kinds at once")]
    Polyglot,
    /// A PDF of more than [`MOST_PAGES`] pages.
    #[error("the file has too many pages")]
    TooManyPages,
    /// It declares, or unpacks to, more than [`MOST_PIXELS`] or [`MOST_INFLATED`].
    #[error("the file unpacks to too much")]
    Bomb,
    /// It can't be read to its end.
    #[error("the file is damaged or incomplete")]
    Damaged,
    /// A PDF that asks for a password, or restricts what may be done with it.
    #[error("the file is encrypted")]
    Encrypted,
    /// A PDF that carries a program, starts one, or has other files inside.
    #[error("the file has a program or other files inside")]
    Active,
}

impl Refusal {
    /// Every reason.
    pub const ALL: [Refusal; 9] = [
        Refusal::Empty,
        Refusal::TooLarge,
        Refusal::WrongType,
        Refusal::Polyglot,
        Refusal::TooManyPages,
        Refusal::Bomb,
        Refusal::Damaged,
        Refusal::Encrypted,
        Refusal::Active,
    ];

    /// The key of the sentence that pages show.
    pub const fn as_str(self) -> &'static str {
        match self {
            Refusal::Empty => "file_empty",
            Refusal::TooLarge => "file_too_large",
            Refusal::WrongType => "file_wrong_type",
            Refusal::Polyglot => "file_polyglot",
            Refusal::TooManyPages => "file_too_many_pages",
            Refusal::Bomb => "file_bomb",
            Refusal::Damaged => "file_damaged",
            Refusal::Encrypted => "file_encrypted",
            Refusal::Active => "file_active",
        }
    }
}

/// What is kept of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// What it is.
    pub kind: Kind,
    /// The file, written anew.
    pub bytes: Vec<u8>,
    /// Its pages; a picture is one.
    pub pages: u32,
}

/// Looks at a file and writes it anew. Takes up to some seconds and some hundred megabytes: callers bound how
/// many run at a time.
pub fn inspect(bytes: &[u8]) -> Result<Clean, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(Refusal::TooLarge);
    }
    let clean = match sniff::sniff(bytes)? {
        Kind::Pdf => pdf::clean(bytes)?,
        kind => picture::clean(kind, bytes)?,
    };
    if clean.bytes.len() > 2 * LARGEST { Err(Refusal::TooLarge) } else { Ok(clean) }
}

#[cfg(test)]
mod tests;
