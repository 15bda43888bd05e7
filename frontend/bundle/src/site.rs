//! Makes the folder that the portal serves: files named by their content, compressed ahead of time, and a
//! manifest that says what each is called now.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use indicatif::ProgressBar;
use sha2::{Digest, Sha256};

use crate::compiler::Compiler;
use crate::project::Project;
use crate::{files, step, style, wasm};

/// Kinds of files that compress well; the others are compressed already.
const COMPRESSED: [&str; 9] = ["css", "html", "js", "json", "svg", "ttf", "txt", "wasm", "xml"];

/// Builds the site, as far as its inputs changed since it was built.
pub(crate) fn build(project: &Project) -> Result<()> {
    fs::create_dir_all(&project.target)?;
    let lock = File::create(project.target.join("site.lock"))?;
    lock.lock().context("Another build of the site is running and does not end")?;

    let compiler = Compiler::find()?;
    let module = step::loud("islands", || wasm::compile(project, &compiler))?;
    let stamp_file = project.target.join("site.stamp");
    let stamp = stamp(project, &module)?;
    let site = project.site();
    if site.join("manifest.json").exists() && fs::read_to_string(&stamp_file).is_ok_and(|last| last == stamp)
    {
        return Ok(());
    }

    let bound = project.target.join("wasm/bound");
    step::quiet("bindings", |_| wasm::bind(&module, &bound))?;
    if let Some(optimiser) = wasm::optimiser(project) {
        step::quiet("smaller islands", |_| wasm::optimise(&optimiser, &bound.join("app_bg.wasm")))?;
    }
    // A portal may be serving the old folder; the new one takes its place when it is whole.
    let fresh = project.target.join("site.new");
    files::remove(&fresh)?;
    step::quiet("style sheet, public files, compression", |bar| {
        let mut site = Site { folder: fresh.clone(), manifest: BTreeMap::new() };
        site.fill(&bound, &project.root.join("public"), &project.root.join("style"))?;
        compress(&fresh, bar)
    })?;
    files::remove(&site)?;
    fs::rename(&fresh, &site)?;
    Ok(fs::write(stamp_file, stamp)?)
}

/// What each file of a built site is called, by its plain name.
pub(crate) fn manifest(site: &Path) -> Result<BTreeMap<String, String>> {
    Ok(serde_json::from_slice(&files::read(&site.join("manifest.json"))?)?)
}

/// A hash of all that the site is made of, this program included.
fn stamp(project: &Project, module: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(files::read(module)?);
    hash.update([u8::from(wasm::optimiser(project).is_some())]);
    for folder in ["style", "public", "frontend/bundle/src"] {
        let folder = project.root.join(folder);
        for path in files::below(&folder)? {
            let bytes = files::read(&folder.join(&path))?;
            hash.update(path.to_string_lossy().as_bytes());
            hash.update(bytes.len().to_le_bytes());
            hash.update(bytes);
        }
    }
    Ok(hex::encode(hash.finalize()))
}

struct Site {
    folder: PathBuf,
    manifest: BTreeMap<String, String>,
}

impl Site {
    fn fill(&mut self, bound: &Path, public: &Path, styles: &Path) -> Result<()> {
        for path in files::below(bound)? {
            let bytes = files::read(&bound.join(&path))?;
            if path.parent() == Some(Path::new("")) {
                self.name(&path, &bytes)?;
            } else {
                // `app.js` imports these by their path, which has a hash of their crate in it.
                files::write(&self.folder.join("pkg").join(&path), &bytes)?;
            }
        }
        for path in files::below(public)? {
            let bytes = files::read(&public.join(&path))?;
            let is_script = path.extension().is_some_and(|ending| ending == "js");
            if is_script && path.parent() == Some(Path::new("")) {
                self.name(&path, &bytes)?;
            } else {
                files::write(&self.folder.join(&path), &bytes)?;
            }
        }
        let sheet = style::readdress(&style::sheet(styles)?, |path| {
            let file = public.join(path);
            if file.is_file() { self.name(Path::new(path), &files::read(&file)?).map(Some) } else { Ok(None) }
        })?;
        self.name(Path::new("style.css"), sheet.as_bytes())?;
        files::write(&self.folder.join("manifest.json"), &serde_json::to_vec_pretty(&self.manifest)?)
    }

    /// Writes a file under a name that changes with its content, and returns its address.
    fn name(&mut self, path: &Path, bytes: &[u8]) -> Result<String> {
        let address = format!("/pkg/{}", fingerprinted(path, bytes));
        files::write(&self.folder.join(address.trim_start_matches('/')), bytes)?;
        self.manifest.insert(path.to_string_lossy().into_owned(), address.clone());
        Ok(address)
    }
}

fn fingerprinted(path: &Path, bytes: &[u8]) -> String {
    let print = &hex::encode(Sha256::digest(bytes))[..16];
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    path.with_extension(format!("{print}.{ending}")).to_string_lossy().into_owned()
}

/// Puts a `.br` and a `.gz` beside each file that is worth it.
fn compress(folder: &Path, bar: &ProgressBar) -> Result<()> {
    for path in files::below(folder)? {
        if !path.extension().is_some_and(|ending| COMPRESSED.iter().any(|known| ending == *known)) {
            continue;
        }
        bar.set_message(format!("compress {}", path.display()));
        let path = folder.join(path);
        let bytes = files::read(&path)?;
        for (ending, smaller) in [("br", brotli(&bytes)?), ("gz", gzip(&bytes)?)] {
            if smaller.len() < bytes.len() {
                let mut name = path.clone().into_os_string();
                name.push(".");
                name.push(ending);
                files::write(Path::new(&name), &smaller)?;
            }
        }
    }
    Ok(())
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &brotli::enc::BrotliEncoderParams::default())?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_content_only() {
        let name = |bytes| fingerprinted(Path::new("fonts/a.woff2"), bytes);
        assert_eq!(name(b"x"), name(b"x"));
        assert_ne!(name(b"x"), name(b"y"));
        assert!(name(b"x").starts_with("fonts/a.") && name(b"x").ends_with(".woff2"));
    }

    #[test]
    fn a_site_has_everything_under_the_names_of_its_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        for (path, text) in [
            ("bound/app.js", "import './snippets/x/inline0.js'"),
            ("bound/snippets/x/inline0.js", "export {}"),
            ("public/loader.js", "load()"),
            ("public/upload.js", "send()"),
            ("public/robots.txt", "User-agent: *"),
            ("public/fonts/a.woff2", "font"),
            ("style/00-tokens.css", "@font-face{src:url(/fonts/a.woff2)}"),
        ] {
            files::write(&at(path), text.as_bytes()).unwrap();
        }
        let mut site = Site { folder: at("site"), manifest: BTreeMap::new() };
        site.fill(&at("bound"), &at("public"), &at("style")).unwrap();
        compress(&at("site"), &ProgressBar::hidden()).unwrap();

        let keys: Vec<_> = site.manifest.keys().map(String::as_str).collect();
        assert_eq!(keys, ["app.js", "fonts/a.woff2", "loader.js", "style.css", "upload.js"]);
        for address in site.manifest.values() {
            assert!(at(&format!("site{address}")).is_file(), "{address}");
        }
        for path in ["site/robots.txt", "site/fonts/a.woff2", "site/pkg/snippets/x/inline0.js"] {
            assert!(at(path).is_file(), "{path}");
        }
        let sheet = fs::read_to_string(at(&format!("site{}", site.manifest["style.css"]))).unwrap();
        assert!(sheet.contains(&site.manifest["fonts/a.woff2"]));
    }

    #[test]
    fn compression_keeps_the_content() {
        let text = "benefits ".repeat(500);
        let packed = brotli(text.as_bytes()).unwrap();
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &packed[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
        assert!(gzip(text.as_bytes()).unwrap().len() < 200);
    }
}
