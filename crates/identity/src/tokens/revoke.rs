//! Seeing and revoking tokens.

use holdfast_store::tokens::token::Token;
use serde_json::json;

use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::signed_in::SignedIn;

impl Identity {
    /// The tokens of a person, the newest first.
    ///
    /// # Errors
    /// `Refused` (`people-only`), `Store`.
    pub async fn list_tokens(&self, signed_in: &SignedIn) -> Result<Vec<Token>, IdentityError> {
        signed_in.must_be_a_person()?;
        Ok(self.store().list_tokens(&signed_in.user.id).await?)
    }

    /// Revokes a token of the person.
    ///
    /// # Errors
    /// `Refused` (`people-only`), `NotFound`, `Store`.
    pub async fn revoke_token(&self, signed_in: &SignedIn, token_id: &str, now_us: i64) -> Result<(), IdentityError> {
        signed_in.must_be_a_person()?;
        let entry = act::of(signed_in, "token.revoked", token_id, json!({}));
        let revoked = self
            .store()
            .revoke_token(&signed_in.user.id, token_id, &entry, now_us)
            .await?;
        if revoked { Ok(()) } else { Err(IdentityError::NotFound) }
    }
}
