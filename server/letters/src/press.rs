//! Makes a PDF of a template and its data. No file of the machine, no network, no clock: what a letter can read
//! is compiled into the program, and its data.

use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use thiserror::Error as ThisError;
use typst::diag::{FileError, FileResult, SourceDiagnostic, Warned};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::Pdf;

/// Why a letter could not be made. Says nothing of what stands in it.
#[derive(Debug, ThisError)]
pub enum Error {
    /// The input can't be written as JSON.
    #[error("the letter's data: {0}")]
    Data(#[from] serde_json::Error),
    /// The template does not take the data, or what it makes is not accessible: a fault of this program.
    #[error("the letter's template: {0}")]
    Template(String),
    /// PDFs could not be put together.
    #[error("putting letters together: {0}")]
    Merge(#[from] lopdf::Error),
}

/// A template, by its file's name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Template(pub(crate) &'static str);

const SOURCES: [(&str, &str); 7] = [
    ("base.typ", include_str!("../templates/base.typ")),
    ("packet.typ", include_str!("../templates/packet.typ")),
    ("packet_words.typ", include_str!("../templates/packet_words.typ")),
    ("packet_forms.typ", include_str!("../templates/packet_forms.typ")),
    ("activation.typ", include_str!("../templates/activation.typ")),
    ("reimbursement_list.typ", include_str!("../templates/reimbursement_list.typ")),
    ("turning_65.typ", include_str!("../templates/turning_65.typ")),
];
/// Atkinson Hyperlegible Next, drawn by the Braille Institute for readers with low vision.
const FONTS: [&[u8]; 2] = [
    include_bytes!("../fonts/AtkinsonHyperlegibleNext_400Regular.ttf"),
    include_bytes!("../fonts/AtkinsonHyperlegibleNext_700Bold.ttf"),
];
const DATA: &str = "data.json";

/// How many letters ago something was last of use for it to be forgotten: what all letters have in common
/// stays, what one person's had goes.
const REMEMBERED: usize = 2;

/// What all letters share.
struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    sources: Vec<Source>,
    data: FileId,
    standards: PdfStandards,
}

#[expect(clippy::expect_used, reason = "one standard does not contradict itself")]
static SHOP: LazyLock<Shop> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().flat_map(|font| Font::iter(Bytes::new(*font))).collect();
    Shop {
        library: LazyHash::new(Library::builder().build()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
        sources: SOURCES.iter().map(|(name, text)| Source::new(file(name), (*text).to_owned())).collect(),
        data: file(DATA),
        standards: PdfStandards::new(&[PdfStandard::Ua_1]).expect("a standard"),
    }
});

#[expect(clippy::expect_used, reason = "the names are those above")]
fn file(name: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).expect("a name without steps")).intern()
}

/// One letter at the press.
struct Sheet {
    main: FileId,
    data: Bytes,
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &SHOP.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &SHOP.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        SHOP.sources.iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == SHOP.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        SHOP.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Makes the letter of `template` with `data`, which the template reads as `data.json`. `on` is the day that the
/// file itself names as its day.
pub(crate) fn print(template: Template, data: &impl Serialize, on: NaiveDate) -> Result<Pdf, Error> {
    let data = serde_json::to_vec(data)?;
    let identity = String::from_utf8_lossy(&data).into_owned();
    let sheet = Sheet { main: file(template.0), data: Bytes::new(data) };
    let Warned { output, .. } = typst::compile::<PagedDocument>(&sheet);
    let made = output.and_then(|document| {
        let bytes = typst_pdf::pdf(&document, &options(identity, on))?;
        Ok(Pdf { bytes, pages: document.pages().len() })
    });
    typst::comemo::evict(REMEMBERED);
    made.map_err(|problems| Error::Template(said(&problems)))
}

fn options(identity: String, on: NaiveDate) -> PdfOptions {
    let (month, day) = (on.month() as u8, on.day() as u8);
    PdfOptions {
        ident: Smart::Custom(identity),
        creator: Smart::Custom(None),
        timestamp: Datetime::from_ymd(on.year(), month, day).map(Timestamp::new_utc),
        standards: SHOP.standards.clone(),
        ..PdfOptions::default()
    }
}

/// What is wrong with a template. The hints, which may quote data, are left out.
fn said(problems: &[SourceDiagnostic]) -> String {
    problems.first().map(|problem| problem.message.to_string()).unwrap_or_default()
}
