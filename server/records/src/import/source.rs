//! Rows out of a file, a few hundred at a time: a thread reads and parses, the importer writes, and a
//! short queue between them bounds the memory.

mod csv;
mod xlsx;

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::csv::StringRecord;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use super::Stop;
use super::report::Fault;
use crate::error::{Error, Result};

/// Rows that are handed over together.
pub(super) const BATCH: usize = 256;
/// Batches that may wait.
const QUEUE: usize = 2;

/// A file to import.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    File(PathBuf),
    Text(Arc<[u8]>),
}

/// A row as it stands in the file.
#[derive(Debug, Clone)]
pub(super) struct RawRow {
    /// As a spreadsheet counts: the header is row 1, blank rows count.
    pub(super) number: u64,
    /// Its cells, without blanks around them.
    pub(super) cells: StringRecord,
    /// Why it can't be read at all.
    pub(super) unreadable: Option<String>,
}

/// What the reading thread hands over. The header comes first.
enum Message {
    Header(Vec<String>),
    Rows(Vec<RawRow>),
    Stop(Stop),
}

/// The rows of a file that is being read.
pub(super) struct Rows {
    receiver: mpsc::Receiver<Message>,
}

impl Source {
    /// The CSV or XLSX file at `path`.
    pub fn file(path: impl Into<PathBuf>) -> Source {
        let path = path.into();
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Source { name, content: Content::File(path) }
    }

    /// CSV or XLSX that is in memory, under a name for messages.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Source {
        Source { name: name.into(), content: Content::Text(bytes.into()) }
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SHA-256 of its bytes, in hex.
    pub(super) async fn sha256(&self) -> Result<String> {
        let source = self.clone();
        let hashed = tokio::task::spawn_blocking(move || -> std::io::Result<String> {
            let mut hasher = Sha256::new();
            std::io::copy(&mut source.open()?, &mut hasher)?;
            Ok(hex::encode(hasher.finalize()))
        });
        hashed.await.map_err(|_| self.cant_read("the reading was cut off"))?.map_err(|error| self.at(error))
    }

    /// Its header, and its rows from the second on. A file without a header can't be used.
    pub(super) async fn rows(&self) -> Result<(Vec<String>, Rows), Stop> {
        let (sender, mut receiver) = mpsc::channel(QUEUE);
        let source = self.clone();
        tokio::task::spawn_blocking(move || {
            let sink = Sink { sender: &sender };
            if let Err(stop) = source.read(&sink) {
                sink.send(Message::Stop(stop));
            }
        });
        match receiver.recv().await {
            Some(Message::Header(header)) => Ok((header, Rows { receiver })),
            Some(Message::Stop(stop)) => Err(stop),
            _ => Err(self.unusable("the file is empty; its first row should name the columns")),
        }
    }

    fn read(&self, sink: &Sink<'_>) -> Result<(), Stop> {
        let mut content = self.open().map_err(|error| self.at(error))?;
        let mut start = [0; 8];
        let length = content.read(&mut start).map_err(|error| self.at(error))?;
        content.seek(SeekFrom::Start(0)).map_err(|error| self.at(error))?;
        let is_workbook = start[..length].starts_with(b"PK\x03\x04");
        if start[..length].starts_with(b"\xD0\xCF\x11\xE0") {
            return Err(
                self.unusable("the file is in an old or protected Excel format; save it as .xlsx or CSV")
            );
        }
        if is_workbook { xlsx::read(self, content, sink) } else { csv::read(self, content, sink) }
    }

    fn open(&self) -> std::io::Result<Box<dyn Bytes>> {
        Ok(match &self.content {
            Content::File(path) => Box::new(File::open(path)?),
            Content::Text(bytes) => Box::new(Cursor::new(bytes.clone())),
        })
    }

    fn at(&self, source: std::io::Error) -> Error {
        let path = match &self.content {
            Content::File(path) => path.as_path(),
            Content::Text(_) => Path::new(&self.name),
        };
        Error::File { path: path.display().to_string(), source }
    }

    fn cant_read(&self, why: &str) -> Error {
        self.at(std::io::Error::other(why.to_owned()))
    }

    fn unusable(&self, why: impl Into<String>) -> Stop {
        Stop::Unusable(vec![Fault::whole(&self.name, 1, why)])
    }
}

/// What rows are read from.
trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

/// Where the reading thread puts what it reads.
struct Sink<'a> {
    sender: &'a mpsc::Sender<Message>,
}

impl Sink<'_> {
    /// False once nobody is listening.
    fn send(&self, message: Message) -> bool {
        self.sender.blocking_send(message).is_ok()
    }

    fn header(&self, cells: impl Iterator<Item = String>) -> bool {
        self.send(Message::Header(cells.collect()))
    }
}

/// Gathers rows into batches.
struct Batches<'a> {
    sink: &'a Sink<'a>,
    rows: Vec<RawRow>,
}

impl<'a> Batches<'a> {
    fn new(sink: &'a Sink<'a>) -> Batches<'a> {
        Batches { sink, rows: Vec::with_capacity(BATCH) }
    }

    /// False once nobody is listening.
    fn push(&mut self, row: RawRow) -> bool {
        self.rows.push(row);
        self.rows.len() < BATCH || self.flush()
    }

    fn flush(&mut self) -> bool {
        let rows = std::mem::replace(&mut self.rows, Vec::with_capacity(BATCH));
        rows.is_empty() || self.sink.send(Message::Rows(rows))
    }
}

impl Rows {
    /// The next few rows; `None` after the last.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<RawRow>>, Stop> {
        match self.receiver.recv().await {
            Some(Message::Rows(rows)) => Ok(Some(rows)),
            Some(Message::Stop(stop)) => Err(stop),
            Some(Message::Header(_)) | None => Ok(None),
        }
    }
}
