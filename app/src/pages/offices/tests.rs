//! The offices' pages, drawn from a small city.

use std::collections::BTreeMap;
use std::sync::Arc;

use desk::imports::{ImportOrder, Outcome};
use desk::{Actor, City, Clock, Desk, Role};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use records::import::{Kind, Source};
use tower_sessions::{MemoryStore, Session};

use super::lists::Lists;
use super::payroll::Notices;
use crate::visit::Visit;
use crate::words::Lang;

const FILES: [(Kind, &str, &str); 6] = [
    (
        Kind::Units,
        "units.csv",
        "code,name,kind\nCITY,City,city\nSCHOOL,Schools,school\nUTILITY,Alderbrook Fiber,associated\n\
         EMPLOYMENT_BOARD,Jobs,associated\n",
    ),
    (Kind::Plans, "plans.csv", include_str!("../../../../server/demo-data/plans.csv")),
    (Kind::Rates, "rates.csv", include_str!("../../../../server/demo-data/rates.csv")),
    (Kind::Splits, "splits.csv", include_str!("../../../../server/demo-data/splits.csv")),
    (
        Kind::Census,
        "census.csv",
        "ref,given_name,family_name,birth_date,medicare_from,population,unit,hours_per_week,hired,pay_calendar,retired_on\n\
         E00001,Ana,Reis,1985-03-04,,ACTIVE,UTILITY,37.5,2020-01-06,weekly_52,\n\
         R00002,Cy,Vale,1955-03-04,2020-03-01,CITY_RETIREE,CITY,,,monthly_12,2020-06-30\n",
    ),
    (
        Kind::Coverage,
        "coverage.csv",
        "person_ref,benefit,plan_code,tier,effective_from\n\
         E00001,health,HMO,individual,2025-07-01\nR00002,health,MSUP,per_person,2025-07-01\n",
    ),
];

async fn desk() -> Desk {
    let store = records::testing::both().await.swap_remove(0);
    let city =
        City { name: "Alderbrook".into(), base_url: "https://example.org".into(), demonstration: false };
    let desk = Desk::new(store, Clock::showing("2026-07-15T16:00:00Z".parse().unwrap()), city);
    for (kind, name, text) in FILES {
        let source = Source::bytes(name, text.as_bytes());
        let order = ImportOrder::whole(kind, &source);
        let imported = desk.import(&Actor::portal("import"), order, &|_| {}).await.unwrap();
        assert_eq!(imported.outcome, Outcome::Written, "{name}: {:?}", imported.report);
    }
    desk
}

async fn html(
    desk: &Desk,
    role: Option<Role>,
    lang: Lang,
    query: &[(&str, &str)],
    page: fn() -> AnyView,
) -> String {
    let actor = role.map(|role| Actor {
        id: "test|1".into(),
        name: "Test".into(),
        person: None,
        roles: [role].into(),
    });
    let visit = Visit {
        desk: desk.clone(),
        actor,
        lang,
        path: "/offices".into(),
        query: query.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect::<BTreeMap<_, _>>(),
        client: String::new(),
        session: Session::new(None, Arc::new(MemoryStore::default()), None),
    };
    let owner = Owner::new();
    let drawn = owner.with(|| {
        provide_meta_context();
        provide_context(visit);
        page()
    });
    drawn.resolve().await.to_html()
}

fn lists() -> AnyView {
    view! { <Lists /> }.into_any()
}

fn notices() -> AnyView {
    view! { <Notices /> }.into_any()
}

#[tokio::test]
async fn each_office_reads_its_own_list() {
    let desk = desk().await;
    for (role, own, amount) in [
        (Role::Retirement, "pensions-heading", "$168.42"),
        (Role::Treasurer, "bills-heading", "$852.22"),
        (Role::Accounting, "costs-heading", "$1,486.32"),
    ] {
        for lang in [Lang::En, Lang::Es] {
            let page = html(&desk, Some(role), lang, &[], lists).await;
            for heading in ["pensions-heading", "bills-heading", "costs-heading"] {
                assert_eq!(page.contains(heading), heading == own, "{role:?} {heading}");
            }
            assert!(page.contains(amount), "{role:?} {amount}");
            assert_eq!(page.matches("<h1").count(), 1);
        }
    }
    for role in [None, Some(Role::Payroll), Some(Role::Coordinator)] {
        let page = html(&desk, role, Lang::En, &[], lists).await;
        assert!(!page.contains("-heading"), "{role:?}");
    }
}

#[tokio::test]
async fn a_list_is_for_the_day_that_is_asked() {
    let desk = desk().await;
    let before = html(&desk, Some(Role::Treasurer), Lang::En, &[("on", "2026-06-30")], lists).await;
    assert!(before.contains("$774.74") && before.contains("2026-06-30"), "80 percent of 968.42");
    let early = html(&desk, Some(Role::Treasurer), Lang::En, &[("on", "2020-01-01")], lists).await;
    assert!(early.contains("Nothing is to be billed"));
    let wrong = html(&desk, Some(Role::Treasurer), Lang::Es, &[("on", "mañana")], lists).await;
    assert!(wrong.contains("role=\"alert\"") && wrong.contains("href=\"#on\"") && wrong.contains("$852.22"));
}

#[tokio::test]
async fn payroll_is_for_those_who_see_it() {
    let desk = desk().await;
    for (role, sees) in [(Role::Payroll, true), (Role::Coordinator, true), (Role::Treasurer, false)] {
        let page = html(&desk, Some(role), Lang::En, &[], notices).await;
        assert_eq!(page.contains("No change to a deduction"), sees, "{role:?}");
    }
}
