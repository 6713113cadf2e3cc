//! Changing who somebody is to the workspace.

use holdfast_domain::access::{role, row};
use holdfast_store::people::edit::PersonEdit;
use holdfast_store::people::person::Person;
use holdfast_store::people::prefer::Preferences;
use serde_json::json;

use super::name;
use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::signed_in::SignedIn;

impl Identity {
    /// Edits a person from a version on. Before and after are in the audit log.
    ///
    /// # Errors
    /// `NotFound`; `Refused` (`people-only`, `bad-name`, what roles and rows break); `Store` (`Stale`, `LastAdministrator`).
    pub async fn edit_person(
        &self,
        signed_in: &SignedIn,
        person_id: &str,
        version: i64,
        edit: &PersonEdit,
        now_us: i64,
    ) -> Result<Person, IdentityError> {
        signed_in.must_be_a_person()?;
        let before = self
            .store()
            .find_person(person_id)
            .await?
            .ok_or(IdentityError::NotFound)?;
        role::check_together(&edit.roles)?;
        let edit = PersonEdit {
            name: name::checked(&edit.name)?,
            roles: edit.roles.clone(),
            rows: row::checked(&edit.rows, &edit.roles)?,
            disabled: edit.disabled,
        };
        let detail = json!({
            "login": before.login,
            "before": {"name": before.name, "roles": before.roles, "rows": before.rows, "disabled": before.disabled},
            "after": {"name": edit.name, "roles": edit.roles, "rows": edit.rows, "disabled": edit.disabled},
        });
        let entry = act::of(signed_in, "person.edited", person_id, detail);
        let edited = self
            .store()
            .edit_person(person_id, version, &edit, &entry, now_us)
            .await?;
        edited.ok_or(IdentityError::NotFound)
    }

    /// Changes how somebody likes the own screen.
    ///
    /// # Errors
    /// `Refused` (`people-only`, `bad-name`), `NotFound`, `Store`.
    pub async fn prefer(
        &self,
        signed_in: &SignedIn,
        preferences: &Preferences,
        now_us: i64,
    ) -> Result<Person, IdentityError> {
        signed_in.must_be_a_person()?;
        let preferences = Preferences {
            name: preferences.name.as_deref().map(name::checked).transpose()?,
            ..preferences.clone()
        };
        let changed = self.store().prefer(&signed_in.user.id, &preferences, now_us).await?;
        changed.ok_or(IdentityError::NotFound)
    }
}
