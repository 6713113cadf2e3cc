//! Making a token.

use std::collections::BTreeSet;

use holdfast_domain::access::scope::Scope;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::zone::DAY_US;
use holdfast_store::tokens::token::Token;
use serde_json::json;

use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::people::name;
use crate::random;
use crate::secret;
use crate::signed_in::SignedIn;

/// What every token begins with, so that scanners of leaked secrets can find it.
pub(super) const PREFIX: &str = "hf_";
/// Tokens of one person.
const MOST_TOKENS: u64 = 50;
/// Ten years.
const MOST_DAYS: u32 = 3_650;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRequest {
    /// What the person calls it.
    pub name: String,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// Days until it ends; none: until it is revoked.
    pub expires_in_days: Option<u32>,
}

impl Identity {
    /// Makes a token of a person; returns it with its secret, which is shown this once.
    ///
    /// # Errors
    /// `Refused` (`people-only`, `bad-name`, `no-scope`, `scope-beyond-role`, `bad-expiry`, `too-many-tokens`), `Store`.
    pub async fn create_token(
        &self,
        signed_in: &SignedIn,
        request: &TokenRequest,
        now_us: i64,
    ) -> Result<(Token, String), IdentityError> {
        signed_in.must_be_a_person()?;
        let name = name::checked(&request.name)?;
        check(signed_in, request)?;
        if self.store().count_tokens(&signed_in.user.id).await? >= MOST_TOKENS {
            return Err(refusal(
                "too-many-tokens",
                "令牌已达 50 个",
                "there are 50 tokens already",
                "先删除不用的令牌",
                "revoke one that is not used",
            )
            .into());
        }
        let text = format!("{PREFIX}{}", secret::base62(self.random())?);
        let token = Token {
            id: random::id(self.random())?,
            person_id: signed_in.user.id.clone(),
            name,
            hint: text.chars().take(PREFIX.len() + 4).collect(),
            scopes: request.scopes.clone(),
            created_at_us: now_us,
            expires_at_us: request.expires_in_days.map(|days| now_us + i64::from(days) * DAY_US),
            used_at_us: None,
        };
        let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.word()).collect();
        let detail = json!({"name": token.name, "scopes": scopes, "expires_at_us": token.expires_at_us});
        let entry = act::of(signed_in, "token.created", token.id.as_str(), detail);
        self.store()
            .create_token(&token, &secret::hash("token", &text), &entry)
            .await?;
        Ok((token, text))
    }
}

#[allow(clippy::result_large_err)] // A refusal ends the request.
fn check(signed_in: &SignedIn, request: &TokenRequest) -> Result<(), Refusal> {
    if request.scopes.is_empty() {
        return Err(refusal(
            "no-scope",
            "没有选择权限范围",
            "no scope is chosen",
            "至少选择一个",
            "choose at least one",
        )
        .in_column("scopes"));
    }
    let beyond = request
        .scopes
        .iter()
        .find(|scope| !signed_in.permissions.contains(&scope.needs()));
    if let Some(scope) = beyond {
        return Err(refusal(
            "scope-beyond-role",
            "您的角色没有这项权限",
            "your roles do not permit this",
            "去掉该范围，或请管理员授予角色",
            "leave the scope out, or ask an administrator for a role",
        )
        .in_column("scopes")
        .with_value(scope.word()));
    }
    match request.expires_in_days {
        Some(days) if !(1..=MOST_DAYS).contains(&days) => Err(refusal(
            "bad-expiry",
            "有效天数应为 1 到 3650",
            "a token lasts 1 to 3650 days",
            "改为其间的天数",
            "give a number of days in between",
        )
        .in_column("expires_in_days")
        .with_value(&days.to_string())),
        _ => Ok(()),
    }
}

fn refusal(code: &'static str, zh: &str, en: &str, remedy_zh: &str, remedy_en: &str) -> Refusal {
    Refusal::new(code, Bilingual::new(zh, en), Bilingual::new(remedy_zh, remedy_en))
}
