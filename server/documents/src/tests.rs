use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use crate::*;

/// A picture whose left half is red and whose right half is blue, wider than high.
fn picture(format: ImageFormat) -> Vec<u8> {
    let drawn = RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([220, 0, 0]) } else { Rgb([0, 0, 220]) });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(drawn).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A PDF of so many pages, with what `more` adds to it.
fn pdf(pages: usize, more: impl FnOnce(&mut Document, &mut Dictionary)) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let kids: Vec<Object> = (0..pages)
        .map(|_| {
            let content = document.add_object(Stream::new(dictionary! {}, b"0 0 m 9 9 l S".to_vec()));
            let page = dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content,
                "MediaBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
            };
            document.add_object(page).into()
        })
        .collect();
    let count = kids.len() as i64;
    let root = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(tree, root.into());
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => tree };
    more(&mut document, &mut catalog);
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// A photograph of a telephone: red to the left, blue to the right, with the place where it was taken.
fn heic_with_place() -> Vec<u8> {
    let drawn = RgbImage::from_fn(64, 32, |x, _| if x < 32 { Rgb([220, 0, 0]) } else { Rgb([0, 0, 220]) });
    let rgba: Vec<u16> =
        drawn.pixels().flat_map(|Rgb(color)| [color[0], color[1], color[2], 255].map(u16::from)).collect();
    let picture = heifer::Image { width: 64, height: 32, bit_depth: 8, has_alpha: false, data: rgba };
    let metadata =
        heifer::Metadata { xmp: Some(b"GPSLatitude 42.3601 N".to_vec()), ..heifer::Metadata::default() };
    heifer::encode_with_metadata(&picture, &metadata, &heifer::EncodeOptions::default()).unwrap()
}

fn zip() -> Vec<u8> {
    let mut archive = b"PK\x03\x04 a file called run.exe".to_vec();
    archive.extend(b"PK\x05\x06");
    archive.extend([0; 18]);
    archive
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut checksum = flate2::Crc::new();
    checksum.update(kind);
    checksum.update(data);
    [&(data.len() as u32).to_be_bytes(), kind.as_slice(), data, &checksum.sum().to_be_bytes()].concat()
}

/// A PNG that says it has so many pixels, in a few bytes.
fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&[0; 4096]).unwrap();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunk(b"IDAT", &packed.finish().unwrap()),
        chunk(b"IEND", &[]),
    ]
    .concat()
}

/// A JPEG that says in its metadata to turn it a quarter to the right, and where it was taken.
fn jpeg_with_place() -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    exif.extend([0, 2]);
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    exif.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0x26]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(b"GPSLatitude 42.3601 N");
    let length = (exif.len() as u16 + 2).to_be_bytes();
    let plain = picture(ImageFormat::Jpeg);
    [&plain[..2], &[0xff, 0xe1], &length, &exif, &plain[2..]].concat()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    sniff::find(bytes, needle).is_some()
}

#[test]
fn what_is_whole_is_taken_and_written_anew() {
    for (bytes, kind, pages) in [
        (picture(ImageFormat::Jpeg), Kind::Jpeg, 1),
        (picture(ImageFormat::Png), Kind::Png, 1),
        (pdf(1, |_, _| {}), Kind::Pdf, 1),
        (pdf(40, |_, _| {}), Kind::Pdf, 40),
    ] {
        let clean = inspect(&bytes).unwrap();
        assert_eq!((clean.kind, clean.pages), (kind, pages));
        assert_eq!(inspect(&clean.bytes).unwrap().kind, kind, "what is kept can be read again");
        assert_eq!(Kind::of_media_type(kind.media_type()), Some(kind));
    }
}

#[test]
fn a_photograph_of_a_telephone_is_kept_as_jpeg_without_its_place() {
    let photo = heic_with_place();
    assert!(holds(&photo, b"GPSLatitude"));
    let clean = inspect(&photo).unwrap();
    assert_eq!((clean.kind, clean.pages), (Kind::Jpeg, 1));
    assert!(!holds(&clean.bytes, b"GPSLatitude"));
    let drawn = image::load_from_memory(&clean.bytes).unwrap();
    assert_eq!(drawn.dimensions(), (64, 32));
    let (left, right) = (drawn.get_pixel(8, 16), drawn.get_pixel(56, 16));
    assert!(left[0] > 180 && left[2] < 60, "{left:?}");
    assert!(right[2] > 180 && right[0] < 60, "{right:?}");

    for cut in [photo.len() / 4, photo.len() / 2, photo.len() - 1] {
        assert_eq!(inspect(&photo[..cut]), Err(Refusal::Damaged), "{cut}");
    }
    for behind in [&b"#!/bin/sh"[..], &zip(), &pdf(1, |_, _| {})] {
        assert_eq!(inspect(&[&photo, behind].concat()), Err(Refusal::Polyglot));
    }
    // It says that it is large, in a few bytes.
    let mut bomb = photo.clone();
    let size = sniff::find(&bomb, b"ispe").unwrap() + 8;
    bomb[size..size + 8].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    assert_eq!(inspect(&bomb), Err(Refusal::Bomb));
}

#[test]
fn only_the_content_says_what_a_file_is() {
    for (bytes, refusal) in [
        (&b""[..], Refusal::Empty),
        (b"MZ\x90\0 a program that calls itself certificate.pdf", Refusal::WrongType),
        (b"<html><script>alert(1)</script></html>", Refusal::WrongType),
        (b"GIF89a\x01\0\x01\0", Refusal::WrongType),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", Refusal::WrongType),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Refusal::Damaged),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1", Refusal::Damaged),
        (b"%PDF-1.7 and nothing more", Refusal::Damaged),
        (b"%PDF-1.7\n%%EOF\n", Refusal::Damaged),
        (b"\xff\xd8\xff\xe0", Refusal::Damaged),
    ] {
        assert_eq!(inspect(bytes), Err(refusal), "{:?}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(inspect(&vec![b'%'; LARGEST + 1]), Err(Refusal::TooLarge));
}

#[test]
fn a_file_of_two_kinds_is_refused() {
    let (jpeg, png, page) = (picture(ImageFormat::Jpeg), picture(ImageFormat::Png), pdf(1, |_, _| {}));
    let commented = {
        let mut text = b"%PDF-1.4 1 0 obj".to_vec();
        let length = (text.len() as u16 + 2).to_be_bytes();
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend([0xff, 0xfe]);
        bytes.extend(length);
        bytes.append(&mut text);
        bytes.extend(&jpeg[2..]);
        bytes
    };
    let mut hidden_zip = [page.clone(), zip()].concat();
    let at = hidden_zip.len() - 2;
    hidden_zip[at] = 6;
    hidden_zip.extend(b"\n%%EOF");
    for (name, bytes) in [
        ("archive behind a JPEG", [jpeg.clone(), zip()].concat()),
        ("archive behind a PNG", [png.clone(), zip()].concat()),
        ("archive behind a PDF", [page.clone(), zip()].concat()),
        ("archive that ends as a PDF", hidden_zip),
        ("page behind a JPEG", [jpeg.clone(), b"<script>alert(1)</script>".to_vec()].concat()),
        ("PDF inside of a JPEG", commented),
        ("PDF behind something else", [b"GIF89a ".to_vec(), page.clone()].concat()),
    ] {
        assert_eq!(inspect(&bytes), Err(Refusal::Polyglot), "{name}");
    }
    // Cameras put smaller pictures and a film behind a photograph, programs blanks behind a document.
    for bytes in [
        [jpeg.clone(), vec![0; 7], jpeg.clone(), b"\0\0\0\x18ftypmp42 film".to_vec()].concat(),
        [page, b"\r\n\0\0".to_vec()].concat(),
    ] {
        let clean = inspect(&bytes).unwrap();
        assert!(!holds(&clean.bytes, b"film"));
    }
}

#[test]
fn what_unpacks_to_too_much_is_never_unpacked() {
    let begun = std::time::Instant::now();
    assert_eq!(inspect(&png_bomb(60_000, 60_000)), Err(Refusal::Bomb));
    assert_eq!(inspect(&png_bomb(u32::MAX >> 1, 1)), Err(Refusal::Bomb));
    let mut jpeg = picture(ImageFormat::Jpeg);
    let frame = sniff::find(&jpeg, &[0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(inspect(&jpeg), Err(Refusal::Bomb));

    let declared = pdf(1, |document, _| {
        let picture = dictionary! { "Subtype" => "Image", "Width" => 60_000, "Height" => 60_000 };
        document.add_object(Stream::new(picture, vec![0; 16]));
    });
    assert_eq!(inspect(&declared), Err(Refusal::Bomb));
    assert!(begun.elapsed().as_secs() < 20);
}

#[test]
fn deflated_parts_of_a_document_are_counted_together() {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    for _ in 0..48 {
        packed.write_all(&[b' '; 1024 * 1024]).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 64 * 1024);
    let file = pdf(1, |document, _| {
        for _ in 0..12 {
            document.add_object(Stream::new(dictionary! { "Filter" => "FlateDecode" }, packed.clone()));
        }
    });
    assert_eq!(inspect(&file), Err(Refusal::Bomb));
}

#[test]
fn a_document_has_forty_pages_at_most() {
    for pages in [41, 300] {
        assert_eq!(inspect(&pdf(pages, |_, _| {})), Err(Refusal::TooManyPages), "{pages}");
    }
    assert_eq!(inspect(&pdf(0, |_, _| {})), Err(Refusal::Damaged));
}

#[test]
fn a_document_that_acts_or_carries_files_is_refused() {
    let script = |document: &mut Document, catalog: &mut Dictionary| {
        let action = document.add_object(dictionary! {
            "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)"),
        });
        catalog.set("OpenAction", action);
    };
    let launch = |_: &mut Document, catalog: &mut Dictionary| {
        let action = dictionary! { "S" => "Launch", "F" => Object::string_literal("run.exe") };
        catalog.set("AA", dictionary! { "WC" => action });
    };
    let attachment = |document: &mut Document, catalog: &mut Dictionary| {
        let file = document.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, vec![1]));
        let names = dictionary! { "Names" => vec![Object::string_literal("a"), file.into()] };
        catalog.set("Names", dictionary! { "EmbeddedFiles" => names });
    };
    assert_eq!(inspect(&pdf(1, script)), Err(Refusal::Active));
    assert_eq!(inspect(&pdf(1, launch)), Err(Refusal::Active));
    assert_eq!(inspect(&pdf(1, attachment)), Err(Refusal::Active));
}

#[test]
fn an_encrypted_document_is_refused() {
    for password in ["", "secret"] {
        let bytes = pdf(1, |document, _| {
            let id = Object::string_literal("0123456789abcdef");
            document.trailer.set("ID", vec![id.clone(), id]);
        });
        let mut document = Document::load_mem(&bytes).unwrap();
        let version = lopdf::EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut locked = Vec::new();
        document.save_to(&mut locked).unwrap();
        assert_eq!(inspect(&locked), Err(Refusal::Encrypted), "password {password:?}");
    }
}

#[test]
fn what_ends_too_early_is_refused() {
    for bytes in [picture(ImageFormat::Jpeg), picture(ImageFormat::Png), pdf(3, |_, _| {})] {
        for kept in [bytes.len() / 2, bytes.len() - 9] {
            assert_eq!(inspect(&bytes[..kept]), Err(Refusal::Damaged), "{kept} of {}", bytes.len());
        }
    }
}

#[test]
fn a_photograph_is_turned_upright_and_forgets_where_it_was_taken() {
    let sent = jpeg_with_place();
    assert!(holds(&sent, b"GPSLatitude"));
    let clean = inspect(&sent).unwrap();
    assert!(!holds(&clean.bytes, b"Exif") && !holds(&clean.bytes, b"GPS"));
    let upright = image::load_from_memory(&clean.bytes).unwrap();
    assert_eq!(upright.dimensions(), (32, 64));
    let (top, bottom) = (upright.get_pixel(16, 4), upright.get_pixel(16, 60));
    assert!(top[0] > 150 && bottom[2] > 150, "{top:?} above {bottom:?}");
}

#[test]
fn a_document_forgets_who_made_it_and_where_its_photographs_were_taken() {
    let sent = pdf(1, |document, catalog| {
        let about = dictionary! { "Author" => Object::string_literal("Marisol Thistlewood") };
        let about = document.add_object(about);
        document.trailer.set("Info", about);
        let xmp =
            Stream::new(dictionary! { "Type" => "Metadata" }, b"<x:xmpmeta>Marisol</x:xmpmeta>".to_vec());
        let xmp = document.add_object(xmp);
        catalog.set("Metadata", xmp);
        let photograph = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 64, "Height" => 32, "Filter" => "DCTDecode",
        };
        let photograph = document.add_object(Stream::new(photograph, jpeg_with_place()));
        catalog.set("Photograph", photograph);
    });
    assert!(holds(&sent, b"Marisol") && holds(&sent, b"GPSLatitude"));
    let clean = inspect(&sent).unwrap();
    assert!(!holds(&clean.bytes, b"Marisol") && !holds(&clean.bytes, b"GPS"));
    assert!(holds(&clean.bytes, &[0xff, 0xd8, 0xff]), "the photograph itself stays");
}

#[test]
fn every_refusal_has_a_key_of_its_own() {
    let keys: std::collections::BTreeSet<_> = Refusal::ALL.iter().map(|refusal| refusal.as_str()).collect();
    assert_eq!(keys.len(), Refusal::ALL.len());
}
