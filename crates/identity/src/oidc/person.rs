//! Who of our people the provider's person is.

use std::collections::BTreeSet;

use holdfast_domain::access::role::{self, Role};
use holdfast_domain::lang::{Bilingual, Lang};
use holdfast_domain::refusal::Refusal;
use holdfast_store::error::StoreError;
use holdfast_store::people::create::NewPerson;
use holdfast_store::people::edit::PersonEdit;
use holdfast_store::people::person::Person;
use serde_json::{Value, json};

use super::provider::Provider;
use super::roles;
use crate::act;
use crate::error::IdentityError;
use crate::identity::Identity;
use crate::people::name;
use crate::random;
use crate::sign_in::open::Device;

impl Identity {
    /// Finds, links or makes the person of verified claims. People are known by issuer and subject: a login can change
    /// hands at the provider, and must not carry rights from one to the other.
    pub(super) async fn recognise(
        &self,
        provider: &Provider,
        claims: &Value,
        device: &Device,
        now_us: i64,
    ) -> Result<Person, IdentityError> {
        let Some(subject) = text(claims, "sub") else {
            return Err(IdentityError::Provider("its ID token has no subject".to_owned()));
        };
        let roles = roles::of(&provider.spec, claims);
        let found = self
            .store()
            .find_person_by_subject(&provider.spec.issuer, &subject)
            .await?;
        let person = match found {
            Some(person) => person,
            None => match self.link(provider, claims, &subject, now_us).await? {
                Some(person) => person,
                None => return self.make(provider, claims, &subject, roles, device, now_us).await,
            },
        };
        if person.disabled {
            let who = Some((person.id.as_str(), person.login.as_str()));
            let detail = json!({"address": device.address, "wrong": "disabled"});
            self.store()
                .append_audit(&act::of_login(who, "session.refused", "", detail), now_us)
                .await?;
            return Err(IdentityError::WrongLogin);
        }
        let person = if person.must_change_password {
            self.store().void_temporary_password(&person.id, now_us).await?;
            self.store()
                .find_person(&person.id)
                .await?
                .ok_or(IdentityError::NotFound)?
        } else {
            person
        };
        match roles {
            Some(roles) if roles != person.roles => self.follow(person, roles, now_us).await,
            _ => Ok(person),
        }
    }

    /// A person whom an administrator made beforehand, where the workspace allows it.
    async fn link(
        &self,
        provider: &Provider,
        claims: &Value,
        subject: &str,
        now_us: i64,
    ) -> Result<Option<Person>, IdentityError> {
        let login = login(provider, claims)?;
        let Some((person, _)) = self.store().find_credentials_by_login(&login).await? else {
            return Ok(None);
        };
        let taken = || {
            Refusal::new(
                "login-taken",
                Bilingual::new("这个登录名已属于另一个用户", "somebody else has this login"),
                Bilingual::new(
                    "请管理员核对，或在 [sign_in.oidc] 设置 link_by_login",
                    "ask an administrator, who may set link_by_login in [sign_in.oidc]",
                ),
            )
            .with_value(&login)
        };
        if !provider.spec.link_by_login || person.provided {
            return Err(taken().into());
        }
        let who = Some((person.id.as_str(), person.login.as_str()));
        let detail = json!({"issuer": provider.spec.issuer, "subject": subject});
        let entry = act::of_login(who, "person.linked", person.id.as_str(), detail);
        let linked = self
            .store()
            .link_person(&person.id, &provider.spec.issuer, subject, &entry, now_us)
            .await?;
        Ok(Some(linked.ok_or_else(taken)?))
    }

    async fn make(
        &self,
        provider: &Provider,
        claims: &Value,
        subject: &str,
        roles: Option<BTreeSet<Role>>,
        device: &Device,
        now_us: i64,
    ) -> Result<Person, IdentityError> {
        if self.needs_setup().await? {
            return Err(Refusal::new(
                "not-set-up",
                Bilingual::new("工作区尚未完成首次设置", "the workspace has no administrator yet"),
                Bilingual::new("先建立管理员", "make the administrator first"),
            )
            .into());
        }
        let roles = roles.unwrap_or_else(|| provider.spec.default_roles.clone());
        role::check_together(&roles)?;
        let login = login(provider, claims)?;
        let shown = text(claims, "name").and_then(|shown| name::checked(&shown).ok());
        let id = random::id(self.random())?;
        let detail = json!({
            "login": login, "roles": roles, "issuer": provider.spec.issuer, "subject": subject, "address": device.address,
        });
        let entry = act::of_login(Some((&id, &login)), "person.created", id.as_str(), detail);
        let locale = text(claims, "locale").unwrap_or_else(|| "zh".to_owned());
        let person = NewPerson {
            id,
            name: shown.unwrap_or_else(|| login.clone()),
            login,
            roles,
            rows: Vec::new(),
            lang: Lang::from_locale(&locale),
            password_hash: None,
            must_change_password: false,
            subject: Some((provider.spec.issuer.clone(), subject.to_owned())),
        };
        Ok(self.store().create_person(person, &entry, now_us).await?)
    }

    /// The provider decides roles: they follow it at every sign-in. The last administrator stays one.
    async fn follow(&self, person: Person, roles: BTreeSet<Role>, now_us: i64) -> Result<Person, IdentityError> {
        role::check_together(&roles)?;
        let who = Some((person.id.as_str(), person.login.as_str()));
        let detail = json!({"login": person.login, "before": {"roles": person.roles}, "after": {"roles": roles}, "by": "provider"});
        let entry = act::of_login(who, "person.edited", person.id.as_str(), detail);
        let edit = PersonEdit {
            name: person.name.clone(),
            roles,
            rows: person.rows.clone(),
            disabled: false,
        };
        match self
            .store()
            .edit_person(&person.id, person.version, &edit, &entry, now_us)
            .await
        {
            Ok(edited) => edited.ok_or(IdentityError::NotFound),
            Err(StoreError::LastAdministrator) => Ok(person),
            Err(error) => Err(error.into()),
        }
    }
}

fn login(provider: &Provider, claims: &Value) -> Result<String, IdentityError> {
    let claim = &provider.spec.login_claim;
    let login = roles::find(claims, claim).and_then(Value::as_str);
    let login = login.ok_or_else(|| IdentityError::Provider(format!("its ID token has no claim `{claim}`")))?;
    Ok(name::checked_login(login)?)
}

fn text(claims: &Value, name: &str) -> Option<String> {
    claims.get(name).and_then(Value::as_str).map(str::to_owned)
}
