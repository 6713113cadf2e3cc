//! Sending somebody to the provider.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::zone::SECOND_US;
use holdfast_store::flows::flow::Flow;
use openidconnect::core::CoreAuthenticationFlow;
use openidconnect::{CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, Scope};

use super::provider::Provider;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::secret;

/// How long people may take at the provider.
const PATIENCE_US: i64 = 600 * SECOND_US;

/// Where to send the browser.
pub struct Departure {
    /// The provider's page.
    pub url: String,
    /// For a cookie of this browser: whoever brings the answer must have begun the sign-in.
    pub state: String,
    /// How long the cookie is good for.
    pub lasts_s: i64,
}

impl Identity {
    /// Begins a sign-in; afterwards the browser goes on to the page `return_to`.
    ///
    /// # Errors
    /// `Refused` (`no-provider`), `Provider`, `Store`.
    pub async fn depart(&self, return_to: &str, now_us: i64) -> Result<Departure, IdentityError> {
        let provider = self.provider()?;
        let client = provider.client(false, now_us).await?;
        let state = secret::url_safe(self.random())?;
        let nonce = secret::url_safe(self.random())?;
        let verifier = secret::url_safe(self.random())?;
        let flow = Flow {
            nonce: nonce.clone(),
            verifier: verifier.clone(),
            return_to: own_page(return_to),
            expires_at_us: now_us + PATIENCE_US,
        };
        self.store().begin_flow(&secret::hash("flow", &state), &flow).await?;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier));
        let (csrf, once) = (CsrfToken::new(state.clone()), Nonce::new(nonce));
        let (url, _, _) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || csrf, move || once)
            .add_scopes(provider.spec.scopes.iter().map(|scope| Scope::new(scope.clone())))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Departure {
            url: url.to_string(),
            state,
            lasts_s: PATIENCE_US / SECOND_US,
        })
    }

    /// What the button of the provider says; `None` without one.
    pub fn provider_label(&self) -> Option<&str> {
        self.0.provider.as_ref().map(|provider| provider.spec.label.as_str())
    }

    pub(crate) fn provider(&self) -> Result<&Provider, IdentityError> {
        let none = || {
            Refusal::new(
                "no-provider",
                Bilingual::new("没有配置单点登录", "no sign-in provider is configured"),
                Bilingual::new(
                    "在 holdfast.toml 写 [sign_in.oidc]",
                    "write [sign_in.oidc] in holdfast.toml",
                ),
            )
        };
        Ok(self.0.provider.as_ref().ok_or_else(none)?)
    }
}

/// A page of ours: a path, and not the address of another server, however it is spelt.
fn own_page(return_to: &str) -> String {
    let mut chars = return_to.chars();
    let is_path = chars.next() == Some('/') && !matches!(chars.next(), Some('/' | '\\'));
    let plain = return_to.len() <= 2_000 && !return_to.chars().any(|c| c.is_control() || c == '\\');
    if is_path && plain {
        return_to.to_owned()
    } else {
        "/".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::own_page;

    #[test]
    fn nobody_is_sent_elsewhere_afterwards() {
        assert_eq!(own_page("/customers?level=red"), "/customers?level=red");
        for elsewhere in ["", "https://x", "//x", "/\\x", "/\t/x", "customers", "/a\\b"] {
            assert_eq!(own_page(elsewhere), "/", "{elsewhere:?}");
        }
    }
}
