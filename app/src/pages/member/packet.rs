//! A retiree's own packet: language, size, and the file.

use desk::packet::Size;
use leptos::prelude::*;

use crate::components::form::{Answer, RadioGroup, SubmitButton};
use crate::components::layout::Page;
use crate::pages::never_kept;
use crate::problem::loaded;
use crate::visit::{Visit, visit};
use crate::words::packet as w;

/// Where the file is.
pub const MY_PACKET_FILE: &str = "/my/packet.pdf";

/// The choice of language and size.
#[component]
pub fn MyPacketPage() -> impl IntoView {
    let visit = visit();
    never_kept();
    loaded(async move {
        let has_one = visit.desk.has_packet(visit.signed_in()?).await?;
        Ok(page(&visit, has_one))
    })
}

fn page(visit: &Visit, has_one: bool) -> impl IntoView + use<> {
    let lang = visit.lang;
    let body = if has_one {
        view! {
            <p class="lead">{w::my_lead(lang)}</p>
            <form method="get" action=MY_PACKET_FILE>
                {paper_fields(visit)}
                <div class="actions"><SubmitButton label=w::download(lang) /></div>
            </form>
            <p>{w::no_printer(lang)}</p>
        }
        .into_any()
    } else {
        view! { <p class="lead">{w::my_nothing(lang)}</p> }.into_any()
    };
    view! {
        <Page title=w::my_title(lang)>
            <h1>{w::my_title(lang)}</h1>
            {body}
        </Page>
    }
}

/// The fields that say how a packet is printed; the page's language and normal print at first.
pub(crate) fn paper_fields(visit: &Visit) -> impl IntoView + use<> {
    let lang = visit.lang;
    view! {
        <RadioGroup
            legend=w::language(lang)
            name="lang"
            value=lang.tag()
            answers=vec![Answer::new("en", "English"), Answer::new("es", "Español")]
        />
        {size_field(visit)}
    }
}

/// The field for the size of the print.
pub(crate) fn size_field(visit: &Visit) -> impl IntoView + use<> {
    let lang = visit.lang;
    let sizes = vec![
        Answer::new(Size::Normal.as_str(), w::normal(lang)),
        Answer::new(Size::Large.as_str(), w::large(lang)),
    ];
    view! { <RadioGroup legend=w::size(lang) name="size" value=Size::Normal.as_str() answers=sizes /> }
}
