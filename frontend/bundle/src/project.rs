//! Where things are.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

/// The checkout and its folder for what is built.
pub(crate) struct Project {
    /// The workspace's root.
    pub(crate) root: PathBuf,
    /// Cargo's target directory.
    pub(crate) target: PathBuf,
}

impl Project {
    /// Finds the workspace around the current directory.
    pub(crate) fn find() -> Result<Self> {
        let here = env::current_dir()?;
        let root = here
            .ancestors()
            .find(|folder| folder.join("frontend/bundle/Cargo.toml").exists())
            .context("This folder is not inside the portal's checkout.")?
            .to_path_buf();
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |set| here.join(set));
        Ok(Self { root, target })
    }

    /// What the portal serves as files: style sheet, islands, icons.
    pub(crate) fn site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// The browser tests, and the Node packages they bring.
    pub(crate) fn end2end(&self) -> PathBuf {
        self.root.join("end2end")
    }

    /// The portal's binary as built with or without `--release`.
    pub(crate) fn portal(&self, release: bool) -> PathBuf {
        self.target.join(if release { "release" } else { "debug" }).join("portal")
    }
}
