//! Letting somebody in again who has the machine in hand: the last administrator has lost the password or the telephone.

use holdfast_store::people::password::Reach;
use serde_json::json;

use super::name;
use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;

impl Identity {
    /// Gives a person a temporary password and takes the second factor, sessions, tokens and the lock away. Nobody is asked
    /// for rights: whoever can call this can read the database anyway. It is on the record as done by `system`.
    ///
    /// # Errors
    /// `NotFound`, `Store`.
    pub async fn rescue(&self, login: &str, now_us: i64) -> Result<String, IdentityError> {
        let login = name::one_form(login);
        let found = self.store().find_credentials_by_login(&login).await?;
        let (person, _) = found.ok_or(IdentityError::NotFound)?;
        let password = self.temporary_password()?;
        let hash = self.hash_password(&password).await?;
        let detail = json!({"login": person.login, "second_factor_removed": true, "by": "console"});
        let entry = act::of_system("password.reset", person.id.as_str(), detail);
        let changed = self
            .store()
            .set_password(&person.id, &hash, true, Reach::Everything, &entry, now_us)
            .await?;
        if !changed {
            return Err(IdentityError::NotFound);
        }
        self.unlock(&login).await?;
        Ok(password)
    }
}
