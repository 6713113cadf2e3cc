//! The first run: nobody is there yet.

use std::collections::BTreeSet;

use holdfast_domain::access::role::Role;
use holdfast_domain::lang::{Bilingual, Lang};
use holdfast_domain::refusal::Refusal;
use holdfast_store::people::create::NewPerson;
use serde_json::json;

use super::name;
use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::password::rules;
use crate::random;
use crate::sign_in::open::{Device, Opened};

/// Who the first person is to be.
#[derive(Clone)]
pub struct First {
    /// What is typed to sign in.
    pub login: String,
    /// The name that others see.
    pub name: String,
    /// The password.
    pub password: String,
    /// Language of the pages.
    pub lang: Lang,
}

impl Identity {
    /// Whether the workspace waits for its first administrator.
    ///
    /// # Errors
    /// `Store`.
    pub async fn needs_setup(&self) -> Result<bool, IdentityError> {
        Ok(self.store().count_people().await? == 0)
    }

    /// Makes the first person, administrator and analyst in one (a laptop has one user), and lets them in. For a company
    /// the settings page recommends giving the two roles to two people.
    ///
    /// # Errors
    /// `Refused` (`set-up-already`, `bad-login`, `bad-name`, the password's rules), `Store`.
    pub async fn set_up(&self, first: &First, device: &Device, now_us: i64) -> Result<Opened, IdentityError> {
        if !self.needs_setup().await? {
            return Err(set_up_already().into());
        }
        let login = name::checked_login(&first.login)?;
        let shown = name::checked(&first.name)?;
        rules::check(&first.password, &login)?;
        let id = random::id(self.random())?;
        let roles = BTreeSet::from([Role::Administrator, Role::Analyst]);
        let words: Vec<&str> = roles.iter().map(|role| role.word()).collect();
        let who = Some((id.as_str(), login.as_str()));
        let detail = json!({"login": login, "roles": words, "address": device.address});
        let entry = act::of_login(who, "person.created", id.as_str(), detail);
        let person = NewPerson {
            id: id.clone(),
            login: login.clone(),
            name: shown,
            roles,
            rows: Vec::new(),
            lang: first.lang,
            password_hash: Some(self.hash_password(&first.password).await?),
            must_change_password: false,
            subject: None,
        };
        let made = self.store().create_first_person(person, &entry, now_us).await?;
        let person = made.ok_or_else(set_up_already)?;
        self.open_session(person, device, "first run", now_us).await
    }
}

fn set_up_already() -> Refusal {
    Refusal::new(
        "set-up-already",
        Bilingual::new("已完成首次设置", "the workspace is set up already"),
        Bilingual::new("请登录", "sign in"),
    )
}
