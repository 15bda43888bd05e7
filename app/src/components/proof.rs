//! Proof that a life event asks for: about whom, which documents, by when, where it stands.

use desk::proof::WantedProof;
use domain::document::DocumentKind;
use leptos::prelude::*;

use super::date::DateText;
use super::lang;
use super::notice::Tone;
use super::status::{Tag, document_tone};
use super::table::TableRegion;
use crate::words::{Lang, documents as w};

/// The proof of one submission; nothing where none is asked for.
#[component]
pub fn ProofTable(
    /// What is asked for.
    proof: Vec<WantedProof>,
    /// The heading, and the table's caption.
    title: &'static str,
) -> impl IntoView {
    let lang = lang();
    (!proof.is_empty()).then(|| {
        let rows: Vec<_> = proof
            .into_iter()
            .map(|one| {
                view! {
                    <tr>
                        <th scope="row" data-label=w::about(lang)>{one.name.clone()}</th>
                        <td data-label=w::any_of(lang)>{any_of(lang, &one.documents)}</td>
                        <td data-label=w::due(lang)>{one.waits_for_member().then(|| view! { <DateText day=one.due /> })}</td>
                        <td data-label=w::state(lang)>{state(lang, &one)}</td>
                    </tr>
                }
            })
            .collect();
        view! {
            <section>
                <h2 id="proof-title">{title}</h2>
                <TableRegion id="proof" caption=title quiet=true stacks=true>
                    <thead>
                        <tr>
                            <th scope="col">{w::about(lang)}</th>
                            <th scope="col">{w::any_of(lang)}</th>
                            <th scope="col">{w::due(lang)}</th>
                            <th scope="col">{w::state(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </TableRegion>
            </section>
        }
    })
}

/// Documents of which one is enough.
pub fn any_of(lang: Lang, documents: &[DocumentKind]) -> impl IntoView + use<> {
    let items: Vec<_> =
        documents.iter().map(|one| view! { <li>{w::document_kind(lang, *one)}</li> }).collect();
    view! { <ul class="plain">{items}</ul> }
}

/// Where proof stands.
pub fn state(lang: Lang, proof: &WantedProof) -> impl IntoView + use<> {
    let (tone, label) = match proof.state {
        Some(state) => (document_tone(state), w::document_state(lang, state)),
        None => (Tone::Warning, w::not_come(lang)),
    };
    view! { <Tag tone label /> }
}
