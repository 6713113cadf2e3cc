//! Signing in with a password, and a code where there is a second factor.

use holdfast_store::people::person::{Credentials, Person};
use serde_json::json;

use super::open::{Device, Opened};
use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::password::hash::{self, Hashed};
use crate::people::name;

/// What somebody typed.
#[derive(Clone)]
pub struct Typed {
    /// The login.
    pub login: String,
    /// The password.
    pub password: String,
    /// A code of the second factor, or a recovery code.
    pub code: Option<String>,
}

impl Identity {
    /// Lets a person in.
    ///
    /// # Errors
    /// `WrongLogin` for a wrong login, a wrong password or a disabled person alike; `SecondFactorNeeded`, `WrongCode`,
    /// `Locked`, `TooMany`; `Refused` (`key-lost`) when the second factor was sealed with another key; `Store`.
    pub async fn sign_in(&self, typed: &Typed, device: &Device, now_us: i64) -> Result<Opened, IdentityError> {
        let login = name::one_form(&typed.login);
        self.count_attempt(&login, &device.address, now_us).await?;
        let found = self.store().find_credentials_by_login(&login).await?;
        let stored = found
            .as_ref()
            .and_then(|(_, credentials)| credentials.password_hash.clone());
        let right = self.password_matches(&typed.password, stored).await?;
        let Some((person, credentials)) = found.filter(|(person, _)| right && !person.disabled) else {
            self.refuse(&login, "password", device, now_us).await?;
            return Err(IdentityError::WrongLogin);
        };
        if let Some(sealed) = &credentials.totp_sealed {
            self.second_factor(&person, sealed, typed.code.as_deref(), device, now_us)
                .await?;
        }
        self.clear_attempt(&login, &device.address).await?;
        self.renew_hash(&person, &credentials, &typed.password).await?;
        let how = if person.totp {
            "password and second factor"
        } else {
            "password"
        };
        self.open_session(person, device, how, now_us).await
    }

    async fn second_factor(
        &self,
        person: &Person,
        sealed: &str,
        code: Option<&str>,
        device: &Device,
        now_us: i64,
    ) -> Result<(), IdentityError> {
        let Some(code) = code.filter(|code| !code.trim().is_empty()) else {
            self.forgive_attempt(&person.login, &device.address).await?;
            return Err(IdentityError::SecondFactorNeeded);
        };
        if self.code_matches(person, sealed, code, now_us).await? {
            return Ok(());
        }
        self.refuse(&person.login, "code", device, now_us).await?;
        Err(IdentityError::WrongCode)
    }

    async fn refuse(&self, login: &str, what: &str, device: &Device, now_us: i64) -> Result<(), IdentityError> {
        let found = self.store().find_credentials_by_login(login).await?;
        let person = found
            .as_ref()
            .map(|(person, _)| (person.id.as_str(), person.login.as_str()));
        let detail = json!({"address": device.address, "wrong": what});
        let entry = act::of_login(person, "session.refused", "", detail);
        self.store().append_audit(&entry, now_us).await?;
        Ok(())
    }

    async fn renew_hash(
        &self,
        person: &Person,
        credentials: &Credentials,
        password: &str,
    ) -> Result<(), IdentityError> {
        let Some(old) = credentials.password_hash.clone().map(Hashed).filter(hash::is_outdated) else {
            return Ok(());
        };
        let new = self.hash_password(password).await?;
        Ok(self.store().renew_password_hash(&person.id, &old.0, &new).await?)
    }
}
