//! Checking a password without telling by the time what is wrong.

use std::sync::Arc;

use super::hash::{self, Hashed};
use crate::error::IdentityError;
use crate::identity::Identity;

impl Identity {
    /// Whether a password is the one of a hash; with no hash the decoy is checked, which takes as long, and the answer is no.
    pub(crate) async fn password_matches(&self, password: &str, stored: Option<String>) -> Result<bool, IdentityError> {
        let known = stored.is_some();
        let hashed = stored.map_or_else(|| self.0.decoy.clone(), Hashed);
        let password = password.to_owned();
        let matches = self
            .hashing(move |_| hash::matches(password.as_bytes(), &hashed))
            .await?;
        Ok(matches && known)
    }

    /// Hashes a password.
    pub(crate) async fn hash_password(&self, password: &str) -> Result<String, IdentityError> {
        let password = password.to_owned();
        let hashed = self
            .hashing(move |identity| hash::make(password.as_bytes(), identity.random()))
            .await?;
        Ok(hashed.0)
    }

    /// Runs what takes long on a thread of its own, few at a time.
    async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, IdentityError> + Send + 'static,
    ) -> Result<T, IdentityError> {
        let broken = |error: &dyn std::fmt::Display| IdentityError::Broken(format!("hashing a password: {error}"));
        let _permit = self.0.hashing.acquire().await.map_err(|error| broken(&error))?;
        let identity = Self(Arc::clone(&self.0));
        tokio::task::spawn_blocking(move || work(&identity))
            .await
            .map_err(|error| broken(&error))?
    }
}
