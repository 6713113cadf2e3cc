//! A workspace with an administrator, and what tests ask of it.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;

use holdfast_domain::access::role::Role;
use holdfast_domain::access::row::{RowDimension, RowPermission};
use holdfast_domain::access::sign_in::SignInSpec;
use holdfast_domain::lang::Lang;
use holdfast_identity::error::IdentityError;
use holdfast_identity::identity::Identity;
use holdfast_identity::people::create::PersonRequest;
use holdfast_identity::people::first::First;
use holdfast_identity::random::SeededRandom;
use holdfast_identity::settings::Settings;
use holdfast_identity::sign_in::open::{Device, Opened};
use holdfast_identity::sign_in::password::Typed;
use holdfast_identity::signed_in::SignedIn;
use holdfast_store::audit::list::AuditFilter;
use holdfast_store::store::Store;
use tempfile::TempDir;

pub const SECOND: i64 = 1_000_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
/// 2026-01-01T00:00Z.
pub const START: i64 = 1_767_225_600 * SECOND;
pub const PASSWORD: &str = "tulip kettle 7 harbour";

pub struct Company {
    pub identity: Identity,
    pub store: Store,
    folder: TempDir,
}

pub fn run<F: Future<Output = ()>>(test: F) {
    tokio::runtime::Runtime::new().unwrap().block_on(test);
}

impl Company {
    pub async fn new() -> Self {
        Self::with(SignInSpec::default()).await
    }

    pub async fn with(sign_in: SignInSpec) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("holdfast.db").display());
        let store = Store::open(&url).await.unwrap();
        let identity = Self::identity(&store, &folder, sign_in);
        Self {
            identity,
            store,
            folder,
        }
    }

    fn identity(store: &Store, folder: &TempDir, sign_in: SignInSpec) -> Identity {
        let settings = Settings {
            workspace: "锚店".to_owned(),
            key_file: folder.path().join("holdfast.key"),
            sign_in,
            oidc_secret: Some("the client's secret".to_owned()),
        };
        Identity::open(store.clone(), settings, Arc::new(SeededRandom::new(11))).unwrap()
    }

    /// Where the database and the key are.
    pub fn folder_path(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Forgets the key: as after moving the database without its file.
    pub fn lose_key(&mut self) {
        std::fs::remove_file(self.folder.path().join("holdfast.key")).unwrap();
        let settings = Settings {
            workspace: String::new(),
            key_file: self.folder.path().join("other.key"),
            sign_in: SignInSpec::default(),
            oidc_secret: None,
        };
        self.identity = Identity::open(self.store.clone(), settings, Arc::new(SeededRandom::new(99))).unwrap();
    }

    /// `ann`, the first administrator, signed in at the start.
    pub async fn ann(&self) -> SignedIn {
        let first = First {
            login: "Ann".to_owned(),
            name: "安".to_owned(),
            password: PASSWORD.to_owned(),
            lang: Lang::Zh,
        };
        self.identity.set_up(&first, &device(), START).await.unwrap().signed_in
    }

    /// Somebody with roles, who has chosen [`PASSWORD`].
    pub async fn person(&self, ann: &SignedIn, login: &str, roles: &[Role]) -> SignedIn {
        let request = request(login, roles);
        let (_, temporary) = self.identity.create_person(ann, &request, START).await.unwrap();
        let opened = self.sign_in(login, &temporary, None, START).await.unwrap();
        let changed = self
            .identity
            .change_password(&opened.signed_in, &temporary, PASSWORD, &device(), START)
            .await;
        changed.unwrap().signed_in
    }

    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        code: Option<&str>,
        now_us: i64,
    ) -> Result<Opened, IdentityError> {
        let typed = Typed {
            login: login.to_owned(),
            password: password.to_owned(),
            code: code.map(str::to_owned),
        };
        self.identity.sign_in(&typed, &device(), now_us).await
    }

    /// Actors and actions of the audit log, the oldest first.
    pub async fn acts(&self) -> Vec<String> {
        assert_eq!(self.store.verify_audit().await.unwrap().first_bad, None);
        let page = self.store.list_audit(&AuditFilter::default(), None, 500).await.unwrap();
        let acts = page
            .items
            .into_iter()
            .map(|entry| format!("{} {}", entry.actor, entry.action));
        acts.rev().collect()
    }
}

pub fn request(login: &str, roles: &[Role]) -> PersonRequest {
    let rows = vec![RowPermission {
        dimension: RowDimension::Owner,
        values: vec![login.to_owned()],
    }];
    PersonRequest {
        login: login.to_owned(),
        name: login.to_owned(),
        roles: roles.iter().copied().collect::<BTreeSet<_>>(),
        rows: if roles.contains(&Role::Agent) { rows } else { Vec::new() },
        lang: Lang::En,
    }
}

pub fn device() -> Device {
    Device {
        address: "192.0.2.7".to_owned(),
        agent: "Firefox".to_owned(),
        previous: None,
    }
}

/// The code of a refusal.
pub fn code<T>(outcome: Result<T, IdentityError>) -> &'static str {
    match outcome {
        Err(IdentityError::Refused(refusal)) => refusal.code,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was allowed"),
    }
}
