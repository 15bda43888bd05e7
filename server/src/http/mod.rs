//! The web server: what stands around every request, and which handler answers it.

mod access;
mod assets;
mod cache;
mod documents;
mod guards;
mod language;
mod letters;
mod live;
mod own;
pub(crate) mod pages;
mod part_b;
mod retirements;
pub(crate) mod sessions;
mod watch;

use std::net::SocketAddr;
use std::sync::Arc;

use app::pages::public::sign_in::Choices;
use app::shell;
use app::visit::Visit;
use app::words::Lang;
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use desk::Desk;
use http::{HeaderValue, StatusCode, header};
use leptos_axum::generate_route_list;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_sessions::Session;

use crate::config::{self, Config};
use crate::issuer::DemoIssuer;
use crate::sign_in::{self, SignIn};

pub(crate) use assets::announce as announce_assets;
pub(crate) use language::take as take_language;
pub(crate) use live::Live;

/// The most that a form may send, in bytes.
const LARGEST_FORM: usize = 64 * 1024;
/// How long a request may take.
const LONGEST: std::time::Duration = std::time::Duration::from_secs(60);

/// What handlers share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Portal {
    /// The benefits office.
    pub(crate) desk: Desk,
    /// Issuers to choose from.
    pub(crate) choices: Choices,
    /// Scheme and host under which people reach the portal.
    pub(crate) origin: Arc<str>,
    /// How long people stay signed in.
    pub(crate) limits: config::Sessions,
    /// The header in which a proxy says who the client is.
    pub(crate) client_header: Option<Arc<str>>,
    /// Sign-ins that one address may begin in a minute.
    pub(crate) sign_ins: u32,
    /// Signing in.
    pub(crate) sign_in: SignIn,
    /// The demonstration's issuer.
    pub(crate) issuer: Option<DemoIssuer>,
    /// Tells desks that the queue has changed.
    pub(crate) live: Live,
    cache: cache::PublicPages,
    own: own::OwnPages,
    room: documents::Room,
    answers: watch::Answers,
}

impl Portal {
    /// A portal over `desk`.
    pub(crate) fn new(desk: Desk, config: &Config, live: Live) -> anyhow::Result<Portal> {
        let origin: Arc<str> = desk.city().base_url.clone().into();
        let issuer = if desk.city().demonstration { Some(DemoIssuer::new(&desk, config)?) } else { None };
        let mut issuers = config.issuers.clone();
        issuers.extend(issuer.as_ref().map(|issuer| issuer.as_configured()));
        let sign_in = SignIn::new(&issuers, &origin)?;
        let usual = if desk.city().demonstration { 12_000 } else { 120 };
        Ok(Portal {
            choices: sign_in.choices(),
            limits: config.sessions,
            client_header: config.client_address_header.as_deref().map(Into::into),
            sign_ins: config.sign_ins_per_minute.unwrap_or(usual),
            desk,
            origin,
            sign_in,
            issuer,
            live,
            cache: cache::PublicPages::default(),
            own: own::OwnPages::default(),
            room: documents::Room::default(),
            answers: watch::Answers::default(),
        })
    }

    fn is_secure(&self) -> bool {
        self.origin.starts_with("https://")
    }
}

/// The number under which staff find a breakdown in the log.
fn incident() -> String {
    uuid::Uuid::now_v7().simple().to_string()[24..].to_uppercase()
}

/// Every route, with what stands around it. The language has to be taken off the path before:
/// [`take_language`].
pub(crate) fn router(portal: Portal, config: &Config) -> Router {
    let mut routes: Router<Portal> = Router::new();
    for route in generate_route_list(shell::App) {
        routes = match route.path() {
            "/payroll/notices/{number}" => routes.route(route.path(), get(notice)),
            "/desk/part-b/lists/{number}" => routes.route(route.path(), get(part_b::list)),
            own::PATH => routes.route(own::PATH, get(own::page)),
            path if cache::is_public(path) => routes.route(path, get(cache::page)),
            path => routes.route(path, get(pages::page)),
        };
    }
    routes = routes
        .route("/api/{*form}", post(pages::form))
        .route("/desk/live", get(live::events))
        .route("/documents/{id}", get(documents::content))
        .merge(letters::routes())
        .merge(access::routes())
        .merge(retirements::files())
        .merge(sign_in::routes());
    if portal.issuer.is_some() {
        routes = routes.merge(crate::issuer::routes());
    }
    let sessions = sessions::layer(portal.desk.store().clone(), portal.limits, portal.is_secure());
    let unknown = Router::new().fallback(pages::unknown).with_state(portal.clone());
    let forms = routes
        .fallback_service(assets::files(&config.site, unknown))
        .with_state(portal.clone())
        .layer(from_fn_with_state((portal.clone(), LARGEST_FORM), guards::same_origin))
        .layer(from_fn_with_state(portal.clone(), know_visitor))
        .layer(sessions.clone())
        .layer(RequestBodyLimitLayer::new(LARGEST_FORM))
        .nest_service("/pkg", assets::fingerprinted(&config.site))
        .merge(watch::routes(portal.clone()))
        .layer(timeout(LONGEST));
    let files = documents::routes()
        .merge(retirements::uploads())
        .with_state(portal.clone())
        .layer(RequestBodyLimitLayer::new(documents::LARGEST_UPLOAD))
        .layer(from_fn_with_state((portal.clone(), documents::LARGEST_UPLOAD), guards::same_origin))
        .layer(from_fn_with_state(portal.clone(), know_visitor))
        .layer(sessions)
        .layer(timeout(documents::LONGEST_UPLOAD));
    forms
        .merge(files)
        .layer(from_fn_with_state(portal.clone(), guards::headers))
        .layer(from_fn(guards::loopback_name))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(portal, watch::count))
}

fn timeout(longest: std::time::Duration) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, longest)
}

/// Finds out who visits, for every page and form.
async fn know_visitor(
    State(portal): State<Portal>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let lang = request.extensions().get::<Lang>().copied().unwrap_or_default();
    let path = request.uri().path().to_owned();
    // A page that looks by itself whether something is new does not keep anybody signed in.
    let counts = path != "/desk/live" && !request.headers().contains_key("x-live");
    let actor = match sessions::who(&portal.desk, &session, portal.limits, counts).await {
        Ok(actor) => actor,
        Err(error) => {
            tracing::error!(%error, "a session can't be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let is_private = actor.is_some();
    let query = query_of(request.uri().query().unwrap_or_default());
    let client = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let client = client.map(|client| sign_in::client_of(&portal, client, request.headers()));
    let client = client.unwrap_or_default();
    let large_print = access::wants_large_print(request.headers());
    let visit = Visit { desk: portal.desk.clone(), actor, lang, path, query, client, session, large_print };
    request.extensions_mut().insert(visit);
    let mut response = next.run(request).await;
    if is_private {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

fn query_of(query: &str) -> std::collections::BTreeMap<String, String> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// A payroll notice, as a page or, with `.csv` behind its number, as a file.
async fn notice(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Path(number): Path<String>,
    request: Request,
) -> Response {
    let Some(number) = number.strip_suffix(".csv") else {
        return pages::page(State(portal), Extension(visit), request).await;
    };
    let file = async {
        let number = number.parse().map_err(|_| desk::Error::NotFound("payroll notice"))?;
        visit.desk.payroll_csv(visit.signed_in()?, number).await
    };
    match file.await {
        Ok(file) => {
            let name = format!("attachment; filename=\"payroll-notice-{number}.csv\"");
            (
                [
                    (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
                    (header::CONTENT_DISPOSITION, name),
                ],
                file,
            )
                .into_response()
        }
        Err(error) => pages::problem(&portal, visit, error).await,
    }
}
