//! Pages of a signed-in member: what they have, and choosing in open enrollment.

pub mod benefits;
pub mod documents;
pub mod enroll;
pub mod household;
pub(crate) mod parts;
pub mod receipt;
pub mod review;
pub mod step;
pub mod submissions;

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::{MatchNestedRoutes, SsrMode, path};

/// The paths of these pages.
#[component(transparent)]
pub fn MemberRoutes() -> impl MatchNestedRoutes + Clone {
    const WHOLE: SsrMode = SsrMode::Async;
    view! {
        <Route path=path!("/my") view=benefits::MyBenefitsPage ssr=WHOLE />
        <Route path=path!("/my/history") view=benefits::HistoryPage ssr=WHOLE />
        <Route path=path!("/my/documents") view=documents::DocumentsPage ssr=WHOLE />
        <Route path=path!("/my/submissions") view=submissions::SubmissionsPage ssr=WHOLE />
        <Route path=path!("/my/receipts/:reference") view=receipt::ReceiptPage ssr=WHOLE />
        <Route path=path!("/my/receipts/:reference/withdraw") view=receipt::WithdrawPage ssr=WHOLE />
        <Route path=path!("/my/enroll") view=enroll::EnrollPage ssr=WHOLE />
        <Route path=path!("/my/enroll/household") view=household::HouseholdPage ssr=WHOLE />
        <Route path=path!("/my/enroll/review") view=review::ReviewPage ssr=WHOLE />
        <Route path=path!("/my/enroll/:benefit") view=step::StepPage ssr=WHOLE />
    }
    .into_inner()
}
