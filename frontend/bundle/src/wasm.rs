//! Builds the islands: compiles `frontend`, and makes of it what a browser loads.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

use crate::command::run;
use crate::compiler::{Compiler, TARGET};
use crate::files;
use crate::project::Project;

const PROFILE: &str = "wasm-release";

/// What every browser of the last years has. Not `--all-features`: some of those no browser takes yet.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// Compiles `frontend`; cargo does nothing when nothing changed. Returns the module.
pub(crate) fn compile(project: &Project, compiler: &Compiler) -> Result<PathBuf> {
    let target = project.target.join("wasm");
    let mut build = compiler.build()?;
    build.args(["-p", "frontend", "--lib", "--profile", PROFILE, "--target-dir"]).arg(&target);
    run(build.current_dir(&project.root))?;
    Ok(target.join(TARGET).join(PROFILE).join("frontend.wasm"))
}

/// Writes `app.js` and `app_bg.wasm`, and the scripts that crates brought along, to a folder.
pub(crate) fn bind(module: &Path, folder: &Path) -> Result<()> {
    files::remove(folder)?;
    Bindgen::new()
        .input_path(module)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The loader hands over the module's address, which has a fingerprint in it.
        .omit_default_module_path(true)
        .out_name("app")
        .generate(folder)
}

/// The optimiser, where the Node packages of the browser tests are installed. The site does without it.
pub(crate) fn optimiser(project: &Project) -> Option<PathBuf> {
    let found = project.end2end().join("node_modules/.bin/wasm-opt");
    found.exists().then_some(found)
}

/// Makes a module smaller, in place.
pub(crate) fn optimise(optimiser: &Path, module: &Path) -> Result<()> {
    run(Command::new(optimiser).arg("-Oz").args(FEATURES).arg(module).arg("-o").arg(module))
}
