//! A server in this process, on a folder of its own.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use holdfast_domain::lang::Lang;
use holdfast_identity::people::first::First;
use holdfast_identity::random::SeededRandom;
use holdfast_identity::sign_in::open::{Device, Opened};
use holdfast_server::frame::state::{Settings, State};
use holdfast_server::router::router;
use holdfast_server::start::{Options, start};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt as _;

/// 2026-01-05 in the middle of the day.
pub const NOW_US: i64 = 1_767_600_000_000_000;
pub const PASSWORD: &str = "a long way from home";

/// A server and the folder that it serves.
pub struct Server {
    pub state: State,
    pub router: Router,
    pub clock: Arc<AtomicI64>,
    pub dir: TempDir,
}

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Somebody {
    pub cookie: String,
    pub csrf: String,
}

impl Somebody {
    pub fn of(opened: &Opened) -> Self {
        Self {
            cookie: format!("holdfast_session={}", opened.token),
            csrf: opened.signed_in.csrf.clone().unwrap(),
        }
    }
}

/// A server on an empty folder.
pub async fn empty() -> Server {
    let dir = tempfile::tempdir().unwrap();
    serve(dir).await
}

/// A server on a folder.
pub async fn serve(dir: TempDir) -> Server {
    let clock = Arc::new(AtomicI64::new(NOW_US));
    let state = state_of(dir.path(), &clock).await;
    Server {
        router: router(state.clone()),
        state,
        clock,
        dir,
    }
}

pub async fn state_of(folder: &Path, clock: &Arc<AtomicI64>) -> State {
    let clock = Arc::clone(clock);
    let options = Options {
        folder: folder.to_path_buf(),
        database_url: None,
        now: Arc::new(move || clock.load(Ordering::Relaxed)),
        environment: Arc::new(|_: &str| None),
        random: Arc::new(SeededRandom::new(7)),
        settings: Settings::default(),
    };
    start(options).await.unwrap()
}

impl Server {
    /// The administrator, made and signed in.
    pub async fn administrator(&self) -> Somebody {
        let first = First {
            login: "root".to_owned(),
            name: "管理员".to_owned(),
            password: PASSWORD.to_owned(),
            lang: Lang::Zh,
        };
        let device = Device {
            address: "test".to_owned(),
            agent: "test".to_owned(),
            previous: None,
        };
        Somebody::of(&self.state.identity.set_up(&first, &device, NOW_US).await.unwrap())
    }

    /// Signs in.
    pub async fn sign_in(&self, login: &str, password: &str) -> Somebody {
        let body = serde_json::json!({ "login": login, "password": password });
        let response = self.raw(None, "POST", "/session", Some(body)).await;
        assert_eq!(response.status(), StatusCode::OK, "{login} cannot sign in");
        let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        let me: Value = serde_json::from_slice(&bytes).unwrap();
        Somebody {
            cookie,
            csrf: me["csrf"].as_str().unwrap().to_owned(),
        }
    }

    /// Sends a request.
    pub async fn send(
        &self,
        who: Option<&Somebody>,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let response = self.raw(who, method, path, body).await;
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 64 << 20).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// Sends a request and gives the whole response.
    pub async fn raw(&self, who: Option<&Somebody>, method: &str, path: &str, body: Option<Value>) -> Response {
        let mut request = Request::builder()
            .method(Method::from_bytes(method.as_bytes()).unwrap())
            .uri(format!("/api/v1{path}"));
        if let Some(who) = who {
            request = request
                .header(header::COOKIE, &who.cookie)
                .header("x-csrf-token", &who.csrf);
        }
        let body = match body {
            Some(value) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(value.to_string())
            }
            None => Body::empty(),
        };
        self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap()
    }
}
