//! What PDF/UA-1 (ISO 14289-1) asks of a file, looked for with another library than the one that wrote it. Not
//! the whole standard: the structure that a screen reader needs.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod fixture;

use fixture::{packet, reimbursements};
use letters::packet::packet as print_packet;
use letters::reimbursement_list::reimbursement_list;
use letters::{Language, Paper, Size};
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};

fn letters() -> Vec<(String, Vec<u8>)> {
    let mut letters = vec![("list".to_owned(), reimbursement_list(&reimbursements()).unwrap().bytes)];
    for language in Language::ALL {
        for size in Size::ALL {
            let paper = Paper { language, size };
            letters.push((format!("{paper:?}"), print_packet(&packet(paper)).unwrap().bytes));
        }
    }
    letters
}

fn resolved<'a>(document: &'a Document, of: &'a Dictionary, name: &str) -> &'a Object {
    let object = of.get(name.as_bytes()).unwrap_or_else(|_| panic!("{name} is missing in {of:?}"));
    document.dereference(object).unwrap().1
}

#[test]
fn the_catalog_says_that_it_is_tagged_in_which_language_and_shows_its_title() {
    for (name, bytes) in letters() {
        let document = Document::load_mem(&bytes).unwrap();
        let catalog = document.catalog().unwrap();
        let marked = resolved(&document, catalog, "MarkInfo").as_dict().unwrap();
        assert!(marked.get(b"Marked").unwrap().as_bool().unwrap(), "{name}");
        let language = resolved(&document, catalog, "Lang").as_str().unwrap();
        let expected: &[u8] = if name.contains("Es") { b"es" } else { b"en" };
        assert!(language.starts_with(expected), "{name}: {language:?}");
        let preferences = resolved(&document, catalog, "ViewerPreferences").as_dict().unwrap();
        assert!(preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap(), "{name}");

        let metadata = resolved(&document, catalog, "Metadata").as_stream().unwrap();
        let xmp = metadata.get_plain_content().unwrap_or_else(|_| metadata.content.clone());
        let xmp = String::from_utf8(xmp).unwrap();
        assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"), "{name}: {xmp}");
        assert!(xmp.contains("<dc:title>"), "{name}: {xmp}");
    }
}

#[test]
fn everything_on_a_page_is_tagged_or_an_artifact() {
    for (name, bytes) in letters() {
        let document = Document::load_mem(&bytes).unwrap();
        for (number, page) in document.get_pages() {
            let content = Content::decode(&document.get_page_content(page)).unwrap();
            let mut depth = 0;
            for operation in &content.operations {
                match operation.operator.as_str() {
                    "BDC" | "BMC" => depth += 1,
                    "EMC" => depth -= 1,
                    "Tj" | "TJ" | "'" | "\"" | "f" | "f*" | "S" | "s" | "B" | "b" | "Do" | "sh" => {
                        assert!(depth > 0, "{name}, page {number}: {operation:?} is not marked");
                    }
                    _ => {}
                }
            }
            assert_eq!(depth, 0, "{name}, page {number}");
        }
    }
}

#[test]
fn every_font_is_embedded_and_says_which_letters_it_draws() {
    for (name, bytes) in letters() {
        let document = Document::load_mem(&bytes).unwrap();
        let mut fonts = 0;
        for object in document.objects.values() {
            let Ok(font) = object.as_dict() else { continue };
            match font.get(b"Type").and_then(Object::as_name) {
                Ok(b"Font") if font.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type0") => {
                    fonts += 1;
                    assert!(font.has(b"ToUnicode"), "{name}: {font:?}");
                }
                Ok(b"FontDescriptor") => {
                    let embedded = [&b"FontFile"[..], b"FontFile2", b"FontFile3"];
                    assert!(embedded.iter().any(|kind| font.has(kind)), "{name}: {font:?}");
                }
                _ => {}
            }
        }
        assert!(fonts > 0, "{name}");
    }
}

/// A structure element and those below it, as (type, children).
#[derive(Debug)]
struct Tag {
    kind: String,
    children: Vec<Tag>,
}

fn tags(document: &Document, of: &Dictionary) -> Vec<Tag> {
    let Ok(kids) = of.get(b"K") else { return Vec::new() };
    let kids = document.dereference(kids).unwrap().1;
    let kids = match kids {
        Object::Array(kids) => kids.clone(),
        one => vec![one.clone()],
    };
    let mut found = Vec::new();
    for kid in kids {
        let Ok(element) = document.dereference(&kid).unwrap().1.as_dict() else { continue };
        if let Ok(kind) = element.get(b"S").and_then(Object::as_name) {
            let kind = String::from_utf8_lossy(kind).into_owned();
            found.push(Tag { kind, children: tags(document, element) });
        }
    }
    found
}

fn all<'a>(tags: &'a [Tag], found: &mut Vec<&'a Tag>) {
    for tag in tags {
        found.push(tag);
        all(&tag.children, found);
    }
}

#[test]
fn headings_go_down_by_one_and_tables_have_headers() {
    for (name, bytes) in letters() {
        let document = Document::load_mem(&bytes).unwrap();
        let root = resolved(&document, document.catalog().unwrap(), "StructTreeRoot").as_dict().unwrap();
        let tree = tags(&document, root);
        let mut every = Vec::new();
        all(&tree, &mut every);

        let mut before = 0;
        let mut headings = 0;
        for level in every.iter().filter_map(|tag| tag.kind.strip_prefix('H')?.parse::<u32>().ok()) {
            assert!(level <= before + 1, "{name}: a heading of level {level} after one of {before}");
            before = level;
            headings += 1;
        }
        assert!(headings > 0 && tree.iter().all(|tag| tag.kind == "Document"), "{name}: {tree:?}");

        let tables: Vec<_> = every.iter().filter(|tag| tag.kind == "Table").collect();
        assert!(!tables.is_empty(), "{name}");
        for table in tables {
            let mut below = Vec::new();
            all(&table.children, &mut below);
            assert!(below.iter().any(|tag| tag.kind == "TH"), "{name}: {table:?}");
            for row in below.iter().filter(|tag| tag.kind == "TR") {
                assert!(row.children.iter().all(|cell| cell.kind == "TH" || cell.kind == "TD"), "{name}");
            }
        }
        for list in every.iter().filter(|tag| tag.kind == "L") {
            assert!(list.children.iter().all(|item| item.kind == "LI"), "{name}: {list:?}");
        }
    }
}
