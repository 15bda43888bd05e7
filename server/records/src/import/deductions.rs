//! A pension system's own file of deductions, read to be compared: nothing of it is written to the records.

use domain::code::PersonRef;
use domain::pension_list::Taken;

use super::Stop;
use super::columns::{Cells, Column, Columns, optional, required};
use super::report::Fault;
use super::source::Source;
use crate::error::Result;

const COLUMNS: [Column<'_>; 4] =
    [required("number"), optional("family_name"), optional("given_name"), required("amount")];

/// The most rows of a file.
const MOST_ROWS: usize = 100_000;

/// Reads the deductions of a CSV or XLSX file with the columns `number` and `amount`, and the names where it has
/// them. Everything that is wrong with it, by row and column, where something is.
pub async fn read_deductions(source: &Source) -> Result<Result<Vec<Taken>, Vec<Fault>>> {
    match read(source).await {
        Ok(read) => Ok(read),
        Err(Stop::Unusable(faults)) => Ok(Err(faults)),
        Err(Stop::Broken(error)) => Err(error),
    }
}

async fn read(source: &Source) -> Result<Result<Vec<Taken>, Vec<Fault>>, Stop> {
    let (header, mut rows) = source.rows().await?;
    let columns = Columns::new(source.name(), &header, &COLUMNS)?;
    let (mut taken, mut faults) = (Vec::new(), Vec::new());
    while let Some(batch) = rows.next().await? {
        for row in &batch {
            let mut cells = columns.read(row);
            match line(&mut cells) {
                Some(one) if cells.is_good() => taken.push(one),
                _ => faults.extend(cells.into_faults()),
            }
        }
        if taken.len() + faults.len() > MOST_ROWS {
            let why = format!("the file has more than {MOST_ROWS} rows");
            return Ok(Err(vec![Fault::whole(source.name(), 1, why)]));
        }
    }
    Ok(if faults.is_empty() { Ok(taken) } else { Err(faults) })
}

fn line(cells: &mut Cells<'_>) -> Option<Taken> {
    let (number, amount) = (cells.value::<PersonRef>("number"), cells.amount("amount"));
    let (family, given) = (cells.raw("family_name"), cells.raw("given_name"));
    let name = [family, given].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    Some(Taken { number: number?.to_string(), name, amount: amount?, row: cells.number() })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(text: &str) -> Result<Vec<Taken>, Vec<String>> {
        let source = Source::bytes("mtrs.csv", text.as_bytes());
        let read = read_deductions(&source).await.unwrap();
        read.map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    #[tokio::test]
    async fn deductions_are_read_by_the_names_of_their_columns() {
        let read =
            read("Amount,Number,Family name\n\"1,387.37\",R00010,Botelho\n\n5,R00011,\n").await.unwrap();
        let said: Vec<_> = read
            .iter()
            .map(|one| (one.number.as_str(), one.name.as_str(), one.amount.get(), one.row))
            .collect();
        assert_eq!(said, [("R00010", "Botelho", 138_737, 2), ("R00011", "", 500, 4)]);
    }

    #[tokio::test]
    async fn what_is_wrong_is_named_by_row_and_column() {
        let faults = read("number,amount\nR00010,12.345\n,5\nR00011,12\nr 1,x\n").await.unwrap_err();
        for part in [
            "row 2, column amount: \"12.345\"",
            "row 3, column number: empty",
            "row 5, column number",
            "row 5, column amount",
        ] {
            assert!(faults.iter().any(|fault| fault.contains(part)), "{part}: {faults:?}");
        }
        assert_eq!(faults.len(), 4);
        for (text, part) in [
            ("", "the file is empty"),
            ("number\nR00010\n", "column amount is missing"),
            ("number,amount,color\nR00010,1,red\n", "unknown column color"),
            ("PK\u{3}\u{4}not a workbook", "the workbook can't be read"),
        ] {
            let faults = read(text).await.unwrap_err();
            assert!(faults[0].contains(part), "{part}: {faults:?}");
        }
    }
}
