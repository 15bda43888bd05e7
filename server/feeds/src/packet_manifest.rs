//! What is in a print file of packets, for the print shop and the office: CSV by RFC 4180, UTF-8, a line for each
//! packet in the order of the mail. `first_page` is its first page in the print file; a packet that could not be
//! made has none, and a word for why.

use thiserror::Error;

use crate::plain;

/// The file could not be made.
#[derive(Debug, Error)]
#[error("the manifest: {0}")]
pub struct Error(#[from] csv::Error);

/// A line of the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// Place in the mail, from 1.
    pub sequence: i64,
    /// The office's number of the person.
    pub person_ref: &'a str,
    /// Given and family name.
    pub name: &'a str,
    /// `en` or `es`; empty where there is no packet.
    pub language: &'a str,
    /// Pages; `None` where there is no packet.
    pub pages: Option<i64>,
    /// Why there is none; empty where there is one.
    pub problem: &'a str,
}

/// The file.
pub fn write<'a>(lines: impl IntoIterator<Item = Line<'a>>) -> Result<Vec<u8>, Error> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(["sequence", "number", "name", "language", "pages", "first_page", "problem"])?;
    let mut first_page = 1;
    for line in lines {
        let pages = line.pages.map(|pages| pages.to_string()).unwrap_or_default();
        file.write_record([
            line.sequence.to_string(),
            plain(line.person_ref),
            plain(line.name),
            plain(line.language),
            pages,
            line.pages.map(|_| first_page.to_string()).unwrap_or_default(),
            plain(line.problem),
        ])?;
        first_page += line.pages.unwrap_or(0);
    }
    Ok(file.into_inner().map_err(|error| csv::Error::from(error.into_error()))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_packet_has_its_first_page_in_the_print_file() {
        let line = |sequence, name, pages, problem| Line {
            sequence,
            person_ref: "R00009",
            name,
            language: "en",
            pages,
            problem,
        };
        let lines = [
            line(1, "Everett Pettingill", Some(7), ""),
            line(2, "=cmd()", None, "not_on_rolls"),
            line(3, "Dorothy Winterbourne", Some(9), ""),
        ];
        assert_eq!(
            String::from_utf8(write(lines).unwrap()).unwrap(),
            "sequence,number,name,language,pages,first_page,problem\r\n\
             1,R00009,Everett Pettingill,en,7,1,\r\n\
             2,R00009,'=cmd(),en,,,not_on_rolls\r\n\
             3,R00009,Dorothy Winterbourne,en,9,8,\r\n"
        );
    }
}
