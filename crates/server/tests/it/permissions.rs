//! Every route × every role: who may not is told so before anything of the request is looked at.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use holdfast_domain::access::permission::Permission;
use holdfast_domain::access::role::Role;
use holdfast_server::frame::authorise::Needs;
use holdfast_server::router::api;
use holdfast_server::routes::table::TABLE;
use serde_json::{Value, json};

use crate::support::{Server, Somebody, empty};

/// Method and path below `/api/v1` of everything in the document.
fn routes() -> BTreeSet<(String, String)> {
    let document: Value = serde_json::from_str(&api().1.to_json().unwrap()).unwrap();
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for verb in item.as_object().unwrap().keys() {
            let path = path.strip_prefix("/api/v1").unwrap();
            found.insert((verb.to_uppercase(), path.to_owned()));
        }
    }
    found
}

#[test]
fn the_table_knows_every_route_and_no_other() {
    let table: BTreeSet<(String, String)> = TABLE
        .iter()
        .map(|(verb, path, _)| ((*verb).to_owned(), (*path).to_owned()))
        .collect();
    assert_eq!(table.len(), TABLE.len(), "a route has two lines");
    let routes = routes();
    let unknown: Vec<_> = routes.difference(&table).collect();
    assert!(
        unknown.is_empty(),
        "routes without a line in routes/table.rs: {unknown:?}"
    );
    let gone: Vec<_> = table.difference(&routes).collect();
    assert!(gone.is_empty(), "lines without a route: {gone:?}");
}

async fn somebody(server: &Server, administrator: &Somebody, role: Role) -> Somebody {
    let login = format!("person.{}", role.word());
    let rows = if role == Role::Agent {
        json!([{ "dimension": "region", "values": ["华东"] }])
    } else {
        json!([])
    };
    let body = json!({ "login": login, "name": login, "roles": [role.word()], "rows": rows });
    let (status, made) = server.send(Some(administrator), "POST", "/users", Some(body)).await;
    assert!(status.is_success(), "{role:?}: {status} {made}");
    let temporary = made["temporary_password"].as_str().unwrap();
    let first = server.sign_in(&login, temporary).await;
    let body = json!({ "current": temporary, "new": "quite another passphrase" });
    let (status, answer) = server.send(Some(&first), "POST", "/me/password", Some(body)).await;
    assert!(status.is_success(), "{role:?}: {status} {answer}");
    server.sign_in(&login, "quite another passphrase").await
}

/// A path with something in place of its parameters.
fn filled(path: &str) -> String {
    path.split('/')
        .map(|part| if part.starts_with('{') { "0" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

#[tokio::test]
async fn every_role_may_what_the_matrix_says() {
    let server = empty().await;
    let administrator = server.administrator().await;
    for role in Role::ALL {
        let who = somebody(&server, &administrator, role).await;
        let permissions: BTreeSet<Permission> = role.permissions().iter().copied().collect();
        for (verb, path, needs) in TABLE {
            let (allowed, open) = match needs {
                Needs::Open => (true, true),
                Needs::SignedIn => (true, false),
                Needs::May(one) => (permissions.contains(one), false),
                Needs::Either(one, other) => (permissions.contains(one) || permissions.contains(other), false),
            };
            // These end or never end what the test goes on with.
            if ["/session", "/stream", "/setup"].contains(path) || path.starts_with("/oidc") {
                continue;
            }
            let path = filled(path);
            let nobody = server.raw(None, verb, &path, Some(json!({}))).await.status();
            assert_eq!(
                nobody == StatusCode::UNAUTHORIZED,
                !open,
                "nobody, {verb} {path}: {nobody}"
            );
            let status = server.raw(Some(&who), verb, &path, Some(json!({}))).await.status();
            assert_ne!(status, StatusCode::UNAUTHORIZED, "{role:?}, {verb} {path}");
            assert_eq!(
                status == StatusCode::FORBIDDEN,
                !allowed,
                "{role:?}, {verb} {path}: {status}"
            );
            assert!(!status.is_server_error(), "{role:?}, {verb} {path}: {status}");
        }
    }
}

#[tokio::test]
async fn a_write_by_cookie_needs_the_sessions_token() {
    let server = empty().await;
    let who = server.administrator().await;
    let forged = Somebody {
        csrf: "0".repeat(64),
        ..who.clone()
    };
    let body = json!({ "name": "新名字" });
    let (status, problem) = server.send(Some(&forged), "PATCH", "/me", Some(body.clone())).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (StatusCode::FORBIDDEN, Some("csrf"))
    );
    let (status, answer) = server.send(Some(&who), "PATCH", "/me", Some(body)).await;
    assert!(status.is_success(), "{status} {answer}");
}
