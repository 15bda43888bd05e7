//! Many letters in one file, for a print shop. The pages look the same; the tags of the single letters, which
//! only say something of their own file, are left out: who reads with a screen reader gets the single one.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use crate::{Error, Pdf};

/// Puts letters together, in their order. The same letters make the same bytes.
pub fn merge(letters: impl IntoIterator<Item = Vec<u8>>) -> Result<Pdf, Error> {
    let mut whole = Document::with_version("1.7");
    let pages_id = whole.new_object_id();
    let mut kids: Vec<Object> = Vec::new();
    for letter in letters {
        let mut letter = Document::load_mem(&letter)?;
        untag(&mut letter)?;
        letter.prune_objects();
        letter.renumber_objects_with(whole.max_id + 1);
        for page_id in letter.get_pages().into_values().collect::<Vec<_>>() {
            let mut page = inherited(&letter, page_id)?;
            page.set("Parent", pages_id);
            page.remove(b"StructParents");
            page.remove(b"Tabs");
            letter.set_object(page_id, page);
            kids.push(page_id.into());
        }
        whole.max_id = letter.max_id;
        // The page trees and catalogs that they came with are found by nothing now.
        whole.objects.append(&mut letter.objects);
    }
    let count = kids.len();
    whole.set_object(pages_id, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count as i64 });
    let catalog = whole.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages_id });
    whole.trailer.set("Root", catalog);
    whole.prune_objects();
    let mut bytes = Vec::new();
    whole.save_modern(&mut bytes).map_err(lopdf::Error::from)?;
    Ok(Pdf { bytes, pages: count })
}

fn untag(letter: &mut Document) -> Result<(), Error> {
    let catalog = letter.catalog_mut()?;
    for name in [&b"StructTreeRoot"[..], b"MarkInfo", b"Outlines", b"Metadata"] {
        catalog.remove(name);
    }
    Ok(())
}

/// A page with what it has from the nodes above it.
fn inherited(letter: &Document, id: ObjectId) -> Result<Dictionary, Error> {
    let mut page = letter.get_dictionary(id)?.clone();
    let mut above = page.get(b"Parent").and_then(Object::as_reference).ok();
    while let Some(node) = above {
        let node = letter.get_dictionary(node)?;
        for name in [&b"Resources"[..], b"MediaBox", b"CropBox", b"Rotate"] {
            if let (false, Ok(value)) = (page.has(name), node.get(name)) {
                page.set(name, value.clone());
            }
        }
        above = node.get(b"Parent").and_then(Object::as_reference).ok();
    }
    Ok(page)
}
