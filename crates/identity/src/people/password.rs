//! Changing and resetting passwords.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_store::people::password::Reach;
use serde_json::json;

use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::password::rules;
use crate::sign_in::open::{Device, Opened};
use crate::signed_in::SignedIn;

impl Identity {
    /// Changes the own password. Every session ends; a new one is opened for this device.
    ///
    /// # Errors
    /// `WrongLogin` when the current password is wrong, `Locked`, `TooMany`; `Refused` (`people-only`, `no-password`,
    /// `password-same`, the rules); `Store`.
    pub async fn change_password(
        &self,
        signed_in: &SignedIn,
        current: &str,
        new: &str,
        device: &Device,
        now_us: i64,
    ) -> Result<Opened, IdentityError> {
        let user = &signed_in.user;
        self.prove_password(signed_in, current, &device.address, now_us).await?;
        if current == new {
            return Err(Refusal::new(
                "password-same",
                Bilingual::new("新密码与原密码相同", "the new password is the current one"),
                Bilingual::new("换一个密码", "choose another"),
            )
            .in_column("new")
            .into());
        }
        rules::check(new, &user.login)?;
        let hash = self.hash_password(new).await?;
        let entry = act::of(
            signed_in,
            "password.changed",
            user.id.as_str(),
            json!({"address": device.address}),
        );
        let changed = self
            .store()
            .set_password(&user.id, &hash, false, Reach::Sessions, &entry, now_us)
            .await?;
        if !changed {
            return Err(IdentityError::NotFound);
        }
        let person = self
            .store()
            .find_person(&user.id)
            .await?
            .ok_or(IdentityError::NotFound)?;
        self.open_session(person, device, "new password", now_us).await
    }

    /// Gives somebody else a temporary password, which is shown this once. Their sessions and tokens end, and with
    /// `second_factor` that too.
    ///
    /// # Errors
    /// `Refused` (`people-only`, `reset-own`), `NotFound`, `Store`.
    pub async fn reset_password(
        &self,
        signed_in: &SignedIn,
        person_id: &str,
        second_factor: bool,
        now_us: i64,
    ) -> Result<String, IdentityError> {
        signed_in.must_be_a_person()?;
        if signed_in.user.id == person_id {
            return Err(Refusal::new(
                "reset-own",
                Bilingual::new("不能重置自己的密码", "you cannot reset your own password"),
                Bilingual::new("在个人设置中修改密码", "change it in your own settings"),
            )
            .into());
        }
        let person = self
            .store()
            .find_person(person_id)
            .await?
            .ok_or(IdentityError::NotFound)?;
        let password = self.temporary_password()?;
        let hash = self.hash_password(&password).await?;
        let detail = json!({"login": person.login, "second_factor_removed": second_factor});
        let entry = act::of(signed_in, "password.reset", person_id, detail);
        let reach = if second_factor {
            Reach::Everything
        } else {
            Reach::SessionsAndTokens
        };
        let changed = self
            .store()
            .set_password(person_id, &hash, true, reach, &entry, now_us)
            .await?;
        if changed {
            Ok(password)
        } else {
            Err(IdentityError::NotFound)
        }
    }

    /// Whoever sits at an open session must show that it is the person. Attempts count as those to sign in do.
    pub(crate) async fn prove_password(
        &self,
        signed_in: &SignedIn,
        password: &str,
        address: &str,
        now_us: i64,
    ) -> Result<(), IdentityError> {
        signed_in.must_be_a_person()?;
        let user = &signed_in.user;
        if !user.has_password {
            return Err(Refusal::new(
                "no-password",
                Bilingual::new(
                    "您通过单点登录进入，没有密码",
                    "you sign in through a provider and have no password here",
                ),
                Bilingual::new("在单点登录系统中修改", "change it with your provider"),
            )
            .into());
        }
        self.count_attempt(&user.login, address, now_us).await?;
        let found = self.store().find_credentials(&user.id).await?;
        let stored = found.and_then(|(_, credentials)| credentials.password_hash);
        if !self.password_matches(password, stored).await? {
            let entry = act::of(
                signed_in,
                "password.refused",
                user.id.as_str(),
                json!({"address": address}),
            );
            self.store().append_audit(&entry, now_us).await?;
            return Err(IdentityError::WrongLogin);
        }
        self.clear_attempt(&user.login, address).await
    }
}

impl SignedIn {
    /// Refuses programs: passwords, people and tokens are the business of people.
    #[allow(clippy::result_large_err)] // A refusal ends the request.
    pub(crate) fn must_be_a_person(&self) -> Result<(), Refusal> {
        if self.session_id.is_some() {
            return Ok(());
        }
        Err(Refusal::new(
            "people-only",
            Bilingual::new("API 令牌不能执行此操作", "an API token cannot do this"),
            Bilingual::new("请登录后在页面中操作", "sign in and do it in the pages"),
        ))
    }
}
