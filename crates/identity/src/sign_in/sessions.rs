//! A person's sessions: seeing and ending them.

use holdfast_store::sessions::session::Session;
use serde_json::json;

use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::secret;
use crate::signed_in::SignedIn;

impl Identity {
    /// The sessions of a person that still work, the last used first.
    ///
    /// # Errors
    /// `Refused` (`people-only`), `Store`.
    pub async fn list_sessions(&self, signed_in: &SignedIn, now_us: i64) -> Result<Vec<Session>, IdentityError> {
        signed_in.must_be_a_person()?;
        let mut sessions = self.store().list_sessions(&signed_in.user.id, now_us).await?;
        sessions.retain(|session| now_us - session.seen_at_us <= self.idle_us());
        Ok(sessions)
    }

    /// Ends a session of the person: this one (signing out) or another.
    ///
    /// # Errors
    /// `Refused` (`people-only`), `NotFound`, `Store`.
    pub async fn close_session(
        &self,
        signed_in: &SignedIn,
        session_id: &str,
        now_us: i64,
    ) -> Result<(), IdentityError> {
        signed_in.must_be_a_person()?;
        let entry = act::of(signed_in, "session.closed", session_id, json!({}));
        let closed = self
            .store()
            .close_session(&signed_in.user.id, session_id, &entry, now_us)
            .await?;
        if closed { Ok(()) } else { Err(IdentityError::NotFound) }
    }

    pub(crate) async fn close_by_token(&self, token: &str, now_us: i64) -> Result<(), IdentityError> {
        let Some((session, person)) = self.store().find_session(&secret::hash("session", token)).await? else {
            return Ok(());
        };
        let who = Some((person.id.as_str(), person.login.as_str()));
        let entry = act::of_login(
            who,
            "session.closed",
            session.id.as_str(),
            json!({"by": "a new sign-in"}),
        );
        self.store()
            .close_session(&person.id, &session.id, &entry, now_us)
            .await?;
        Ok(())
    }
}
