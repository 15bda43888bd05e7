//! CSV: UTF-8, with or without a byte order mark, comma, quotes as RFC 4180 has them.

use std::io::Read;

use csv::{ByteRecord, ReaderBuilder, StringRecord};

use super::{Batches, Bytes, RawRow, Sink, Source};
use crate::import::Stop;

/// The longest row that is read: a quote that nobody closes must not pull a whole file into memory.
const LONGEST_ROW: usize = 1 << 20;

pub(super) fn read(source: &Source, content: Box<dyn Bytes>, sink: &Sink<'_>) -> Result<(), Stop> {
    // The added line end makes the last row end like the others, which counting rows needs.
    let limited = Limited { inner: content.chain(&b"\n"[..]), since_row: 0 };
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(limited);
    let mut record = ByteRecord::new();
    let mut batches = Batches::new(sink);
    let (mut number, mut line, mut is_header) = (0, 1, true);
    loop {
        reader.get_mut().since_row = 0;
        let more = reader.read_byte_record(&mut record).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => source.unusable(
                format!("the row after row {number} does not end within a megabyte; is a quote left open?"),
            ),
            csv::ErrorKind::Io(error) => source.at(error).into(),
            _ => source.unusable("the file is not CSV"),
        })?;
        if !more {
            break;
        }
        number += rows_taken(&record, &mut line, reader.position().line());
        if is_header {
            let header = StringRecord::from_byte_record(record.clone()).map_err(|error| {
                source.unusable(format!(
                    "the header is not UTF-8 text: {}",
                    bad_byte(&record, error.utf8_error())
                ))
            })?;
            is_header = false;
            if !sink.header(header.iter().map(|cell| cell.trim().to_owned())) {
                return Ok(());
            }
            continue;
        }
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        let row = match StringRecord::from_byte_record(record.clone()) {
            Ok(mut cells) => {
                cells.trim();
                RawRow { number, cells, unreadable: None }
            }
            Err(error) => RawRow {
                number,
                cells: StringRecord::from_byte_record_lossy(record.clone()),
                unreadable: Some(format!(
                    "the row is not UTF-8 text: {}; save the file as CSV UTF-8",
                    bad_byte(&record, error.utf8_error())
                )),
            },
        };
        if !batches.push(row) {
            return Ok(());
        }
    }
    batches.flush();
    Ok(())
}

/// How many rows a spreadsheet counts from the last record to this one: blank lines are rows, line ends
/// inside of quotes are not.
fn rows_taken(record: &ByteRecord, line: &mut u64, now: u64) -> u64 {
    let inside = record.iter().flatten().filter(|byte| **byte == b'\n').count() as u64;
    let taken = now.saturating_sub(*line).saturating_sub(inside);
    *line = now;
    taken.max(1)
}

fn bad_byte(record: &ByteRecord, error: &csv::Utf8Error) -> String {
    let cell = error.field();
    let byte = record.get(cell).and_then(|cell| cell.get(error.valid_up_to()));
    let byte = byte.map_or(String::new(), |byte| format!(" is 0x{byte:02X}"));
    format!("byte {} of cell {}{byte}", error.valid_up_to() + 1, cell + 1)
}

/// Refuses to read on within a row that is too long.
struct Limited<R> {
    inner: R,
    since_row: usize,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.since_row > LONGEST_ROW {
            return Err(std::io::ErrorKind::InvalidData.into());
        }
        let length = self.inner.read(buffer)?;
        self.since_row += length;
        Ok(length)
    }
}
