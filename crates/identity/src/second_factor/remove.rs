//! Removing a second factor.

use serde_json::json;

use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::signed_in::SignedIn;

impl Identity {
    /// Removes the second factor of somebody who knows the password.
    ///
    /// # Errors
    /// `WrongLogin`, `Locked`, `TooMany`, `Store`.
    pub async fn remove_second_factor(
        &self,
        signed_in: &SignedIn,
        password: &str,
        address: &str,
        now_us: i64,
    ) -> Result<(), IdentityError> {
        self.prove_password(signed_in, password, address, now_us).await?;
        let user = &signed_in.user;
        let entry = act::of(signed_in, "second_factor.removed", user.id.as_str(), json!({}));
        Ok(self.store().remove_totp(&user.id, &entry, now_us).await?)
    }
}
