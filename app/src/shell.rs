//! The document around every page, and the table of routes.

use std::sync::OnceLock;

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::SsrMode;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{StaticSegment, path};

use crate::pages;
use crate::visit::visit;

/// Addresses of the fingerprinted assets, known once the server has read the bundle's manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assets {
    /// The small script that loads islands when they are needed.
    pub loader: String,
    /// The small script that sends a document in parts.
    pub upload: String,
    /// The islands' JavaScript.
    pub js: String,
    /// The islands' WebAssembly.
    pub wasm: String,
    /// The style sheet.
    pub css: String,
}

static ASSETS: OnceLock<Assets> = OnceLock::new();

/// Tells the pages where their assets are. The first call counts.
pub fn set_assets(assets: Assets) {
    let _ = ASSETS.set(assets);
}

/// The script of a page that has the form for documents.
pub fn upload_script() -> impl IntoView {
    ASSETS.get().map(|assets| view! { <script type="module" src=assets.upload.clone()></script> })
}

/// The whole HTML document of a page.
pub fn shell() -> impl IntoView {
    document(|| view! { <App /> })
}

/// The whole HTML document around `content`.
pub fn document<V: IntoView + 'static>(content: impl FnOnce() -> V) -> impl IntoView {
    provide_meta_context();
    let content = content();
    let visit = visit();
    let assets = ASSETS.get();
    let css = assets.map(|a| a.css.clone()).unwrap_or_default();
    let loader = assets.map(|a| {
        view! { <script type="module" src=a.loader.clone() data-js=a.js.clone() data-wasm=a.wasm.clone()></script> }
    });
    view! {
        <!DOCTYPE html>
        <html lang=visit.lang.tag() class=visit.large_print.then_some("large-print")>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=css />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <MetaTags />
                {loader}
            </head>
            <body>
                {content}
            </body>
        </html>
    }
}

/// Every page of the portal. Paths are without the language: the server strips `/es` first.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    // Async: a page is sent whole, when all of it is known. No page needs a script to show itself.
    const WHOLE: SsrMode = SsrMode::Async;
    view! {
        <Router>
            <Routes fallback=pages::NotFound>
                <Route path=StaticSegment("") view=pages::public::home::Home ssr=WHOLE />
                <Route path=StaticSegment("sign-in") view=pages::public::sign_in::SignIn ssr=WHOLE />
                <Route path=path!("/sign-in/letter") view=pages::public::code_sign_in::LetterPage ssr=WHOLE />
                <Route path=path!("/sign-in/code") view=pages::public::code_sign_in::CodePage ssr=WHOLE />
                <Route path=path!("/helping") view=pages::public::helping::HelpingPage ssr=WHOLE />
                <Route path=path!("/helping/invited") view=pages::public::helping::InvitedPage ssr=WHOLE />
                <Route path=path!("/helping/accept") view=pages::public::helping::AcceptPage ssr=WHOLE />
                <Route path=path!("/plans") view=pages::public::plans::Plans ssr=WHOLE />
                <Route path=path!("/plans/:benefit") view=pages::public::plans::PlansOf ssr=WHOLE />
                <Route path=path!("/rates") view=pages::public::rates::Rates ssr=WHOLE />
                <Route path=path!("/calculator") view=pages::public::calculator::CalculatorPage ssr=WHOLE />
                <Route path=path!("/open-enrollment") view=pages::public::open_enrollment::OpenEnrollment ssr=WHOLE />
                <Route path=path!("/life-events") view=pages::public::life_events::LifeEvents ssr=WHOLE />
                <Route path=path!("/retirees") view=pages::public::retirees::Retirees ssr=WHOLE />
                <Route path=path!("/retirees/death") view=pages::public::death::Death ssr=WHOLE />
                <Route path=path!("/forms") view=pages::public::forms::Forms ssr=WHOLE />
                <Route path=path!("/forms/worksheet") view=pages::public::forms::Worksheet ssr=WHOLE />
                <Route path=path!("/offices") view=pages::offices::lists::Lists ssr=WHOLE />
                <Route path=path!("/offices/part-b") view=pages::offices::part_b::PartBLists ssr=WHOLE />
                <Route path=path!("/offices/retirements") view=pages::desk::retirements::OfficeRetirements ssr=WHOLE />
                <Route path=path!("/offices/retirement-changes") view=pages::offices::retirement_changes::RetirementChanges ssr=WHOLE />
                <Route path=path!("/payroll") view=pages::offices::payroll::Notices ssr=WHOLE />
                <Route path=path!("/payroll/notices/:number") view=pages::offices::payroll::NoticePage ssr=WHOLE />
                <Route path=path!("/my") view=pages::member::benefits::MyBenefitsPage ssr=WHOLE />
                <Route path=path!("/my/history") view=pages::member::benefits::HistoryPage ssr=WHOLE />
                <Route path=path!("/my/enroll") view=pages::member::enroll::EnrollPage ssr=WHOLE />
                <Route path=path!("/my/enroll/household") view=pages::member::household::HouseholdPage ssr=WHOLE />
                <Route path=path!("/my/enroll/review") view=pages::member::review::ReviewPage ssr=WHOLE />
                <Route path=path!("/my/enroll/:benefit") view=pages::member::step::StepPage ssr=WHOLE />
                <Route path=path!("/my/events") view=pages::member::events::EventsPage ssr=WHOLE />
                <Route path=path!("/my/events/new/:kind") view=pages::member::events::NewEventPage ssr=WHOLE />
                <Route path=path!("/my/events/:case") view=pages::member::event::EventPage ssr=WHOLE />
                <Route path=path!("/my/events/:case/facts") view=pages::member::events::EventFactsPage ssr=WHOLE />
                <Route path=path!("/my/events/:case/household") view=pages::member::household::HouseholdPage ssr=WHOLE />
                <Route path=path!("/my/events/:case/review") view=pages::member::review::ReviewPage ssr=WHOLE />
                <Route path=path!("/my/events/:case/:benefit") view=pages::member::step::StepPage ssr=WHOLE />
                <Route path=path!("/my/receipts/:reference") view=pages::member::receipt::ReceiptPage ssr=WHOLE />
                <Route path=path!("/my/receipts/:reference/withdraw") view=pages::member::receipt::WithdrawPage ssr=WHOLE />
                <Route path=path!("/my/submissions") view=pages::member::submissions::SubmissionsPage ssr=WHOLE />
                <Route path=path!("/my/retiring") view=pages::member::retiring::RetiringPage ssr=WHOLE />
                <Route path=path!("/my/seminars") view=pages::member::seminars::SeminarsPage ssr=WHOLE />
                <Route path=path!("/my/documents") view=pages::member::documents::DocumentsPage ssr=WHOLE />
                <Route path=path!("/my/retirement") view=pages::retiree::retirement::MyRetirementPage ssr=WHOLE />
                <Route path=path!("/my/medicare/:who") view=pages::retiree::medicare::MedicarePage ssr=WHOLE />
                <Route path=path!("/my/sign-in") view=pages::member::sign_in::MySignInPage ssr=WHOLE />
                <Route path=path!("/my/helpers") view=pages::member::helpers::HelpersPage ssr=WHOLE />
                <Route path=path!("/my/packet") view=pages::member::packet::MyPacketPage ssr=WHOLE />
                <Route path=path!("/my/part-b") view=pages::member::part_b::PartBPage ssr=WHOLE />
                <Route path=path!("/my/part-b/statement") view=pages::member::part_b::StatementPage ssr=WHOLE />
                <Route path=path!("/desk") view=pages::desk::queue::Queue ssr=WHOLE />
                <Route path=path!("/desk/approve") view=pages::desk::queue::Approve ssr=WHOLE />
                <Route path=path!("/desk/submissions/:reference") view=pages::desk::review::Submission ssr=WHOLE />
                <Route path=path!("/desk/enrollments") view=pages::desk::enrollments::Enrollments ssr=WHOLE />
                <Route path=path!("/desk/enrollments/:id") view=pages::desk::enrollments::Enrollment ssr=WHOLE />
                <Route path=path!("/desk/events") view=pages::desk::events::Events ssr=WHOLE />
                <Route path=path!("/desk/events/:code") view=pages::desk::event::Event ssr=WHOLE />
                <Route path=path!("/desk/events/:code/edit") view=pages::desk::event_form::EventForm ssr=WHOLE />
                <Route path=path!("/desk/retirements") view=pages::desk::retirements::Retirements ssr=WHOLE />
                <Route path=path!("/desk/seminars") view=pages::desk::seminars::Seminars ssr=WHOLE />
                <Route path=path!("/desk/seminars/:id") view=pages::desk::seminars::SeminarPage ssr=WHOLE />
                <Route path=path!("/desk/mtrs") view=pages::desk::mtrs::Mtrs ssr=WHOLE />
                <Route path=path!("/desk/mtrs-layout") view=pages::desk::mtrs_layout::MtrsLayout ssr=WHOLE />
                <Route path=path!("/desk/turning-65") view=pages::desk::turning_65::Turning65Page ssr=WHOLE />
                <Route path=path!("/desk/new-hires") view=pages::desk::new_hires::NewHires ssr=WHOLE />
                <Route path=path!("/desk/deaths") view=pages::desk::deaths::Deaths ssr=WHOLE />
                <Route path=path!("/desk/packet") view=pages::desk::packet::PacketPage ssr=WHOLE />
                <Route path=path!("/desk/packet/sections/:key") view=pages::desk::packet_section::SectionPage ssr=WHOLE />
                <Route path=path!("/desk/packet/runs/:id") view=pages::desk::packet_run::RunPage ssr=WHOLE />
                <Route path=path!("/desk/part-b") view=pages::desk::part_b::PartBDesk ssr=WHOLE />
                <Route path=path!("/desk/part-b/:claim") view=pages::desk::part_b_claim::ClaimPage ssr=WHOLE />
                <Route path=path!("/desk/part-b/lists/:number") view=pages::offices::part_b::PartBListPage ssr=WHOLE />
                <Route path=path!("/desk/people/:ref/part-b") view=pages::desk::part_b_person::LedgerPage ssr=WHOLE />
                <Route path=path!("/desk/people/:ref") view=pages::desk::person::Person ssr=WHOLE />
                <Route path=path!("/desk/people/:ref/correct/:benefit") view=pages::desk::correct::CorrectPage ssr=WHOLE />
                <Route path=path!("/desk/people/:ref/death") view=pages::desk::death::DeathPage ssr=WHOLE />
                <Route path=path!("/desk/people/:ref/medicare/:who") view=pages::retiree::medicare::EnterMedicarePage ssr=WHOLE />
                <Route path=path!("/desk/people/:ref/retiring") view=pages::member::retiring::EnterRetiringPage ssr=WHOLE />
                <Route path=path!("/desk/people/:ref/documents") view=pages::desk::scan::ScanPage ssr=WHOLE />
                <Route path=path!("/desk/people/:ref/household/:member") view=pages::desk::correct_member::CorrectMemberPage ssr=WHOLE />
                <Route path=path!("/desk/people/:ref/events") view=pages::member::events::EnterEventsPage ssr=WHOLE />
                <Route path=path!("/desk/people/:ref/events/:kind") view=pages::member::events::EnterEventPage ssr=WHOLE />
                <Route path=path!("/desk/people/:ref/access") view=pages::desk::access::PersonAccessPage ssr=WHOLE />
                <Route path=path!("/desk/access") view=pages::desk::access::WithoutAccessPage ssr=WHOLE />
                <Route path=path!("/desk/documents") view=pages::desk::documents::Documents ssr=WHOLE />
                <Route path=path!("/desk/documents/:id") view=pages::desk::documents::DocumentPage ssr=WHOLE />
                <Route path=path!("/desk/messages") view=pages::desk::messages::Messages ssr=WHOLE />
                <Route path=path!("/contact") view=pages::public::contact::Contact ssr=WHOLE />
            </Routes>
        </Router>
    }
}
