//! The queue, better: work it from the keyboard, and see what others do.
//!
//! The page is whole without this. What can be done here can be done there with links and buttons; the
//! keys press the same ones. Keys of one letter can be turned off (WCAG 2.1.4).

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the island says, in the language of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueWords {
    /// The name of the help, and the label of its button.
    pub shortcuts: String,
    /// The label of the box that turns keys on.
    pub turn_on: String,
    /// The label of the button that closes the help.
    pub close: String,
    /// Said when the queue has changed; `{n}` stands for how many wait.
    pub changed: String,
}

/// Keys and news for the queue of the page. `events` is where the server tells of changes.
#[island]
pub fn QueueKeys(
    /// What is said.
    words: QueueWords,
    /// Address of the server's events.
    events: String,
    /// The help's text: which keys there are.
    children: Children,
) -> impl IntoView {
    let (said, say) = signal(String::new());
    let (started, start) = signal(false);
    let keys_on = RwSignal::new(true);
    let help = NodeRef::<leptos::html::Dialog>::new();

    #[cfg(feature = "hydrate")]
    {
        let changed = words.changed.clone();
        Effect::new(move |_| {
            keys_on.set(browser::keys_are_wanted());
            start.set(true);
            browser::listen_to_keys(keys_on, help);
            browser::listen_to_news(&events, changed.clone(), say);
            browser::focus_row_of_address();
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (say, start, events);

    let open = move |_| {
        #[cfg(feature = "hydrate")]
        browser::show(help);
    };
    let switch = move |_| {
        keys_on.update(|on| *on = !*on);
        #[cfg(feature = "hydrate")]
        browser::keep_keys_wanted(keys_on.get_untracked());
    };
    view! {
        <p class="visually-hidden" role="status">{move || said.get()}</p>
        <div class="queue-keys" hidden=move || !started.get()>
            <button type="button" class="button button-small button-quiet" aria-haspopup="dialog" on:click=open>
                {words.shortcuts.clone()}
            </button>
            <dialog node_ref=help class="queue-help" aria-label=words.shortcuts>
                {children()}
                <div class="choice">
                    <input type="checkbox" id="queue-keys-on" prop:checked=move || keys_on.get() on:change=switch />
                    <label for="queue-keys-on">{words.turn_on}</label>
                </div>
                <form method="dialog">
                    <button class="button button-secondary">{words.close}</button>
                </form>
            </dialog>
        </div>
    }
}

/// What only a browser can do.
#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::RefCell;
    use std::collections::BTreeSet;
    use std::rc::Rc;

    use gloo_timers::future::TimeoutFuture;
    use leptos::html::Dialog;
    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{
        Document, DomParser, Element, EventSource, HtmlElement, HtmlInputElement, KeyboardEvent, Response,
        SupportedType,
    };

    const KEYS_SETTING: &str = "queue-keys";
    const LIVE: &str = "#queue-live";
    /// Others' changes within this time are shown at once, not one by one.
    const GATHER_MILLISECONDS: u32 = 1_000;

    fn storage() -> Option<web_sys::Storage> {
        window().local_storage().ok().flatten()
    }

    pub(super) fn keys_are_wanted() -> bool {
        storage().and_then(|kept| kept.get_item(KEYS_SETTING).ok().flatten()).as_deref() != Some("off")
    }

    pub(super) fn keep_keys_wanted(on: bool) {
        if let Some(kept) = storage() {
            let _ = kept.set_item(KEYS_SETTING, if on { "on" } else { "off" });
        }
    }

    pub(super) fn show(help: NodeRef<Dialog>) {
        if let Some(dialog) = help.get_untracked()
            && !dialog.open()
        {
            let _ = dialog.show_modal();
        }
    }

    fn found(selector: &str) -> Option<HtmlElement> {
        document().query_selector(selector).ok().flatten()?.dyn_into().ok()
    }

    fn rows() -> Vec<Element> {
        let list = document().query_selector_all("#queue-live [data-row]");
        let Ok(list) = list else { return Vec::new() };
        (0..list.length()).filter_map(|place| list.get(place)?.dyn_into().ok()).collect()
    }

    fn inside<T: JsCast>(row: &Element, selector: &str) -> Option<T> {
        row.query_selector(selector).ok().flatten()?.dyn_into().ok()
    }

    fn focus_row(row: &Element) {
        if let Some(link) = inside::<HtmlElement>(row, "a[data-open]") {
            let _ = link.focus();
            row.scroll_into_view_with_bool(false);
        }
    }

    /// After a claim the page comes back with the row in its address: the keyboard goes on from there.
    pub(super) fn focus_row_of_address() {
        let hash = window().location().hash().unwrap_or_default();
        let target = hash.strip_prefix('#').and_then(|id| document().get_element_by_id(id));
        if let Some(row) = target.filter(|target| target.has_attribute("data-row")) {
            focus_row(&row);
        }
    }

    pub(super) fn listen_to_keys(keys_on: RwSignal<bool>, help: NodeRef<Dialog>) {
        // The row that was last worked on, by its reference.
        let last: Rc<RefCell<Option<String>>> = Rc::default();
        let handle = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
            let dialog_is_open = help.get_untracked().is_some_and(|dialog| dialog.open());
            if !keys_on.get_untracked() || dialog_is_open || is_for_something_else(&event) {
                return;
            }
            if pressed(&event.key(), &last, help) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    }

    fn is_for_something_else(event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing() {
            return true;
        }
        let Some(target) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else {
            return false;
        };
        let in_queue = target.closest(LIVE).ok().flatten().is_some();
        let is_arrow = event.key().starts_with("Arrow");
        let is_box = target.dyn_ref::<HtmlInputElement>().is_some_and(|input| input.type_() == "checkbox");
        let takes_text = matches!(target.local_name().as_str(), "input" | "select" | "textarea") && !is_box;
        // Arrows scroll the page, but in the queue.
        takes_text || target.is_content_editable() || (is_arrow && !in_queue)
    }

    /// Does what `key` stands for; whether it stands for something.
    fn pressed(key: &str, last: &Rc<RefCell<Option<String>>>, help: NodeRef<Dialog>) -> bool {
        let rows = rows();
        let reference = |row: &Element| row.get_attribute("data-row");
        let focused =
            document().active_element().and_then(|element| element.closest("[data-row]").ok().flatten());
        let here = focused.and_then(|row| rows.iter().position(|other| *other == row)).or_else(|| {
            rows.iter().position(|row| last.borrow().is_some() && reference(row) == *last.borrow())
        });
        let go_to = |place: usize| {
            if let Some(row) = rows.get(place) {
                *last.borrow_mut() = reference(row);
                focus_row(row);
            }
        };
        let row = here.and_then(|place| rows.get(place));
        match key {
            "j" | "ArrowDown" => go_to(here.map_or(0, |place| (place + 1).min(rows.len().saturating_sub(1)))),
            "k" | "ArrowUp" => go_to(here.map_or(0, |place| place.saturating_sub(1))),
            "x" => {
                if let Some(tick) = row.and_then(|row| inside::<HtmlElement>(row, "input[type=checkbox]")) {
                    tick.click();
                }
            }
            "c" => {
                if let Some(button) = row.and_then(|row| inside::<HtmlElement>(row, "button[data-claim]")) {
                    button.click();
                }
            }
            "/" => {
                if let Some(search) = found("#q") {
                    let _ = search.focus();
                }
            }
            "?" => show(help),
            _ => return false,
        }
        true
    }

    pub(super) fn listen_to_news(events: &str, changed: String, say: WriteSignal<String>) {
        let Ok(source) = EventSource::new(events) else { return };
        // Whether a look at the queue is under way, and whether another is due after it.
        let looking = Rc::new(RefCell::new((false, false)));
        let on_news = {
            let source = source.clone();
            Closure::<dyn FnMut(JsValue)>::new(move |_| {
                let (under_way, due) = &mut *looking.borrow_mut();
                *due = true;
                if *under_way {
                    return;
                }
                *under_way = true;
                let (looking, source, changed) = (looking.clone(), source.clone(), changed.clone());
                spawn_local(async move {
                    loop {
                        TimeoutFuture::new(GATHER_MILLISECONDS).await;
                        looking.borrow_mut().1 = false;
                        match look_again().await {
                            Some(Some(waiting)) => say.set(changed.replace("{n}", &waiting)),
                            Some(None) => {}
                            // Signed out, or the server is away: a page that is loaded anew tells why.
                            None => source.close(),
                        }
                        let (under_way, due) = &mut *looking.borrow_mut();
                        if !*due {
                            *under_way = false;
                            return;
                        }
                    }
                });
            })
        };
        let _ = source.add_event_listener_with_callback("queue", on_news.as_ref().unchecked_ref());
        on_news.forget();
    }

    /// Puts the queue as it is now in the place of the one that is shown. The number that wait, where it
    /// has changed; `None` where the queue can't be had any more.
    async fn look_again() -> Option<Option<String>> {
        let new = fresh_queue().await?;
        let old = document().query_selector(LIVE).ok().flatten()?;
        if new.inner_html() == old.inner_html() {
            return Some(None);
        }
        let kept = Kept::of(&document(), &old);
        old.replace_with_with_node_1(&new).ok()?;
        kept.restore(&new);
        Some(new.get_attribute("data-waiting"))
    }

    /// The queue's part of the page at this address, as the server draws it now.
    async fn fresh_queue() -> Option<Element> {
        let location = window().location();
        let search = location.search().ok()?;
        let joint = if search.is_empty() { "?" } else { "&" };
        // `live` tells the server that nobody reads what a form had to say.
        let address = format!("{}{search}{joint}live=1", location.pathname().ok()?);
        let response: Response =
            JsFuture::from(window().fetch_with_str(&address)).await.ok()?.dyn_into().ok()?;
        if !response.ok() || response.redirected() {
            return None;
        }
        let html = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
        let page = DomParser::new().ok()?.parse_from_string(&html, SupportedType::TextHtml).ok()?;
        page.query_selector(LIVE).ok()?
    }

    /// What somebody was doing in the queue.
    struct Kept {
        checked: BTreeSet<String>,
        /// Row and selector of the part of it that has the focus.
        focus: Option<(String, String)>,
    }

    impl Kept {
        fn of(document: &Document, queue: &Element) -> Kept {
            let active = document.active_element();
            Kept {
                checked: boxes(queue)
                    .into_iter()
                    .filter(|tick| tick.checked())
                    .map(|tick| tick.value())
                    .collect(),
                focus: active.filter(|active| queue.contains(Some(active))).and_then(|active| {
                    let row = active.closest("[data-row]").ok().flatten()?.get_attribute("data-row")?;
                    let part = match active.local_name().as_str() {
                        "input" => "input[type=checkbox]",
                        "button" => "button",
                        _ => "a[data-open]",
                    };
                    Some((row, part.to_owned()))
                }),
            }
        }

        fn restore(&self, queue: &Element) {
            for tick in boxes(queue) {
                tick.set_checked(self.checked.contains(&tick.value()));
            }
            let Some((row, part)) = &self.focus else { return };
            let row = rows().into_iter().find(|other| other.get_attribute("data-row").as_ref() == Some(row));
            // The row may have left the queue: the one that is now first is as good as any.
            let Some(row) = row.or_else(|| rows().into_iter().next()) else { return };
            match inside::<HtmlElement>(&row, part) {
                Some(part) => {
                    let _ = part.focus();
                }
                None => focus_row(&row),
            }
        }
    }

    fn boxes(queue: &Element) -> Vec<HtmlInputElement> {
        let Ok(list) = queue.query_selector_all("input[type=checkbox][name]") else { return Vec::new() };
        (0..list.length()).filter_map(|place| list.get(place)?.dyn_into().ok()).collect()
    }
}
