//! The pages of the catalogue of life events, in both languages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use desk::events::{TypedEvent, shipped};
use desk::{Actor, City, Clock, Desk, Role};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use tower_sessions::{MemoryStore, Session};

use super::{event, event_form, events};
use crate::visit::Visit;
use crate::words::Lang;

async fn desk() -> Desk {
    let store = records::testing::both().await.swap_remove(0);
    let city = City { name: "Alderbrook".into(), base_url: String::new(), demonstration: false };
    let desk = Desk::new(store, Clock::system(), city);
    desk.ship_events().await.unwrap();
    desk
}

fn visit(desk: &Desk, role: Role, lang: Lang) -> Visit {
    Visit {
        desk: desk.clone(),
        actor: Some(Actor {
            id: "test|1".into(),
            name: "Test".into(),
            person: None,
            roles: BTreeSet::from([role]),
        }),
        lang,
        path: "/desk/events".into(),
        query: BTreeMap::new(),
        client: String::new(),
        session: Session::new(None, Arc::new(MemoryStore::default()), None),
    }
}

/// The page that `draw` makes, as HTML.
fn html<V: IntoView>(visit: &Visit, draw: impl FnOnce(&Visit) -> V) -> String {
    Owner::new().with(|| {
        provide_meta_context();
        provide_context(visit.clone());
        draw(visit).to_html()
    })
}

fn ids(html: &str) -> Vec<&str> {
    html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages() {
    let desk = desk().await;
    for lang in [Lang::En, Lang::Es] {
        let visit = visit(&desk, Role::Coordinator, lang);
        let kinds = events::load(&visit).await.unwrap();
        assert_eq!(kinds.len(), shipped().len());
        let mut pages = vec![html(&visit, |visit| events::drawn(visit, kinds))];
        for kind in shipped() {
            let shown = event::load(&visit, kind.code.as_str()).await.unwrap();
            pages.push(html(&visit, |visit| event::drawn(visit, shown)));
            let form = event_form::load(&visit, kind.code.as_str()).await.unwrap();
            pages.push(html(&visit, |visit| event_form::drawn(visit, form)));
        }
        for page in pages {
            assert_eq!(page.matches("<h1").count(), 1);
            assert!(!page.contains("style=\"") && !page.contains(" onclick"), "under a strict CSP");
            let ids = ids(&page);
            let once: BTreeSet<_> = ids.iter().collect();
            assert_eq!(ids.len(), once.len(), "an id comes twice");
            for label in page.split("for=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(ids.contains(&label), "a label of nothing: {label}");
            }
        }
    }
}

#[tokio::test]
async fn who_may_only_look_gets_no_form() {
    let desk = desk().await;
    let visit = visit(&desk, Role::Director, Lang::En);
    let shown = event::load(&visit, "marriage").await.unwrap();
    let page = html(&visit, |visit| event::drawn(visit, shown));
    assert!(page.contains("You married") && !page.contains("desk/event/"), "{page}");
    assert!(matches!(event_form::load(&visit, "marriage").await, Err(desk::Error::Forbidden)));
    assert!(matches!(event::load(&visit, "nothing").await, Err(desk::Error::NotFound(_))));
}

#[tokio::test]
async fn what_was_typed_and_what_is_wrong_with_it_are_shown_once_more() {
    let desk = desk().await;
    let visit = visit(&desk, Role::Coordinator, Lang::En);
    let kind = desk.event_kind(&"marriage".parse().unwrap()).await.unwrap().kind;
    let mut typed = TypedEvent { after: "a month".into(), ..TypedEvent::of(&kind) };
    typed.permits[0].change = "sell".into();
    let done = desk.save_event(visit.signed_in().unwrap(), &kind.code, 1, &typed).await;
    let Err(desk::Error::Fields(errors)) = done else { panic!("{done:?}") };
    let kept = BTreeMap::from([("event".to_owned(), serde_json::to_string(&typed).unwrap())]);
    let flash = crate::visit::Flash { errors, typed: kept, ..Default::default() };
    visit.put_flash("event.edit.marriage", flash).await;
    let form = event_form::load(&visit, "marriage").await.unwrap();
    let page = html(&visit, |visit| event_form::drawn(visit, form));
    assert!(page.contains("value=\"a month\""));
    let ids = ids(&page);
    for link in ["after", "permits-0--change-"] {
        assert!(page.contains(&format!("href=\"#{link}\"")) && ids.contains(&link), "{link}");
    }
}
