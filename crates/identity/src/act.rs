//! Lines for the audit log.

use holdfast_store::audit::entry::NewEntry;
use serde_json::{Value, json};

use crate::signed_in::SignedIn;

/// What somebody who is signed in is about to do. A token is named in the particulars.
pub fn of(signed_in: &SignedIn, action: &'static str, target: impl Into<String>, detail: Value) -> NewEntry {
    NewEntry {
        actor_id: Some(signed_in.user.id.clone()),
        actor: signed_in.user.login.clone(),
        action,
        target: target.into(),
        detail: match &signed_in.token_id {
            Some(token_id) => json!({"token": token_id, "what": detail}),
            None => detail,
        },
    }
}

/// What was done at the machine itself.
pub(crate) fn of_system(action: &'static str, target: impl Into<String>, detail: Value) -> NewEntry {
    NewEntry {
        actor_id: None,
        actor: "system".to_owned(),
        action,
        target: target.into(),
        detail,
    }
}

/// What happened before anybody was signed in. A login that nobody has is not written down: people type passwords there.
pub(crate) fn of_login(
    person: Option<(&str, &str)>,
    action: &'static str,
    target: impl Into<String>,
    detail: Value,
) -> NewEntry {
    NewEntry {
        actor_id: person.map(|(id, _)| id.to_owned()),
        actor: person.map_or("unknown", |(_, login)| login).to_owned(),
        action,
        target: target.into(),
        detail,
    }
}
