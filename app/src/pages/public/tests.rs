//! Every public page, in both languages, drawn from the sheets of the demonstration.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Duration, NaiveDate, Utc};
use desk::{City, Clock, Desk};
use domain::deadline::{CITY_ZONE, end_of_day, start_of_day};
use domain::enrollment::{EnrollmentPeriod, EnrollmentState};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use records::catalog::{Unit, UnitKind};
use records::import::{self, Kind, Source, Terms};
use tower_sessions::{MemoryStore, Session};

use super::*;
use crate::visit::Visit;
use crate::words::Lang;

type Drawn = fn() -> AnyView;

const PAGES: [(&str, Drawn); 18] = [
    ("/", || view! { <home::Home /> }.into_any()),
    ("/plans", || view! { <plans::Plans /> }.into_any()),
    ("/plans/health", || view! { <plans::PlansOf /> }.into_any()),
    ("/plans/dental", || view! { <plans::PlansOf /> }.into_any()),
    ("/plans/vision", || view! { <plans::PlansOf /> }.into_any()),
    ("/plans/life", || view! { <plans::PlansOf /> }.into_any()),
    ("/plans/optional-life", || view! { <plans::PlansOf /> }.into_any()),
    ("/plans/health-fsa", || view! { <plans::PlansOf /> }.into_any()),
    ("/plans/dependent-care-fsa", || view! { <plans::PlansOf /> }.into_any()),
    ("/plans/deferred-compensation", || view! { <plans::PlansOf /> }.into_any()),
    ("/rates", || view! { <rates::Rates /> }.into_any()),
    ("/calculator", || view! { <calculator::CalculatorPage /> }.into_any()),
    ("/open-enrollment", || view! { <open_enrollment::OpenEnrollment /> }.into_any()),
    ("/life-events", || view! { <life_events::LifeEvents /> }.into_any()),
    ("/retirees", || view! { <retirees::Retirees /> }.into_any()),
    ("/forms", || view! { <forms::Forms /> }.into_any()),
    ("/forms/worksheet", || view! { <forms::Worksheet /> }.into_any()),
    ("/contact", || view! { <contact::Contact /> }.into_any()),
];

/// Pages of others that public pages may lead to.
const ELSEWHERE: [&str; 9] = [
    "/sign-in",
    "/sign-out",
    "/my",
    "/my/enroll",
    "/my/part-b",
    "/my/submissions",
    "/print",
    "/retirees/death",
    "/retirees/packet.pdf",
];

const SHEETS: [(Kind, &str, &str); 3] = [
    (Kind::Plans, "plans.csv", include_str!("../../../../server/demo-data/plans.csv")),
    (Kind::Rates, "rates.csv", include_str!("../../../../server/demo-data/rates.csv")),
    (Kind::Splits, "splits.csv", include_str!("../../../../server/demo-data/splits.csv")),
];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A desk in the spring of 2026, with an open enrollment that closes in nine days.
async fn desk() -> Desk {
    let store = records::testing::both().await.swap_remove(0);
    let today = day("2026-04-21");
    let mut write = store.begin().await.unwrap();
    for (code, name, kind) in [
        ("CITY", "City of Alderbrook", UnitKind::City),
        ("SCHOOL", "Alderbrook Public Schools", UnitKind::School),
        ("UTILITY", "Alderbrook Fiber", UnitKind::Associated),
        ("EMPLOYMENT_BOARD", "Regional Employment Board", UnitKind::Associated),
    ] {
        let unit = Unit { code: code.parse().unwrap(), name: name.into(), kind };
        records::catalog::put_unit(&mut write, &unit).await.unwrap();
    }
    for (kind, name, text) in SHEETS {
        let terms = Terms {
            at: Utc::now(),
            actor: "test|1",
            actor_name: "Test",
            accept_good: false,
            rejects: None,
            watch: &|_| {},
        };
        let report =
            import::run(&mut write, kind, &Source::bytes(name, text.as_bytes()), terms).await.unwrap();
        assert!(report.is_clean(), "{name}");
    }
    for first in ["2025-07-01", "2026-07-01"] {
        records::catalog::put_plan_year(&mut write, day(first), first).await.unwrap();
    }
    let period = EnrollmentPeriod {
        id: uuid::Uuid::now_v7(),
        name: "Open enrollment".into(),
        plan_year: day("2026-07-01"),
        opens_at: start_of_day(day("2026-04-15"), CITY_ZONE),
        closes_at: end_of_day(day("2026-04-30"), CITY_ZONE),
        state: EnrollmentState::Open,
        version: 1,
    };
    records::enrollments::insert(&mut write, &period).await.unwrap();
    records::catalog::touch(&mut write).await.unwrap();
    write.commit().await.unwrap();
    let noon = start_of_day(today, CITY_ZONE) + Duration::hours(12);
    let city = City {
        name: "City of Alderbrook".into(),
        base_url: "https://example.org".into(),
        demonstration: true,
    };
    let desk = Desk::new(store, Clock::showing(noon), city);
    desk.ship_events().await.unwrap();
    desk
}

async fn html(desk: &Desk, lang: Lang, path: &str, query: &[(&str, &str)], page: fn() -> AnyView) -> String {
    let visit = Visit {
        desk: desk.clone(),
        actor: None,
        lang,
        path: path.into(),
        query: query.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect::<BTreeMap<_, _>>(),
        client: String::new(),
        session: Session::new(None, Arc::new(MemoryStore::default()), None),
        large_print: false,
    };
    // As the server draws it: an island that is handed something to show asks for this.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let drawn = owner.with(|| {
        provide_meta_context();
        provide_context(visit);
        page()
    });
    drawn.resolve().await.to_html()
}

/// The values of an attribute.
fn values<'a>(html: &'a str, attribute: &str) -> BTreeSet<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages() {
    let desk = desk().await;
    let known: BTreeSet<&str> = PAGES.iter().map(|page| page.0).chain(ELSEWHERE).collect();
    for (path, page) in PAGES {
        for lang in [Lang::En, Lang::Es] {
            let html = html(&desk, lang, path, &[], page).await;
            assert_eq!(html.matches("<h1").count(), 1, "{path}");
            assert!(!html.contains("style=\"") && !html.contains(" onclick"), "{path} is under a strict CSP");
            let ids: Vec<_> =
                html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "an id comes twice in {path}");
            for link in values(&html, "href").into_iter().chain(values(&html, "action")) {
                let local = link.split(['?', '#']).next().unwrap();
                match link.chars().next() {
                    Some('#') => assert!(ids.contains(&&link[1..]), "{path} has no {link}"),
                    Some('/') => {
                        let plain = local.strip_prefix("/es").filter(|p| p.is_empty() || p.starts_with('/'));
                        let plain = plain.map_or(local, |p| if p.is_empty() { "/" } else { p });
                        assert!(known.contains(plain), "{path} leads to {link}");
                    }
                    _ => assert!(link.starts_with("tel:") || link.starts_with("mailto:"), "{path}: {link}"),
                }
            }
        }
    }
}

#[tokio::test]
async fn the_price_list_shows_the_sheets_to_the_cent() {
    let desk = desk().await;
    let page: fn() -> AnyView = || view! { <rates::Rates /> }.into_any();
    for (query, amounts) in [
        // 1,065.27: 25 % from 2014 on, 20 % before, 22.5 % in the fire union.
        (vec![("unit", "CITY")], vec!["$1,065.27", "$798.95", "$266.32", "$61.46"]),
        (vec![("unit", "CITY"), ("hired", "2014-06-30")], vec!["$213.05", "$852.22"]),
        (vec![("unit", "CITY"), ("bargaining_unit", "FIRE")], vec!["$239.69", "$825.58"]),
        (vec![("unit", "SCHOOL"), ("year", "2025-07-01"), ("pays", "school_21")], vec!["$242.11", "$138.35"]),
        // Medicare plans change with the calendar year.
        (vec![("class", "medicare_retiree")], vec!["$168.42", "$178.52", "from January 1, 2027"]),
        (vec![("class", "cobra"), ("pays", "monthly_12")], vec!["$1,086.58"]),
        (vec![("unit", "nonsense"), ("year", "never"), ("class", "?")], vec!["$1,065.27"]),
    ] {
        let html = html(&desk, Lang::En, "/rates", &query, page).await;
        for amount in amounts {
            assert!(html.contains(amount), "{amount} for {query:?}");
        }
    }
}

#[tokio::test]
async fn home_counts_the_days_by_the_clock_of_the_server() {
    let html = html(&desk().await, Lang::En, "/", &[], PAGES[0].1).await;
    assert!(html.contains("<span class=\"figure\">9"), "{html}");
    assert!(html.contains("April 30, 2026, 11:59 p.m."));
    assert!(html.contains("July 1, 2026"));
}

#[tokio::test]
async fn the_calculator_answers_without_a_script() {
    let query =
        [("unit", "CITY"), ("hired", "2020-01-06"), ("health", "HMO:individual"), ("pays", "weekly_52")];
    let page: fn() -> AnyView = || view! { <calculator::CalculatorPage /> }.into_any();
    let html = html(&desk().await, Lang::En, "/calculator", &query, page).await;
    // 1,065.27 × 25 % = 266.32 a month; × 12 ÷ 52 = 61.46.
    for amount in ["$1,065.27", "$798.95", "$266.32", "$61.46"] {
        assert!(html.contains(amount), "{amount}");
    }
}

#[tokio::test]
async fn the_guide_to_life_events_shows_what_is_in_force() {
    let desk = desk().await;
    let page: fn() -> AnyView = || view! { <life_events::LifeEvents /> }.into_any();
    let english = html(&desk, Lang::En, "/life-events", &[], page).await;
    let rows = |html: &str| html.matches("<th scope=\"row\"").count();
    // The office alone reports the death of a member.
    assert_eq!(rows(&english), desk::events::shipped().len() - 1);
    for text in ["You married", "Marriage certificate", "60 days", "Add: yourself, your spouse, children."] {
        assert!(english.contains(text), "{text}");
    }
    let spanish = html(&desk, Lang::Es, "/life-events", &[], page).await;
    assert!(spanish.contains("Se casó") && spanish.contains("Acta de matrimonio"));

    let office = desk::Actor::portal("test");
    desk.expire_event(&office, &"marriage".parse().unwrap(), 1).await.unwrap();
    let after = html(&desk, Lang::En, "/life-events", &[], page).await;
    assert!(!after.contains("You married"));
    assert_eq!(rows(&after), rows(&english) - 1);
}

#[tokio::test]
async fn an_unknown_benefit_is_not_found() {
    let page: fn() -> AnyView = || view! { <plans::PlansOf /> }.into_any();
    let html = html(&desk().await, Lang::En, "/plans/gym", &[], page).await;
    assert!(html.contains("Page not found"));
}
