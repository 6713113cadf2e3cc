//! Making people.

use std::collections::BTreeSet;

use holdfast_domain::access::role::{self, Role};
use holdfast_domain::access::row::{self, RowPermission};
use holdfast_domain::lang::Lang;
use holdfast_store::people::create::NewPerson;
use holdfast_store::people::person::Person;
use serde_json::json;

use super::name;
use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::random;
use crate::signed_in::SignedIn;

/// Letters of a temporary password, in groups: 80 bits.
const TEMPORARY_LETTERS: usize = 16;

/// Who somebody is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRequest {
    /// What is typed to sign in.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// What the person is to the workspace.
    pub roles: BTreeSet<Role>,
    /// Which customers the person may see.
    pub rows: Vec<RowPermission>,
    /// Language of the pages.
    pub lang: Lang,
}

impl Identity {
    /// Makes a person with a temporary password, which is shown this once and must be changed at the first sign-in.
    ///
    /// # Errors
    /// `Refused` (`people-only`, `bad-login`, `bad-name`, what roles and rows break), `Store` (`Taken`).
    pub async fn create_person(
        &self,
        signed_in: &SignedIn,
        request: &PersonRequest,
        now_us: i64,
    ) -> Result<(Person, String), IdentityError> {
        signed_in.must_be_a_person()?;
        let login = name::checked_login(&request.login)?;
        let shown = name::checked(&request.name)?;
        role::check_together(&request.roles)?;
        let rows = row::checked(&request.rows, &request.roles)?;
        let password = self.temporary_password()?;
        let id = random::id(self.random())?;
        let detail = json!({"login": login, "roles": request.roles, "rows": rows});
        let entry = act::of(signed_in, "person.created", id.as_str(), detail);
        let person = NewPerson {
            id,
            login,
            name: shown,
            roles: request.roles.clone(),
            rows,
            lang: request.lang,
            password_hash: Some(self.hash_password(&password).await?),
            must_change_password: true,
            subject: None,
        };
        Ok((self.store().create_person(person, &entry, now_us).await?, password))
    }

    /// `xxxx-xxxx-xxxx-xxxx`, easy to read out.
    pub(crate) fn temporary_password(&self) -> Result<String, IdentityError> {
        let letters = random::letters(self.random(), TEMPORARY_LETTERS)?;
        let groups: Vec<&str> = (0..TEMPORARY_LETTERS)
            .step_by(4)
            .map(|from| &letters[from..from + 4])
            .collect();
        Ok(groups.join("-"))
    }
}
