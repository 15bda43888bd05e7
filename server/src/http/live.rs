//! Tells open desks that the queue has changed: server-sent events, fed by one look a second for all.

use std::convert::Infallible;
use std::time::Duration;

use app::components::problem::status_of;
use app::visit::Visit;
use axum::Extension;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use desk::{Desk, Permission};
use futures::stream;
use tokio::sync::watch;

use super::Portal;

/// How often the queue is looked at.
const EVERY: Duration = Duration::from_secs(1);

/// The version of the queue, for whoever waits for a change.
#[derive(Clone)]
pub(crate) struct Live(watch::Receiver<i64>);

impl Live {
    /// Looks at the queue until `stop` is true. Then every stream ends.
    pub(crate) fn start(desk: Desk, mut stop: watch::Receiver<bool>) -> Live {
        let (tell, version) = watch::channel(0);
        tokio::spawn(async move {
            loop {
                match desk.queue_version().await {
                    Ok(now) => {
                        tell.send_if_modified(|last| std::mem::replace(last, now) != now);
                    }
                    Err(error) => tracing::warn!(%error, "the queue can't be looked at"),
                }
                tokio::select! {
                    () = tokio::time::sleep(EVERY) => {}
                    changed = stop.changed() => if changed.is_err() || *stop.borrow() { return },
                }
            }
        });
        Live(version)
    }
}

/// `event: queue` at every change.
pub(super) async fn events(State(portal): State<Portal>, Extension(visit): Extension<Visit>) -> Response {
    if let Err(error) = visit.signed_in().and_then(|actor| actor.require(Permission::SeeQueue)) {
        return status_of(&error).into_response();
    }
    let Live(mut version) = portal.live.clone();
    version.mark_unchanged();
    let changes = stream::unfold(version, |mut version| async move {
        version.changed().await.ok()?;
        let now = *version.borrow_and_update();
        Some((Ok::<_, Infallible>(Event::default().event("queue").data(now.to_string())), version))
    });
    Sse::new(changes).keep_alive(KeepAlive::default()).into_response()
}
