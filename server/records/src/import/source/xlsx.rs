//! XLSX: the first sheet, its first row the header. Cells become the text that CSV would have: dates in
//! ISO 8601, numbers plain, percentages with their sign.

use std::collections::HashSet;
use std::io::BufReader;

use calamine::{DataRef, Reader, Style, Xlsx};
use csv::StringRecord;

use super::{Batches, Bytes, RawRow, Sink, Source};
use crate::import::Stop;

pub(super) fn read(source: &Source, content: Box<dyn Bytes>, sink: &Sink<'_>) -> Result<(), Stop> {
    let broken = |error: calamine::XlsxError| source.unusable(format!("the workbook can't be read: {error}"));
    let mut workbook = Xlsx::new(BufReader::new(content)).map_err(broken)?;
    let sheet = workbook.sheet_names().first().cloned();
    let sheet = sheet.ok_or_else(|| source.unusable("the workbook has no sheet"))?;
    for merged in workbook.merge_cells_by_sheet_name(&sheet).map_err(broken)? {
        if merged.start.0 == 0 {
            return Err(source.unusable(format!(
                "header cells {}:{} are merged; each column needs a header cell of its own",
                cell_name(merged.start),
                cell_name(merged.end)
            )));
        }
    }

    let mut cells = workbook.worksheet_cells_reader(&sheet).map_err(broken)?;
    let percentages = percentages(cells.styles());
    let mut batches = Batches::new(sink);
    let mut row = Row { number: 0, cells: Vec::new() };
    let mut header_sent = false;
    loop {
        let next = cells.next_cell_with_style_id().map_err(broken)?;
        let cell = next.as_ref().map(|(cell, style)| (cell.get_position(), cell.get_value(), *style));
        if let Some(((number, column), value, style)) = cell
            && u64::from(number) + 1 == row.number
        {
            row.put(column as usize, text(value, percentages.contains(&style)));
            continue;
        }
        if row.number > 0 {
            let done = std::mem::replace(&mut row, Row { number: 0, cells: Vec::new() });
            let blank = done.cells.iter().all(String::is_empty);
            let listening = match header_sent {
                false => {
                    header_sent = true;
                    sink.header(done.cells.into_iter())
                }
                true if blank => true,
                true => batches.push(RawRow {
                    number: done.number,
                    cells: StringRecord::from(done.cells),
                    unreadable: None,
                }),
            };
            if !listening {
                return Ok(());
            }
        }
        let Some(((number, column), value, style)) = cell else { break };
        row.number = u64::from(number) + 1;
        row.put(column as usize, text(value, percentages.contains(&style)));
    }
    batches.flush();
    Ok(())
}

/// A row that is being gathered.
struct Row {
    number: u64,
    cells: Vec<String>,
}

/// The widest sheet that is read; a cell beyond it is a slip of the hand, and no reason to fill memory.
const WIDEST: usize = 256;

impl Row {
    fn put(&mut self, column: usize, text: String) {
        if text.is_empty() {
            return;
        }
        let column = column.min(WIDEST);
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
    }
}

fn text(value: &DataRef<'_>, is_percentage: bool) -> String {
    match value {
        DataRef::Float(number) if is_percentage => format!("{}%", plain(number * 100.0)),
        DataRef::Int(number) if is_percentage => format!("{}%", number * 100),
        DataRef::Float(number) => plain(*number),
        DataRef::Int(number) => number.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(moment) => match moment.to_ymd_hms_milli() {
            (year, month, day, 0, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
            (year, month, day, hour, minute, ..) => {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
            }
        },
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A number without the noise of binary fractions: 968.4200000000001 is 968.42.
fn plain(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn percentages(styles: &[Style]) -> HashSet<usize> {
    let is_percentage = |style: &Style| {
        style.number_format.as_ref().is_some_and(|format| {
            format.format_code.contains('%') || matches!(format.format_id, Some(9 | 10))
        })
    };
    styles.iter().enumerate().filter(|(_, style)| is_percentage(style)).map(|(place, _)| place).collect()
}

fn cell_name((row, column): (u32, u32)) -> String {
    let (mut letters, mut left) = (String::new(), column + 1);
    while left > 0 {
        left -= 1;
        letters.insert(0, char::from(b'A' + (left % 26) as u8));
        left /= 26;
    }
    format!("{letters}{}", row + 1)
}
