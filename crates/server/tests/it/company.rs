//! A simulated shop with scores, made once, and servers on copies of it.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use axum::body::to_bytes;
use axum::http::StatusCode;
use holdfast_app::lake::{ImportOptions, Session, When, refresh};
use holdfast_app::models::scoring::run::{ScoreOptions, score};
use holdfast_app::models::training::options::TrainOptions;
use holdfast_app::models::training::run::{Around, train};
use holdfast_app::progress::Silent;
use holdfast_app::simulate::{Industry, Plan, to_folder};
use holdfast_domain::day::Day;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{NOW_US, PASSWORD, Server, Somebody, serve};

/// Made on a thread of its own: the use cases wait for their own runtime, which no test's runtime allows.
static COMPANY: LazyLock<TempDir> = LazyLock::new(|| std::thread::spawn(make).join().unwrap());

fn make() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan::new(Industry::Shop, 1500, 41, Day::from_ymd(2025, 12, 31).unwrap());
    to_folder(&plan, folder.path(), &|_, _| ()).unwrap();
    let session = Session::open(folder.path()).unwrap();
    let import = ImportOptions {
        source: None,
        dry_run: false,
        batch_id: None,
        now_us: NOW_US,
        environment: &|_| None,
    };
    refresh(&session, &import, &Silent).unwrap();
    let options = TrainOptions {
        candidates: vec!["logistic".to_owned()],
        promote: true,
        ..TrainOptions::default()
    };
    let around = Around {
        now: "2026-01-05T08:00:00Z".to_owned(),
        elapsed_s: &|| 0.0,
        progress: &Silent,
    };
    train(&session, &options, &around).unwrap();
    let options = ScoreOptions {
        when: When::default(),
        model: None,
        top: 0,
    };
    score(&session, &options, NOW_US, &Silent).unwrap();
    folder
}

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A server on a company of its own.
pub async fn company() -> Server {
    let folder = tempfile::tempdir().unwrap();
    for name in ["lake", "models"] {
        copy_all(&COMPANY.path().join(name), &folder.path().join(name));
    }
    fs::copy(
        COMPANY.path().join("holdfast.toml"),
        folder.path().join("holdfast.toml"),
    )
    .unwrap();
    serve(folder).await
}

/// Somebody with a role and rows, who has chosen a password.
pub async fn person(server: &Server, administrator: &Somebody, role: &str, rows: Value) -> Somebody {
    let login = format!("the.{role}");
    let new = json!({ "login": login, "name": login, "roles": [role], "rows": rows });
    let (status, made) = server.send(Some(administrator), "POST", "/users", Some(new)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let temporary = made["temporary_password"].as_str().unwrap();
    let first = server.sign_in(&login, temporary).await;
    let change = json!({ "current": temporary, "new": PASSWORD });
    let (status, me) = server.send(Some(&first), "POST", "/me/password", Some(change)).await;
    assert_eq!(status, StatusCode::OK, "{me}");
    server.sign_in(&login, PASSWORD).await
}

/// What a GET answers.
pub async fn get(server: &Server, who: &Somebody, path: &str) -> Value {
    let (status, answer) = server.send(Some(who), "GET", path, None).await;
    assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    answer
}

/// The code of a request that is refused.
pub async fn refused(server: &Server, who: &Somebody, path: &str) -> (u16, String) {
    let (status, problem) = server.send(Some(who), "GET", path, None).await;
    (status.as_u16(), problem["code"].as_str().unwrap_or_default().to_owned())
}

/// The bytes and the type of a file.
pub async fn file(server: &Server, who: &Somebody, body: Value) -> (String, Vec<u8>) {
    let response = server.raw(Some(who), "POST", "/exports", Some(body)).await;
    let status = response.status();
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap().to_vec();
    assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&bytes));
    (kind, bytes)
}
