//! Somebody comes back from the provider.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_store::flows::flow::Flow;
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJwsSigningAlgorithm as Algorithm};
use openidconnect::{
    AuthorizationCode, ClaimsVerificationError, Nonce, PkceCodeVerifier, SignatureVerificationError, TokenResponse,
};
use serde_json::Value;

use super::provider::{Client, Provider, chain};
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::secret;
use crate::sign_in::open::{Device, Opened};

/// Signatures with a key of the provider. Not among them: `none`, and those with our own secret.
const ALGORITHMS: [Algorithm; 8] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// What the browser brings.
#[derive(Clone)]
pub struct Answer {
    /// The provider's code, to be exchanged for tokens.
    pub code: String,
    /// The state that the provider repeats.
    pub state: String,
    /// The state in the cookie of this browser.
    pub cookie: String,
}

impl Identity {
    /// Lets in somebody whom the provider recognised; also returns the page to go on to.
    ///
    /// # Errors
    /// `Refused` (`no-provider`, `sign-in-expired`, and what [`Identity`] refuses of people), `Provider` when the answer does
    /// not hold, `WrongLogin` for a disabled person, `Store`.
    pub async fn arrive(
        &self,
        answer: &Answer,
        device: &Device,
        now_us: i64,
    ) -> Result<(Opened, String), IdentityError> {
        let provider = self.provider()?;
        if !secret::same(&answer.state, &answer.cookie) {
            return Err(expired().into());
        }
        let flow = self
            .store()
            .take_flow(&secret::hash("flow", &answer.state), now_us)
            .await?;
        let flow = flow.ok_or_else(expired)?;
        let claims = claims(provider, answer, &flow, now_us).await?;
        let person = self.recognise(provider, &claims, device, now_us).await?;
        let opened = self.open_session(person, device, "provider", now_us).await?;
        Ok((opened, flow.return_to))
    }
}

/// The claims of the ID token, once its signature, issuer, audience, time and nonce hold.
async fn claims(provider: &Provider, answer: &Answer, flow: &Flow, now_us: i64) -> Result<Value, IdentityError> {
    let client = provider.client(false, now_us).await?;
    let tokens = client
        .exchange_code(AuthorizationCode::new(answer.code.clone()))
        .map_err(chain)?
        .set_pkce_verifier(PkceCodeVerifier::new(flow.verifier.clone()))
        .request_async(provider)
        .await
        .map_err(chain)?;
    let token = tokens
        .id_token()
        .ok_or_else(|| IdentityError::Provider("it sent no ID token".to_owned()))?;
    let nonce = Nonce::new(flow.nonce.clone());
    match verify(&client, token, &nonce, now_us) {
        // The provider has new keys since the last hour.
        Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
            let client = provider.client(true, now_us).await?;
            verify(&client, token, &nonce, now_us).map_err(chain)?;
        }
        outcome => outcome.map_err(chain)?,
    }
    payload(token)
}

fn verify(client: &Client, token: &CoreIdToken, nonce: &Nonce, now_us: i64) -> Result<(), ClaimsVerificationError> {
    let verifier: CoreIdTokenVerifier<'_> = client
        .id_token_verifier()
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || DateTime::<Utc>::from_timestamp_micros(now_us).unwrap_or(DateTime::<Utc>::MAX_UTC));
    token.claims(&verifier, nonce).map(drop)
}

/// The claims as JSON: which of them names login and groups is the workspace's choice.
fn payload(token: &CoreIdToken) -> Result<Value, IdentityError> {
    let text = token.to_string();
    let payload = text
        .split('.')
        .nth(1)
        .and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok());
    payload
        .and_then(|payload| serde_json::from_slice(&payload).ok())
        .ok_or_else(|| IdentityError::Provider("its ID token holds no claims".to_owned()))
}

fn expired() -> Refusal {
    Refusal::new(
        "sign-in-expired",
        Bilingual::new(
            "这次单点登录已过期，或不是由此浏览器发起",
            "this sign-in has expired or was begun in another browser",
        ),
        Bilingual::new("重新登录", "sign in again"),
    )
}
