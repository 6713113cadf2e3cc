//! Somebody who was let in.

use std::collections::BTreeSet;

use holdfast_domain::access::grant;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::access::role::Role;
use holdfast_domain::access::row::RowPermission;
use holdfast_domain::access::scope::Scope;
use holdfast_store::people::person::Person;
use holdfast_store::sessions::session::Session;
use holdfast_store::tokens::token::Token;

use crate::identity::Identity;
use crate::secret;

/// A person with a session, or a program with a token of a person. Read anew with every request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The person, or the token's owner.
    pub user: Person,
    /// The person's roles.
    pub roles: BTreeSet<Role>,
    /// What may be done; nothing while the person must choose a new password.
    pub permissions: BTreeSet<Permission>,
    /// Which customers may be seen; none listed means all.
    pub rows: Vec<RowPermission>,
    /// What writes must repeat; sessions alone have one.
    pub csrf: Option<String>,
    /// The session.
    pub session_id: Option<String>,
    /// The token.
    pub token_id: Option<String>,
    /// The token's scopes.
    pub token_scopes: Option<BTreeSet<Scope>>,
    /// When the session ends whatever happens, or the token; the far future for a token without an end.
    pub expires_at_us: i64,
}

impl SignedIn {
    pub(crate) fn by_session(session: &Session, user: Person, token: &str) -> Self {
        Self {
            permissions: permissions(&user),
            roles: user.roles.clone(),
            rows: user.rows.clone(),
            user,
            csrf: Some(secret::hash("csrf", token)),
            session_id: Some(session.id.clone()),
            token_id: None,
            token_scopes: None,
            expires_at_us: session.expires_at_us,
        }
    }

    pub(crate) fn by_token(token: Token, user: Person) -> Self {
        Self {
            permissions: grant::of_token(&permissions(&user), &token.scopes),
            roles: user.roles.clone(),
            rows: user.rows.clone(),
            user,
            csrf: None,
            session_id: None,
            token_id: Some(token.id),
            token_scopes: Some(token.scopes),
            expires_at_us: token.expires_at_us.unwrap_or(i64::MAX),
        }
    }
}

impl Identity {
    /// Whether a write repeats what its session demands (`X-CSRF-Token`). The value is derived from the session's secret, so
    /// that it is bound to the session and stored nowhere. Always `false` for tokens, which need none.
    pub fn csrf_matches(&self, signed_in: &SignedIn, given: &str) -> bool {
        signed_in.csrf.as_ref().is_some_and(|csrf| secret::same(csrf, given))
    }
}

fn permissions(user: &Person) -> BTreeSet<Permission> {
    if user.must_change_password {
        return BTreeSet::new();
    }
    grant::of_person(&user.roles, &user.rows)
}
