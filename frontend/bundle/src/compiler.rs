//! Finds a compiler that builds for the browser, and installs one where there is none.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::command::{cargo, read};
use crate::{debian, step};

/// The target of the islands.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// A compiler for [`TARGET`].
pub(crate) enum Compiler {
    /// The tool chain that builds the server, with the target's standard library; or with that library's
    /// source, where it is there: built for size with the islands it is a tenth less to load.
    Ordinary,
    /// Debian's, which builds the standard library from its packaged source.
    Packaged,
}

impl Compiler {
    /// Takes what is there; else adds the target to rustup's tool chain; else installs Debian's compiler.
    pub(crate) fn find() -> Result<Self> {
        let added =
            || step::quiet("look for the compiler's WebAssembly target", |_| Ok(rustup_adds_target()));
        if has_target() || (!has_packaged() && added()?) {
            if !has_source() {
                step::quiet("look for the standard library's source", |_| Ok(rustup_adds_source()))?;
            }
            return Ok(Self::Ordinary);
        }
        if !has_packaged() {
            debian::install("A compiler for WebAssembly", &["rustc-web", "cargo-web", "rust-web-src"])
                .with_context(|| format!("`rustup target add {TARGET}` did not work"))?;
        }
        Ok(Self::Packaged)
    }

    /// A `cargo build` for the browser, still without saying of what.
    pub(crate) fn build(&self) -> Result<Command> {
        let mut build = match self {
            Self::Ordinary => cargo(),
            Self::Packaged => packaged_cargo()?,
        };
        build.args(["build", "--target", TARGET]);
        if matches!(self, Self::Packaged) || has_source() {
            // Building the standard library from source is not a stable feature of cargo.
            build.env("RUSTC_BOOTSTRAP", "1");
            build.args(["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
        }
        Ok(build)
    }
}

fn has_target() -> bool {
    let libraries = read(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    libraries.is_ok_and(|folder| {
        let mut files = Path::new(&folder).read_dir().into_iter().flatten().flatten();
        files.any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
    })
}

fn has_source() -> bool {
    let sysroot = read(Command::new("rustc").args(["--print", "sysroot"]));
    sysroot.is_ok_and(|folder| Path::new(&folder).join("lib/rustlib/src/rust/library/std").exists())
}

fn rustup_adds_target() -> bool {
    rustup_adds(&["target", "add", TARGET]) && has_target()
}

fn rustup_adds_source() -> bool {
    rustup_adds(&["component", "add", "rust-src"]) && has_source()
}

fn rustup_adds(what: &[&str]) -> bool {
    let mut rustup = Command::new("rustup");
    rustup.args(what).stdout(Stdio::null()).stderr(Stdio::null());
    rustup.status().is_ok_and(|status| status.success())
}

fn has_packaged() -> bool {
    let sysroot = read(Command::new("/usr/bin/rustc").args(["--print", "sysroot"]));
    Path::new("/usr/bin/cargo").exists()
        && sysroot.is_ok_and(|folder| Path::new(&folder).join("lib/rustlib/src/rust/library/std").exists())
}

fn packaged_cargo() -> Result<Command> {
    let mut cargo = Command::new("/usr/bin/cargo");
    // Whatever the rustup side set for itself is about another compiler: wrappers, flags, libraries.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let ours = text.starts_with("CARGO_HTTP") || text.starts_with("CARGO_NET") || text == "CARGO_HOME";
        if (text.starts_with("CARGO") && !ours) || text.starts_with("RUST") || text == "LD_LIBRARY_PATH" {
            cargo.env_remove(name);
        }
    }
    cargo.env("RUSTC", "/usr/bin/rustc");
    if let Some(linker) = rustup_linker() {
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    }
    Ok(cargo)
}

/// Debian's compiler comes without a WebAssembly linker; rustup's tool chains all have one.
fn rustup_linker() -> Option<PathBuf> {
    let sysroot = read(Command::new("rustc").args(["--print", "sysroot"])).ok()?;
    let host = read(Command::new("rustc").args(["--print", "host-tuple"])).ok()?;
    let linker = Path::new(&sysroot).join("lib/rustlib").join(host).join("bin/rust-lld");
    linker.exists().then_some(linker)
}
