//! Makes one style sheet of those in `style/`.

use std::path::Path;

use anyhow::Result;

use crate::files;

/// All style sheets of a folder, in the order of their names: `00-tokens.css` before `10-base.css`.
pub(crate) fn sheet(folder: &Path) -> Result<String> {
    let mut sheet = String::new();
    for path in files::below(folder)?.iter().filter(|path| path.extension().is_some_and(|e| e == "css")) {
        sheet.push_str(std::str::from_utf8(&files::read(&folder.join(path))?)?);
        sheet.push('\n');
    }
    Ok(sheet)
}

/// Replaces each `url(/path)` of the sheet by what `address` knows for that path.
pub(crate) fn readdress(
    sheet: &str,
    mut address: impl FnMut(&str) -> Result<Option<String>>,
) -> Result<String> {
    let mut out = String::with_capacity(sheet.len());
    let mut parts = sheet.split("url(");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push_str("url(");
        let Some((link, rest)) = part.split_once(')') else {
            out.push_str(part);
            continue;
        };
        let path = link.trim_matches(['"', '\'', ' ']);
        let known = path.strip_prefix('/').map(&mut address).transpose()?.flatten();
        out.push_str(known.as_deref().unwrap_or(link));
        out.push(')');
        out.push_str(rest);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_follow_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("10-base.css", "b"), ("00-tokens.css", "a"), ("notes.txt", "x")] {
            files::write(&folder.path().join(name), text.as_bytes()).unwrap();
        }
        assert_eq!(sheet(folder.path()).unwrap(), "a\nb\n");
    }

    #[test]
    fn known_addresses_are_replaced_and_others_kept() {
        let css = "a{src:url('/fonts/a.woff2') format('woff2')}b{c:url(data:x)}d{e:url(/other.svg)}";
        let out = readdress(css, |path| Ok((path == "fonts/a.woff2").then(|| "/pkg/a.1.woff2".to_owned())));
        assert_eq!(
            out.unwrap(),
            "a{src:url(/pkg/a.1.woff2) format('woff2')}b{c:url(data:x)}d{e:url(/other.svg)}"
        );
    }
}
