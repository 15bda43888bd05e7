//! The WebAssembly entry of the portal.
//!
//! Pages are HTML from the server and work without this. Where a page carries an island, `public/loader.js`
//! fetches this module, calls [`hydrate`], and then starts each island it finds by its exported name.

use wasm_bindgen::prelude::wasm_bindgen;

// Nothing here calls an island by name; without this the linker would leave all of them out.
pub use app::islands;

/// Prepares the page for its islands. The loader calls it once, before the first island starts.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
