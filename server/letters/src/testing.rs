//! For tests: what a PDF says, read by a program that has no part in making it.
#![allow(clippy::expect_used, reason = "a test that can't read what it looks at can only stop")]

use std::io::Write;
use std::process::{Command, Stdio};

/// The text of each page, by poppler's `pdftotext`, with one blank for every space between words.
///
/// # Panics
/// Where there is no `pdftotext`, or it can't read the file.
pub fn pages(pdf: &[u8]) -> Vec<String> {
    let mut poppler = Command::new("pdftotext")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext, of poppler-utils, reads the letters");
    let mut input = poppler.stdin.take().expect("it is piped");
    let output = std::thread::scope(|scope| {
        scope.spawn(move || input.write_all(pdf).expect("pdftotext takes the file"));
        poppler.wait_with_output().expect("pdftotext ends")
    });
    assert!(output.status.success(), "pdftotext can't read the file");
    let said = String::from_utf8(output.stdout).expect("it writes UTF-8");
    let mut pages: Vec<String> =
        said.split('\u{c}').map(|page| page.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    // A form feed stands behind each page, the last one too.
    pages.pop();
    pages
}
