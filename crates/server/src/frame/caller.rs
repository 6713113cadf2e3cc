//! Who calls: an argument of every route that is not open to everybody.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::access::row::RowPermission;
use holdfast_domain::lang::Lang;

use super::problem::Problem;

/// A person who is signed in, or a program with a token of theirs. Put into the request by [`super::authenticate`]; a route that takes one is closed to everybody else.
#[derive(Clone, Debug)]
pub struct Caller(Arc<CallerFacts>);

/// What is known of a caller.
#[derive(Clone, Debug)]
pub struct CallerFacts {
    /// The user's id.
    pub user_id: String,
    /// The login, as the audit log names people.
    pub login: String,
    /// Language of what is written for the person.
    pub lang: Lang,
    /// What may be done: the roles' permissions, less what a token's scopes leave out.
    pub permissions: BTreeSet<Permission>,
    /// Which customers may be seen: all must hold; none: all customers.
    pub rows: Vec<RowPermission>,
    /// The session; absent for a token.
    pub session_id: Option<String>,
    /// The token; absent for a session.
    pub token_id: Option<String>,
    /// Where the request comes from.
    pub address: String,
}

impl Caller {
    /// A caller of whom these facts are known.
    pub fn new(facts: CallerFacts) -> Self {
        Self(Arc::new(facts))
    }

    /// Lets the caller on if the roles permit it.
    ///
    /// # Errors
    /// 403 `forbidden`.
    pub fn may(&self, permission: Permission) -> Result<(), Problem> {
        if self.permissions.contains(&permission) {
            Ok(())
        } else {
            Err(Problem::forbidden(&permission.name()))
        }
    }

    /// Whether the roles permit it.
    pub fn can(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// What answers depend on besides the question: two callers with the same text are answered alike.
    pub fn permission_key(&self) -> String {
        serde_json::to_string(&(&self.permissions, &self.rows)).unwrap_or_default()
    }
}

impl std::ops::Deref for Caller {
    type Target = CallerFacts;

    fn deref(&self) -> &CallerFacts {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(Problem::not_signed_in)
    }
}
