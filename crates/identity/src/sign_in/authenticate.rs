//! Whose session a request belongs to.

use holdfast_domain::zone::SECOND_US;

use crate::error::IdentityError;
use crate::identity::Identity;
use crate::secret;
use crate::signed_in::SignedIn;

/// Use is noted once a minute: a note is a write.
const NOTED_US: i64 = 60 * SECOND_US;

impl Identity {
    /// Who has the session of this cookie; `None` when it ended, was idle too long, never was, or its person was disabled.
    ///
    /// # Errors
    /// `Store`.
    pub async fn authenticate_session(&self, token: &str, now_us: i64) -> Result<Option<SignedIn>, IdentityError> {
        let Some((session, person)) = self.store().find_session(&secret::hash("session", token)).await? else {
            return Ok(None);
        };
        let idle = now_us - session.seen_at_us > self.idle_us();
        if idle || now_us >= session.expires_at_us || person.disabled {
            return Ok(None);
        }
        if now_us - session.seen_at_us >= NOTED_US {
            self.store().touch_session(&session.id, now_us).await?;
        }
        Ok(Some(SignedIn::by_session(&session, person, token)))
    }
}
