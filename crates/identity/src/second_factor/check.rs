//! Checking a code.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_store::people::person::Person;
use serde_json::json;

use super::codes;
use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;

impl Identity {
    /// Whether a code is right and was not used before; a recovery code is used up.
    pub(crate) async fn code_matches(
        &self,
        person: &Person,
        sealed: &str,
        code: &str,
        now_us: i64,
    ) -> Result<bool, IdentityError> {
        let Some(code) = codes::typed(code) else {
            return self.recovery_code_matches(person, code, now_us).await;
        };
        let Some(secret) = self.0.key.open_sealed(&person.id, sealed)? else {
            return Err(key_lost().into());
        };
        match codes::step_of(&secret, &code, now_us)? {
            Some(step) => Ok(self.store().advance_totp(&person.id, step).await?),
            None => Ok(false),
        }
    }

    async fn recovery_code_matches(&self, person: &Person, code: &str, now_us: i64) -> Result<bool, IdentityError> {
        let hash = self.recovery_hash(&person.id, code);
        let who = Some((person.id.as_str(), person.login.as_str()));
        let entry = act::of_login(who, "second_factor.recovered", person.id.as_str(), json!({}));
        Ok(self
            .store()
            .use_recovery_code(&person.id, &hash, &entry, now_us)
            .await?)
    }

    /// The hash of a recovery code, however it was typed.
    pub(crate) fn recovery_hash(&self, person_id: &str, code: &str) -> String {
        let plain: String = code
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        self.0.key.code_hash(person_id, &plain)
    }
}

pub(super) fn key_lost() -> Refusal {
    Refusal::new(
        "key-lost",
        Bilingual::new(
            "二次验证的密钥与工作区的密钥文件不符",
            "the second factor was sealed with another key than the workspace has now",
        ),
        Bilingual::new(
            "恢复 holdfast.key；否则请管理员重置二次验证",
            "restore holdfast.key; or ask an administrator to reset the second factor",
        ),
    )
}
