//! Opening a session for somebody who was recognised, by whatever way.

use holdfast_store::people::person::Person;
use holdfast_store::sessions::session::Session;
use serde_json::json;

use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::random;
use crate::secret;
use crate::signed_in::SignedIn;

/// Where somebody signs in from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// The network address.
    pub address: String,
    /// The browser, as it says.
    pub agent: String,
    /// The token of the session that the browser still has; it ends, so that a token is never carried over a sign-in.
    pub previous: Option<String>,
}

/// A new session and the token for the cookie.
pub struct Opened {
    /// The secret for the cookie; not stored anywhere.
    pub token: String,
    /// Who it is.
    pub signed_in: SignedIn,
}

impl Identity {
    /// Opens a session; `how` is for the audit log.
    pub(crate) async fn open_session(
        &self,
        person: Person,
        device: &Device,
        how: &'static str,
        now_us: i64,
    ) -> Result<Opened, IdentityError> {
        if let Some(previous) = &device.previous {
            self.close_by_token(previous, now_us).await?;
        }
        let token = secret::url_safe(self.random())?;
        let session = Session {
            id: random::id(self.random())?,
            person_id: person.id.clone(),
            address: shown(&device.address, 64),
            agent: shown(&device.agent, 200),
            created_at_us: now_us,
            seen_at_us: now_us,
            expires_at_us: now_us + self.absolute_us(),
        };
        let who = Some((person.id.as_str(), person.login.as_str()));
        let detail = json!({"address": session.address, "how": how});
        let entry = act::of_login(who, "session.opened", session.id.as_str(), detail);
        let opened = self
            .store()
            .open_session(&session, &secret::hash("session", &token), &entry)
            .await?;
        if opened.is_none() {
            return Err(IdentityError::WrongLogin);
        }
        let person = Person {
            signed_in_at_us: Some(now_us),
            ..person
        };
        let signed_in = SignedIn::by_session(&session, person, &token);
        Ok(Opened { token, signed_in })
    }
}

/// What a browser says may be anything.
fn shown(text: &str, most_chars: usize) -> String {
    text.chars().filter(|c| !c.is_control()).take(most_chars).collect()
}
