//! Whose token a program shows.

use holdfast_domain::zone::SECOND_US;

use super::create::PREFIX;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::secret;
use crate::signed_in::SignedIn;

/// Use is noted once a minute: a note is a write.
const NOTED_US: i64 = 60 * SECOND_US;

impl Identity {
    /// Who lent a program this token; `None` when it ended, was revoked, never was, or its owner was disabled.
    ///
    /// # Errors
    /// `Store`.
    pub async fn authenticate_token(&self, bearer: &str, now_us: i64) -> Result<Option<SignedIn>, IdentityError> {
        if !bearer.starts_with(PREFIX) {
            return Ok(None);
        }
        let Some((token, person)) = self.store().find_token(&secret::hash("token", bearer)).await? else {
            return Ok(None);
        };
        let ended = token.expires_at_us.is_some_and(|expires_at_us| now_us >= expires_at_us);
        if ended || person.disabled {
            return Ok(None);
        }
        if token
            .used_at_us
            .is_none_or(|used_at_us| now_us - used_at_us >= NOTED_US)
        {
            self.store().touch_token(&token.id, now_us).await?;
        }
        Ok(Some(SignedIn::by_token(token, person)))
    }
}
