//! `[sign_in]` in `holdfast.toml`: how long people stay signed in, and the provider that knows them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::role::Role;
use crate::lang::Bilingual;
use crate::refusal::Refusal;

/// How people sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignInSpec {
    /// Minutes without a request after which a session ends.
    pub idle_minutes: u32,
    /// Hours after which a session ends, whatever happens.
    pub absolute_hours: u32,
    /// A provider of OpenID Connect.
    pub oidc: Option<OidcSpec>,
}

impl Default for SignInSpec {
    fn default() -> Self {
        Self {
            idle_minutes: 120,
            absolute_hours: 12,
            oidc: None,
        }
    }
}

/// A provider of OpenID Connect (authorization code with PKCE).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcSpec {
    /// The provider's address, exactly as it names itself; `/.well-known/openid-configuration` is below it.
    pub issuer: String,
    /// The name under which the provider knows us.
    pub client_id: String,
    /// The environment variable that holds our secret; none for a public client.
    #[serde(default)]
    pub client_secret_env: Option<String>,
    /// The address at which people reach this server; `/api/v1/oidc/callback` below it must be registered with the provider.
    pub public_url: String,
    /// What the button says.
    #[serde(default = "label")]
    pub label: String,
    /// What is asked for besides `openid`.
    #[serde(default = "scopes")]
    pub scopes: Vec<String>,
    /// The claim that becomes the login.
    #[serde(default = "login_claim")]
    pub login_claim: String,
    /// The claim that names groups; without it roles are given in the settings page.
    #[serde(default)]
    pub role_claim: Option<String>,
    /// Roles of people whose groups give none; with none either they are turned away.
    #[serde(default)]
    pub default_roles: BTreeSet<Role>,
    /// People whom an administrator made beforehand with the same login are taken for the provider's. Only for a provider
    /// that does not let people choose this claim themselves.
    #[serde(default)]
    pub link_by_login: bool,
    /// Which group has which role.
    #[serde(default)]
    pub roles: BTreeMap<String, Role>,
}

fn label() -> String {
    "单点登录 SSO".to_owned()
}

fn scopes() -> Vec<String> {
    vec!["profile".to_owned(), "email".to_owned()]
}

fn login_claim() -> String {
    "preferred_username".to_owned()
}

impl SignInSpec {
    /// The lifetimes within reason, addresses encrypted, roles that go together.
    ///
    /// # Errors
    /// `bad-session-lifetime`, `oidc-not-encrypted`, `auditor-alone`.
    #[allow(clippy::result_large_err)] // A refusal ends the start.
    pub fn check(&self) -> Result<(), Refusal> {
        let whole = self.absolute_hours.saturating_mul(60);
        if !(5..=24 * 60).contains(&self.idle_minutes) || whole < self.idle_minutes || self.absolute_hours > 24 * 30 {
            return Err(Refusal::new(
                "bad-session-lifetime",
                Bilingual::new("登录时长不合理", "sessions would be too short or too long"),
                Bilingual::new(
                    "idle_minutes 取 5 到 1440；absolute_hours 不短于它，不超过 720",
                    "idle_minutes is 5 to 1440; absolute_hours is not shorter and at most 720",
                ),
            )
            .with_value(&format!("{} / {}", self.idle_minutes, self.absolute_hours)));
        }
        let Some(oidc) = &self.oidc else { return Ok(()) };
        for address in [&oidc.issuer, &oidc.public_url] {
            if !is_safe(address) {
                return Err(Refusal::new(
                    "oidc-not-encrypted",
                    Bilingual::new(
                        "单点登录的地址必须使用 https",
                        "addresses of single sign-on must begin with https://",
                    ),
                    Bilingual::new(
                        "使用 https 地址；http 只允许本机",
                        "use an https address; http is for this machine alone",
                    ),
                )
                .in_column("sign_in.oidc")
                .with_value(address));
            }
        }
        if !oidc.default_roles.is_empty() {
            super::role::check_together(&oidc.default_roles)?;
        }
        Ok(())
    }
}

/// Whether secrets may travel to this address: encrypted, or not leaving the machine.
pub fn is_safe(address: &str) -> bool {
    address.starts_with("https://") || is_loopback(address)
}

fn is_loopback(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(host, "127.0.0.1" | "localhost" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(issuer: &str) -> SignInSpec {
        SignInSpec {
            oidc: Some(OidcSpec {
                issuer: issuer.to_owned(),
                client_id: "holdfast".to_owned(),
                client_secret_env: None,
                public_url: "https://churn.example.com".to_owned(),
                label: label(),
                scopes: scopes(),
                login_claim: login_claim(),
                role_claim: None,
                roles: BTreeMap::new(),
                default_roles: BTreeSet::new(),
                link_by_login: false,
            }),
            ..SignInSpec::default()
        }
    }

    #[test]
    fn only_this_machine_may_go_without_encryption() {
        for issuer in [
            "https://id.example.com",
            "http://127.0.0.1:4000/realm",
            "http://[::1]:4000",
            "http://localhost",
        ] {
            assert_eq!(spec(issuer).check(), Ok(()), "{issuer}");
        }
        for issuer in [
            "http://id.example.com",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com:80",
            "ftp://x",
        ] {
            assert_eq!(
                spec(issuer).check().map_err(|r| r.code),
                Err("oidc-not-encrypted"),
                "{issuer}"
            );
        }
    }

    #[test]
    fn sessions_end_within_reason() {
        let lifetime = |idle_minutes, absolute_hours| {
            let spec = SignInSpec {
                idle_minutes,
                absolute_hours,
                oidc: None,
            };
            spec.check().is_ok()
        };
        assert!(lifetime(120, 12) && lifetime(60, 1));
        assert!(!lifetime(1, 12) && !lifetime(120, 1) && !lifetime(60, 1_000) && !lifetime(60, u32::MAX));
    }
}
