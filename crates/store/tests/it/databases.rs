//! Runs a test on an empty SQLite database and on an empty PostgreSQL one.

use std::future::Future;

use holdfast_domain::access::role::Role;
use holdfast_domain::lang::Lang;
use holdfast_store::audit::entry::NewEntry;
use holdfast_store::people::create::NewPerson;
use holdfast_store::store::Store;
use serde_json::json;

use crate::postgres::Server;

/// Runs `test` with the address of an empty database of each kind.
pub fn on_both<F: Future<Output = ()>>(test: impl Fn(String) -> F) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("holdfast.db");
    runtime.block_on(test(format!("sqlite:{}", path.display())));
    match Server::start() {
        Some(server) => runtime.block_on(test(server.database("holdfast"))),
        None => println!("skipped on PostgreSQL: it is not installed here (Debian: apt-get install postgresql)"),
    }
}

/// Opens a database with the first administrator, `ann`.
pub async fn with_ann(url: &str) -> Store {
    let store = Store::open(url).await.unwrap();
    let made = store
        .create_first_person(person("ann", &[Role::Administrator]), &entry("setup", "ann"), 1_000)
        .await
        .unwrap();
    assert!(made.is_some());
    store
}

/// A person to be made whose id is the login.
pub fn person(login: &str, roles: &[Role]) -> NewPerson {
    NewPerson {
        id: login.to_owned(),
        login: login.to_owned(),
        name: format!("{login} 李"),
        roles: roles.iter().copied().collect(),
        rows: Vec::new(),
        lang: Lang::Zh,
        password_hash: Some("$argon2id$one".to_owned()),
        must_change_password: false,
        subject: None,
    }
}

/// A line by `ann`.
pub fn entry(action: &'static str, target: &str) -> NewEntry {
    NewEntry {
        actor_id: Some("ann".to_owned()),
        actor: "ann".to_owned(),
        action,
        target: target.to_owned(),
        detail: json!({"z": 1, "a": ["中文", null, 0.5]}),
    }
}
