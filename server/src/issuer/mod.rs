//! The demonstration's own issuer: a real OpenID provider that asks for no password. It exists beside the
//! records of a demonstration city on this machine's own addresses, and nowhere else.

use std::net::IpAddr;
use std::sync::Arc;

use anyhow::{Result, anyhow, bail};
use app::pages::public::cast::Cast;
use app::pages::public::stopped::Stop;
use app::shell;
use app::visit::Visit;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Extension, Form, Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{TimeDelta, Utc};
use desk::demonstration::CastMember;
use desk::{Desk, Role};
use leptos::prelude::*;
use openidconnect::core::{
    CoreClaimName, CoreEdDsaPrivateSigningKey, CoreGenderClaim, CoreJsonWebKeySet,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata, CoreResponseType,
    CoreSubjectIdentifierType,
};
use openidconnect::{
    AccessToken, AdditionalClaims, Audience, AuthUrl, EmptyAdditionalProviderMetadata, EndUserName, IdToken,
    IdTokenClaims, IssuerUrl, JsonWebKeyId, JsonWebKeySetUrl, LocalizedClaim, Nonce, PrivateSigningKey,
    ResponseTypes, Scope, StandardClaims, SubjectIdentifier, TokenUrl,
};
use records::issuer_codes;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::config::{self, Config};
use crate::demo;
use crate::http::{Portal, pages};

/// Where servers turn codes into tokens.
pub(crate) const TOKEN_PATH: &str = "/demo-issuer/token";
const AUTHORIZE_PATH: &str = "/demo-issuer/authorize";
const CLIENT: &str = "portal";
/// How long a code is good.
const CODE_LASTS: TimeDelta = TimeDelta::seconds(60);
const TOKEN_LASTS: TimeDelta = TimeDelta::minutes(5);

/// The issuer. Cheap to clone.
#[derive(Clone)]
pub(crate) struct DemoIssuer {
    base: Arc<str>,
    secret: Arc<str>,
    key: Arc<CoreEdDsaPrivateSigningKey>,
}

impl DemoIssuer {
    /// Refuses to exist beside real records or where others can reach it.
    pub(crate) fn new(desk: &Desk, config: &Config) -> Result<DemoIssuer> {
        let base = desk.city().base_url.as_str();
        if !desk.city().demonstration {
            bail!("the demonstration's issuer does not start beside real records");
        }
        if !config.listen.is_loopback() || !is_loopback(base) {
            bail!("the demonstration signs people in without a password: it listens on 127.0.0.1 only");
        }
        // Derived, so that every process of one database has the same.
        let seed = desk.store().derived_key("demonstration issuer: signing");
        let secret = desk.store().derived_key("demonstration issuer: client");
        let id = Some(JsonWebKeyId::new("demonstration".into()));
        let key =
            CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem(&seed), id).map_err(|error| anyhow!(error))?;
        Ok(DemoIssuer {
            base: base.into(),
            secret: URL_SAFE_NO_PAD.encode(secret).into(),
            key: Arc::new(key),
        })
    }

    /// The issuer as a configuration would name it.
    pub(crate) fn as_configured(&self) -> config::Issuer {
        config::Issuer {
            id: "demonstration".into(),
            name_en: "The demonstration".into(),
            name_es: "La demostración".into(),
            issuer_url: self.url(),
            client_id: CLIENT.into(),
            client_secret: Some(self.secret.to_string()),
            client_secret_file: None,
            scopes: vec!["profile".into()],
            person_claim: "employee_number".into(),
            role_claim: "groups".into(),
            roles: Role::ALL.into_iter().filter_map(|role| Some((word(role)?, role))).collect(),
        }
    }

    fn url(&self) -> String {
        format!("{}/demo-issuer", self.base)
    }

    fn redirect_uri(&self) -> String {
        format!("{}/sign-in/callback", self.base)
    }
}

fn is_loopback(base: &str) -> bool {
    let host = base.strip_prefix("http://").unwrap_or(base);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// An Ed25519 key in PKCS #8 (RFC 8410), PEM.
fn pem(seed: &[u8]) -> String {
    const PREFIX: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let der = [&PREFIX, seed].concat();
    format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der))
}

/// A role as a group of the issuer.
fn word(role: Role) -> Option<String> {
    serde_json::to_value(role).ok()?.as_str().map(str::to_owned)
}

/// The issuer's endpoints.
pub(crate) fn routes() -> Router<Portal> {
    Router::new()
        .route("/demo-issuer/.well-known/openid-configuration", get(metadata))
        .route("/demo-issuer/jwks", get(keys))
        .route(AUTHORIZE_PATH, get(choose).post(chosen))
        .route(TOKEN_PATH, post(token))
}

async fn metadata(State(portal): State<Portal>) -> Response {
    let Some(issuer) = &portal.issuer else { return StatusCode::NOT_FOUND.into_response() };
    let urls = (
        IssuerUrl::new(issuer.url()),
        AuthUrl::new(format!("{}{AUTHORIZE_PATH}", issuer.base)),
        JsonWebKeySetUrl::new(format!("{}/jwks", issuer.url())),
        TokenUrl::new(format!("{}{TOKEN_PATH}", issuer.base)),
    );
    let (Ok(url), Ok(authorize), Ok(keys), Ok(token)) = urls else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let metadata = CoreProviderMetadata::new(
        url,
        authorize,
        keys,
        vec![ResponseTypes::new(vec![CoreResponseType::Code])],
        vec![CoreSubjectIdentifierType::Public],
        vec![CoreJwsSigningAlgorithm::EdDsa],
        EmptyAdditionalProviderMetadata {},
    )
    .set_token_endpoint(Some(token))
    .set_scopes_supported(Some(vec![Scope::new("openid".into()), Scope::new("profile".into())]))
    .set_claims_supported(Some(
        ["sub", "name", "employee_number", "groups"].map(|name| CoreClaimName::new(name.into())).to_vec(),
    ));
    Json(metadata).into_response()
}

async fn keys(State(portal): State<Portal>) -> Response {
    match &portal.issuer {
        Some(issuer) => Json(CoreJsonWebKeySet::new(vec![issuer.key.as_verification_key()])).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What a client asks for when it sends somebody here.
#[derive(Debug, Clone, Deserialize)]
struct Asked {
    client_id: String,
    redirect_uri: String,
    response_type: String,
    state: String,
    nonce: String,
    code_challenge: String,
    code_challenge_method: String,
}

impl Asked {
    fn holds(&self, issuer: &DemoIssuer) -> bool {
        self.client_id == CLIENT
            && self.redirect_uri == issuer.redirect_uri()
            && self.response_type == "code"
            && self.code_challenge_method == "S256"
            && !self.code_challenge.is_empty()
    }

    fn fields(self) -> Vec<(String, String)> {
        [
            ("client_id", self.client_id),
            ("redirect_uri", self.redirect_uri),
            ("response_type", self.response_type),
            ("state", self.state),
            ("nonce", self.nonce),
            ("code_challenge", self.code_challenge),
            ("code_challenge_method", self.code_challenge_method),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}

#[derive(Deserialize)]
struct Locale {
    #[serde(default)]
    ui_locales: String,
}

/// The page on which one chooses who to be.
async fn choose(
    State(portal): State<Portal>,
    Extension(mut visit): Extension<Visit>,
    asked: Result<Query<Asked>, QueryRejection>,
    Query(Locale { ui_locales }): Query<Locale>,
    request: Request,
) -> Response {
    let (Some(issuer), Ok(Query(asked))) = (&portal.issuer, asked) else {
        return pages::stopped(&portal, visit, Stop::SignInRefused).await;
    };
    if !asked.holds(issuer) {
        return pages::stopped(&portal, visit, Stop::SignInRefused).await;
    }
    if ui_locales.starts_with("es") {
        visit.lang = app::words::Lang::Es;
    }
    let members = match demo::cast(portal.desk.store()).await {
        Ok(members) => members,
        Err(error) => return pages::breakdown(&portal, visit, &error).await,
    };
    let view = move || {
        let (members, hidden) = (members.clone(), asked.clone().fields());
        shell::document(
            move || view! { <Cast members=members action=AUTHORIZE_PATH.to_owned() hidden=hidden /> },
        )
    };
    pages::draw(&portal, visit, request, view).await
}

#[derive(Deserialize)]
struct Chosen {
    #[serde(flatten)]
    asked: Asked,
    subject: String,
}

/// What a code stands for.
#[derive(Serialize, Deserialize)]
struct Grant {
    subject: String,
    nonce: String,
    code_challenge: String,
    redirect_uri: String,
}

async fn chosen(
    State(portal): State<Portal>,
    Extension(visit): Extension<Visit>,
    Form(Chosen { asked, subject }): Form<Chosen>,
) -> Response {
    let Some(issuer) = &portal.issuer else { return StatusCode::NOT_FOUND.into_response() };
    let member = member(&portal.desk, &subject).await;
    if !asked.holds(issuer) || !matches!(member, Ok(Some(_))) {
        return pages::stopped(&portal, visit, Stop::SignInRefused).await;
    }
    let code =
        openidconnect::AuthorizationCode::new(openidconnect::CsrfToken::new_random_len(32).secret().clone());
    let address = format!(
        "{}?{}",
        asked.redirect_uri,
        form_urlencoded::Serializer::new(String::new())
            .append_pair("code", code.secret())
            .append_pair("state", &asked.state)
            .finish()
    );
    let grant = Grant {
        subject,
        nonce: asked.nonce,
        code_challenge: asked.code_challenge,
        redirect_uri: asked.redirect_uri,
    };
    match issuer_codes::put(portal.desk.store(), code.secret(), &grant, Utc::now() + CODE_LASTS).await {
        Ok(()) => Redirect::to(&address).into_response(),
        Err(error) => pages::breakdown(&portal, visit, &error).await,
    }
}

async fn member(desk: &Desk, subject: &str) -> Result<Option<CastMember>> {
    Ok(demo::cast(desk.store()).await?.into_iter().find(|member| member.subject == subject))
}

#[derive(Deserialize)]
struct TokenRequest {
    grant_type: String,
    code: String,
    redirect_uri: String,
    code_verifier: String,
    client_id: Option<String>,
    client_secret: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    #[serde(skip_serializing_if = "Option::is_none")]
    employee_number: Option<String>,
    groups: Vec<String>,
}

impl AdditionalClaims for Claims {}

/// The standard's words for what is wrong with a token request (RFC 6749 § 5.2).
fn refused(error: &str) -> Response {
    let status = if error == "invalid_client" { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
    (status, [(header::CACHE_CONTROL, "no-store")], Json(serde_json::json!({ "error": error })))
        .into_response()
}

async fn token(
    State(portal): State<Portal>,
    headers: HeaderMap,
    Form(asked): Form<TokenRequest>,
) -> Response {
    let Some(issuer) = &portal.issuer else { return StatusCode::NOT_FOUND.into_response() };
    if !is_client(issuer, &headers, &asked) {
        return refused("invalid_client");
    }
    if asked.grant_type != "authorization_code" {
        return refused("unsupported_grant_type");
    }
    let grant: Option<Grant> = match issuer_codes::take(portal.desk.store(), &asked.code, Utc::now()).await {
        Ok(grant) => grant,
        Err(error) => {
            tracing::error!(%error, "a code can't be looked up");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(asked.code_verifier.as_bytes()));
    let Some(grant) =
        grant.filter(|grant| grant.code_challenge == challenge && grant.redirect_uri == asked.redirect_uri)
    else {
        return refused("invalid_grant");
    };
    match id_token(&portal.desk, issuer, grant).await {
        Ok((id_token, access_token)) => {
            let body = serde_json::json!({
                "access_token": access_token.secret(),
                "token_type": "Bearer",
                "expires_in": TOKEN_LASTS.num_seconds(),
                "id_token": id_token,
            });
            ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "no token could be made");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn id_token(desk: &Desk, issuer: &DemoIssuer, grant: Grant) -> Result<(String, AccessToken)> {
    let Some(member) = member(desk, &grant.subject).await? else { bail!("nobody of that name") };
    let now = Utc::now();
    let mut name = LocalizedClaim::new();
    name.insert(None, EndUserName::new(member.name));
    let claims = IdTokenClaims::<Claims, CoreGenderClaim>::new(
        IssuerUrl::new(issuer.url())?,
        vec![Audience::new(CLIENT.into())],
        now + TOKEN_LASTS,
        now,
        StandardClaims::new(SubjectIdentifier::new(member.subject)).set_name(Some(name)),
        Claims {
            employee_number: member.person_ref,
            groups: member.roles.into_iter().filter_map(word).collect(),
        },
    )
    .set_nonce(Some(Nonce::new(grant.nonce)));
    let access_token = AccessToken::new(openidconnect::CsrfToken::new_random().secret().clone());
    let token = IdToken::<_, _, CoreJweContentEncryptionAlgorithm, _>::new(
        claims,
        &*issuer.key,
        CoreJwsSigningAlgorithm::EdDsa,
        Some(&access_token),
        None,
    )?;
    Ok((token.to_string(), access_token))
}

/// Whether the client proves who it is, in the header or in the form.
fn is_client(issuer: &DemoIssuer, headers: &HeaderMap, asked: &TokenRequest) -> bool {
    let basic = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Basic "))
        .and_then(|text| STANDARD.decode(text).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok());
    let (id, secret) = match &basic {
        Some(pair) => pair.split_once(':').unwrap_or_default(),
        None => (
            asked.client_id.as_deref().unwrap_or_default(),
            asked.client_secret.as_deref().unwrap_or_default(),
        ),
    };
    // Digests are compared, so that the time it takes says nothing of the secret.
    id == CLIENT && Sha256::digest(secret) == Sha256::digest(issuer.secret.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        for (base, loopback) in [
            ("http://127.0.0.1:3000", true),
            ("http://[::1]:3000", true),
            ("http://10.0.0.1:3000", false),
            ("https://benefits.example", false),
            ("http://127.0.0.1.evil.example:80", false),
        ] {
            assert_eq!(is_loopback(base), loopback, "{base}");
        }
    }
}
