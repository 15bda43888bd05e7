//! How to reach the benefits office.

use leptos::prelude::*;

use crate::components::layout::{Page, Width};
use crate::visit::visit;
use crate::words::{common, guides as words};

/// Contact.
#[component]
pub fn Contact() -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let city = visit.desk.city().name.clone();
    view! {
        <Page title=words::contact_title(lang) description=words::contact_lead(lang) width=Width::Wide>
            <h1>{words::contact_title(lang)}</h1>
            <p class="lead">{words::contact_lead(lang)}</p>
            <div class="cards">
                <section class="card">
                    <h2 class="card-heading">{words::contact_call(lang)}</h2>
                    <p><a class="big-link" href=common::OFFICE_PHONE_LINK>{common::OFFICE_PHONE}</a></p>
                    <p>{common::office_hours(lang)}</p>
                    <p>{words::contact_tty(lang)}</p>
                </section>
                <section class="card">
                    <h2 class="card-heading">{words::contact_visit(lang)}</h2>
                    <address>
                        {common::benefits_office(lang)}", "{city}<br />
                        {common::OFFICE_STREET}<br />
                        {common::office_room(lang)}
                    </address>
                    <p>{words::contact_step_free(lang)}</p>
                </section>
                <section class="card">
                    <h2 class="card-heading">{words::contact_write(lang)}</h2>
                    <p>
                        <a class="big-link" href=format!("mailto:{}", common::OFFICE_EMAIL)>{common::OFFICE_EMAIL}</a>
                    </p>
                    <p>{words::contact_email_safe(lang)}</p>
                </section>
            </div>
            <section>
                <h2>{words::contact_who(lang)}</h2>
                <ul>
                    <li>{words::contact_who_us(lang)}</li>
                    <li>{words::contact_who_plan(lang)}</li>
                    <li>{words::contact_who_pay(lang)}</li>
                    <li>{words::contact_who_pension(lang)}</li>
                </ul>
            </section>
            <section>
                <h2>{words::contact_elsewhere(lang)}</h2>
                <ul>
                    <li>{words::contact_medicare(lang)}": "<a href="tel:+18006334227">"1-800-633-4227"</a></li>
                    <li>{words::contact_ssa(lang)}": "<a href="tel:+18007721213">"1-800-772-1213"</a></li>
                </ul>
            </section>
            <section>
                <h2>{words::contact_language(lang)}</h2>
                <p>{words::contact_language_more(lang)}</p>
            </section>
            <section id="accessibility">
                <h2>{words::contact_accessibility(lang)}</h2>
                <p>{words::contact_accessibility_more(lang)}</p>
            </section>
        </Page>
    }
}
