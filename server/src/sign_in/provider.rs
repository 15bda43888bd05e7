//! One issuer: its metadata, the way to it, and what it says of somebody.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use desk::sign_in::Identity;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl, LanguageTag, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, StandardErrorResponse, StandardTokenResponse,
    TokenResponse, reqwest,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Mutex;

use crate::config::Issuer;

/// How long an issuer has for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long its metadata and keys are taken for current.
const CURRENT: Duration = Duration::from_secs(600);

/// Claims beyond the standard ones, by name.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Claims {
    #[serde(flatten)]
    named: BTreeMap<String, Value>,
}

impl AdditionalClaims for Claims {}

type Tokens = StandardTokenResponse<
    IdTokenFields<
        Claims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

type OurClient = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Why a sign-in failed; for the log, without personal data.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The issuer does not answer, or not as an OpenID provider does.
    #[error("the issuer is away: {0}")]
    Away(String),
    /// What it sent does not hold.
    #[error("refused: {0}")]
    Refused(String),
}

/// A way to an issuer that has been begun.
pub(super) struct Begun {
    pub(super) address: openidconnect::url::Url,
    pub(super) state: CsrfToken,
    pub(super) nonce: Nonce,
    pub(super) verifier: PkceCodeVerifier,
}

/// One issuer.
pub(super) struct Provider {
    pub(super) issuer: Issuer,
    secret: Option<ClientSecret>,
    url: IssuerUrl,
    back: RedirectUrl,
    http: reqwest::Client,
    known: Mutex<Option<(Instant, CoreProviderMetadata)>>,
}

impl Provider {
    pub(super) fn new(issuer: &Issuer, back: &str) -> Result<Provider> {
        // Following a redirect would let an issuer make the portal ask addresses inside the city's network.
        let http = reqwest::ClientBuilder::new()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()
            .context("no HTTP client can be made")?;
        Ok(Provider {
            secret: issuer.secret()?.map(ClientSecret::new),
            url: IssuerUrl::new(issuer.issuer_url.clone()).context("issuers.issuer_url")?,
            back: RedirectUrl::new(back.to_owned()).context("base_url")?,
            http,
            known: Mutex::new(None),
            issuer: issuer.clone(),
        })
    }

    /// The issuer's metadata and keys, asked for anew when they are some minutes old.
    pub(super) async fn metadata(&self) -> Result<CoreProviderMetadata, Failure> {
        let mut known = self.known.lock().await;
        if let Some((since, metadata)) = &*known
            && since.elapsed() < CURRENT
        {
            return Ok(metadata.clone());
        }
        let found = CoreProviderMetadata::discover_async(self.url.clone(), &self.http)
            .await
            .map_err(|error| Failure::Away(error.to_string()))?;
        *known = Some((Instant::now(), found.clone()));
        Ok(found)
    }

    async fn client(&self) -> Result<OurClient, Failure> {
        let metadata = self.metadata().await?;
        let id = ClientId::new(self.issuer.client_id.clone());
        Ok(OurClient::from_provider_metadata(metadata, id, self.secret.clone())
            .set_redirect_uri(self.back.clone()))
    }

    /// The address at the issuer to send somebody to, with what has to come back.
    pub(super) async fn begin(&self, language: &str) -> Result<Begun, Failure> {
        let client = self.client().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .set_pkce_challenge(challenge)
            .add_ui_locale(LanguageTag::new(language.to_owned()));
        for scope in &self.issuer.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (address, state, nonce) = request.url();
        Ok(Begun { address, state, nonce, verifier })
    }

    /// Turns the code that came back into what the issuer says of somebody. The ID token's signature,
    /// issuer, audience, time and nonce are checked.
    pub(super) async fn finish(
        &self,
        code: AuthorizationCode,
        verifier: PkceCodeVerifier,
        nonce: &Nonce,
    ) -> Result<Identity, Failure> {
        let refused = |error: &dyn std::fmt::Display| Failure::Refused(error.to_string());
        let client = self.client().await?;
        let tokens = client
            .exchange_code(code)
            .map_err(|error| refused(&error))?
            .set_pkce_verifier(verifier)
            .request_async(&self.http)
            .await
            .map_err(|error| refused(&error))?;
        let token = tokens.id_token().ok_or_else(|| refused(&"no ID token"))?;
        let claims = token.claims(&client.id_token_verifier(), nonce).map_err(|error| refused(&error))?;
        let extra = &claims.additional_claims().named;
        let name = claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned());
        Ok(Identity {
            issuer: self.issuer.id.clone(),
            subject: claims.subject().as_str().to_owned(),
            name,
            person: extra
                .get(&self.issuer.person_claim)
                .and_then(Value::as_str)
                .and_then(|text| text.parse().ok()),
            roles: words(extra.get(&self.issuer.role_claim))
                .into_iter()
                .filter_map(|word| self.issuer.roles.get(word).copied())
                .collect(),
        })
    }
}

/// A claim that is a list of words, or a single one.
fn words(claim: Option<&Value>) -> Vec<&str> {
    match claim {
        Some(Value::String(word)) => vec![word],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn groups_are_a_list_or_a_word() {
        assert_eq!(words(Some(&json!(["a", 1, "b"]))), ["a", "b"]);
        assert_eq!(words(Some(&json!("a"))), ["a"]);
        assert!(words(Some(&json!({"a": 1}))).is_empty());
        assert!(words(None).is_empty());
    }
}
