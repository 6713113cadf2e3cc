//! Who somebody is: first run, signing in and out, tokens, people, the audit log.

use std::sync::atomic::Ordering;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::{NOW_US, PASSWORD, Server, Somebody, empty};

const HOUR_US: i64 = 3_600_000_000;

async fn body(response: Response) -> Value {
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    serde_json::from_slice(&bytes).unwrap_or(Value::Null)
}

/// A request with a token or other headers.
async fn asked(server: &Server, method: &str, path: &str, fields: &[(&str, &str)], content: Option<Value>) -> Response {
    let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
    for (name, value) in fields {
        request = request.header(*name, *value);
    }
    let content = content.map_or_else(Body::empty, |value| Body::from(value.to_string()));
    let request = request
        .header(header::CONTENT_TYPE, "application/json")
        .body(content)
        .unwrap();
    server.router.clone().oneshot(request).await.unwrap()
}

/// Somebody's headers besides others.
fn fields<'a>(who: &'a Somebody, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("cookie", who.cookie.as_str()), ("x-csrf-token", who.csrf.as_str())];
    fields.extend_from_slice(more);
    fields
}

/// Somebody with these roles, who has chosen a password.
async fn somebody(server: &Server, administrator: &Somebody, login: &str, roles: Value) -> (Somebody, String) {
    let new = json!({"login": login, "name": login, "roles": roles});
    let (status, made) = server.send(Some(administrator), "POST", "/users", Some(new)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let temporary = made["temporary_password"].as_str().unwrap();
    let first = server.sign_in(login, temporary).await;
    let change = json!({"current": temporary, "new": PASSWORD});
    let (status, me) = server.send(Some(&first), "POST", "/me/password", Some(change)).await;
    assert_eq!(status, StatusCode::OK, "{me}");
    (
        server.sign_in(login, PASSWORD).await,
        made["id"].as_str().unwrap().to_owned(),
    )
}

#[tokio::test]
async fn the_first_run_makes_an_administrator_once() {
    let server = empty().await;
    let (status, setup) = server.send(None, "GET", "/setup", None).await;
    assert_eq!(
        (status, &setup["needed"], &setup["oidc"]),
        (StatusCode::OK, &json!(true), &Value::Null)
    );
    assert_eq!(setup["password_rules"]["min_length"], 10);
    let first = |password: &str| json!({"login": "Ann", "name": "安", "password": password, "lang": "zh"});
    let (status, problem) = server.send(None, "POST", "/setup", Some(first("password123"))).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("password-common"))
    );
    assert_eq!(problem["errors"][0]["field"], "password");
    let response = server.raw(None, "POST", "/setup", Some(first(PASSWORD))).await;
    assert_eq!(response.status(), StatusCode::OK);
    let cookie = response.headers()[header::SET_COOKIE].to_str().unwrap().to_owned();
    assert!(
        cookie.starts_with("holdfast_session=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{cookie}"
    );
    let me = body(response).await;
    assert_eq!(
        (&me["user"]["login"], &me["user"]["units"]),
        (&json!("ann"), &json!("wan"))
    );
    assert_eq!(me["user"]["roles"], json!(["administrator", "analyst"]));
    assert_eq!(server.send(None, "GET", "/setup", None).await.1["needed"], false);
    let (status, problem) = server.send(None, "POST", "/setup", Some(first(PASSWORD))).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (StatusCode::CONFLICT, Some("set-up-already"))
    );
}

#[tokio::test]
async fn a_session_begins_idles_and_ends() {
    let server = empty().await;
    server.administrator().await;
    let who = server.sign_in("root", PASSWORD).await;
    let (status, me) = server.send(Some(&who), "GET", "/session", None).await;
    assert_eq!((status, me["csrf"].as_str()), (StatusCode::OK, Some(who.csrf.as_str())));
    assert_eq!(
        (&me["expires_at"], &me["idle_after_s"]),
        (&json!("2026-01-05T20:00:00Z"), &json!(7200))
    );
    let (_, sessions) = server.send(Some(&who), "GET", "/me/sessions", None).await;
    let current = |session: &&Value| session["current"] == true;
    let sessions = sessions["items"].as_array().unwrap();
    assert_eq!((sessions.len(), sessions.iter().filter(current).count()), (2, 1));
    let other = sessions.iter().find(|session| !current(session)).unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/me/sessions/{other}");
    assert_eq!(
        server.send(Some(&who), "DELETE", &path, None).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        server.send(Some(&who), "DELETE", &path, None).await.0,
        StatusCode::NOT_FOUND
    );

    server.clock.store(NOW_US + 3 * HOUR_US, Ordering::Relaxed);
    let (status, problem) = server.send(Some(&who), "GET", "/session", None).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (StatusCode::UNAUTHORIZED, Some("not-signed-in"))
    );
    let who = server.sign_in("root", PASSWORD).await;
    let response = server.raw(Some(&who), "DELETE", "/session", None).await;
    assert_eq!(response.status(), StatusCode::NO_CONTENT);
    assert!(
        response.headers()[header::SET_COOKIE]
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    assert_eq!(
        server.send(Some(&who), "GET", "/session", None).await.0,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn guessing_is_answered_more_and_more_slowly() {
    let server = empty().await;
    server.administrator().await;
    let guess = json!({"login": "root", "password": "wrong wrong"});
    for _ in 0..5 {
        let (status, problem) = server.send(None, "POST", "/session", Some(guess.clone())).await;
        assert_eq!(
            (status, problem["code"].as_str()),
            (StatusCode::UNAUTHORIZED, Some("wrong-login"))
        );
    }
    let response = server.raw(None, "POST", "/session", Some(guess)).await;
    assert_eq!(response.status(), StatusCode::LOCKED);
    assert_eq!(response.headers()[header::RETRY_AFTER], "30");
    let problem = body(response).await;
    assert_eq!(
        (problem["code"].as_str(), problem["retry_after_s"].as_u64()),
        (Some("locked"), Some(30))
    );
}

#[tokio::test]
async fn a_second_factor_is_added_and_asked_for() {
    let server = empty().await;
    let root = server.administrator().await;
    let (status, factor) = server.send(Some(&root), "POST", "/me/totp", None).await;
    assert_eq!(status, StatusCode::OK);
    assert!(factor["uri"].as_str().unwrap().starts_with("otpauth://totp/"));
    let wrong = json!({"code": "000000"});
    let (status, problem) = server.send(Some(&root), "PUT", "/me/totp", Some(wrong)).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (StatusCode::UNAUTHORIZED, Some("wrong-code"))
    );
    let proof = json!({"password": PASSWORD});
    assert_eq!(
        server.send(Some(&root), "DELETE", "/me/totp", Some(proof)).await.0,
        StatusCode::NO_CONTENT
    );
}

#[tokio::test]
async fn a_token_lends_its_scopes_and_no_more() {
    let server = empty().await;
    let root = server.administrator().await;
    let new = json!({"name": "夜间", "scopes": ["view_data"], "expires_in_days": 1});
    let (status, made) = server.send(Some(&root), "POST", "/tokens", Some(new.clone())).await;
    assert_eq!(
        (status, &made["expires_at"]),
        (StatusCode::CREATED, &json!("2026-01-06T08:00:00Z"))
    );
    let bearer = format!("Bearer {}", made["token"].as_str().unwrap());
    let fields = [("authorization", bearer.as_str())];
    let me = body(asked(&server, "GET", "/session", &fields, None).await).await;
    assert_eq!((&me["permissions"], &me["csrf"]), (&json!(["view_data"]), &json!("")));
    assert_eq!(
        asked(&server, "GET", "/users", &fields, None).await.status(),
        StatusCode::FORBIDDEN
    );
    let response = asked(&server, "POST", "/tokens", &fields, Some(new)).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert_eq!(body(response).await["code"], "people-only");
    let (_, list) = server.send(Some(&root), "GET", "/tokens", None).await;
    assert_eq!(list["items"][0]["last_used_at"], "2026-01-05T08:00:00Z");
    assert_eq!(list["items"][0]["token"], Value::Null);
    let path = format!("/tokens/{}", made["id"].as_str().unwrap());
    assert_eq!(
        server.send(Some(&root), "DELETE", &path, None).await.0,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        asked(&server, "GET", "/session", &fields, None).await.status(),
        StatusCode::UNAUTHORIZED
    );
    let beyond = json!({"name": "x", "scopes": ["view_audit"]});
    let (status, problem) = server.send(Some(&root), "POST", "/tokens", Some(beyond)).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("scope-beyond-role"))
    );
}

#[tokio::test]
async fn an_answer_with_a_secret_is_not_kept_for_its_idempotency_key() {
    let server = empty().await;
    let root = server.administrator().await;
    let new = json!({"name": "x", "scopes": ["view_data"]});
    let fields = fields(&root, &[("idempotency-key", "once")]);
    let first = asked(&server, "POST", "/tokens", &fields, Some(new.clone())).await;
    assert_eq!(first.status(), StatusCode::CREATED);
    let secret = body(first).await["token"].as_str().unwrap().to_owned();
    let again = asked(&server, "POST", "/tokens", &fields, Some(new)).await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
    assert_eq!(body(again).await["code"], "shown-once");
    let (_, list) = server.send(Some(&root), "GET", "/tokens", None).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "made once");
    for entry in std::fs::read_dir(server.dir.path()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name().to_string_lossy().starts_with("holdfast.db") {
            let bytes = std::fs::read(entry.path()).unwrap();
            let held = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!held, "{:?} holds the secret", entry.path());
        }
    }
}

#[tokio::test]
async fn people_are_made_edited_and_reset() {
    let server = empty().await;
    let root = server.administrator().await;
    let (bob, id) = somebody(&server, &root, "bob", json!(["analyst"])).await;
    let path = format!("/users/{id}");
    let response = server.raw(Some(&root), "GET", &path, None).await;
    let tag = response.headers()[header::ETAG].to_str().unwrap().to_owned();
    let change = json!({"roles": ["manager"], "rows": [{"dimension": "region", "values": ["华东", "华北"]}]});
    let response = asked(&server, "PATCH", &path, &fields(&root, &[]), Some(change.clone())).await;
    assert_eq!(response.status(), StatusCode::PRECONDITION_REQUIRED);
    let edit = fields(&root, &[("if-match", tag.as_str())]);
    let response = asked(&server, "PATCH", &path, &edit, Some(change.clone())).await;
    assert_eq!(response.status(), StatusCode::OK);
    let edited = body(response).await;
    assert_eq!(
        (&edited["roles"], &edited["name"]),
        (&json!(["manager"]), &json!("bob"))
    );
    let stale = asked(&server, "PATCH", &path, &edit, Some(change)).await;
    assert_eq!(stale.status(), StatusCode::PRECONDITION_FAILED);
    let (_, me) = server.send(Some(&bob), "GET", "/session", None).await;
    assert_eq!(
        me["rows"][0]["values"],
        json!(["华东", "华北"]),
        "with the next request"
    );
    assert!(me["permissions"].as_array().unwrap().contains(&json!("unmask")));

    let (_, users) = server.send(Some(&root), "GET", "/users?limit=1", None).await;
    assert_eq!(
        (users["items"].as_array().unwrap().len(), &users["total"]),
        (1, &json!(2))
    );
    let next = format!("/users?limit=1&cursor={}", users["next_cursor"].as_str().unwrap());
    let (_, users) = server.send(Some(&root), "GET", &next, None).await;
    assert_eq!(
        (&users["items"][0]["login"], &users["next_cursor"]),
        (&json!("bob"), &Value::Null)
    );

    let (status, reset) = server.send(Some(&root), "POST", &format!("{path}/reset"), None).await;
    assert_eq!(status, StatusCode::OK, "{reset}");
    assert_eq!(
        server.send(Some(&bob), "GET", "/session", None).await.0,
        StatusCode::UNAUTHORIZED
    );
    let again = server
        .sign_in("bob", reset["temporary_password"].as_str().unwrap())
        .await;
    let (_, me) = server.send(Some(&again), "GET", "/session", None).await;
    assert_eq!(
        (&me["user"]["must_change_password"], &me["permissions"]),
        (&json!(true), &json!([]))
    );
}

#[tokio::test]
async fn what_people_may_be_is_checked() {
    let server = empty().await;
    let root = server.administrator().await;
    let new = |login: &str, roles: Value| json!({"login": login, "name": "x", "roles": roles});
    for (request, status, code) in [
        (
            new("a b", json!(["viewer"])),
            StatusCode::UNPROCESSABLE_ENTITY,
            "bad-login",
        ),
        (new("eve", json!([])), StatusCode::UNPROCESSABLE_ENTITY, "no-role"),
        (
            new("eve", json!(["security_auditor", "viewer"])),
            StatusCode::UNPROCESSABLE_ENTITY,
            "auditor-alone",
        ),
        (
            new("eve", json!(["agent"])),
            StatusCode::UNPROCESSABLE_ENTITY,
            "agent-without-rows",
        ),
        (new("ROOT", json!(["viewer"])), StatusCode::CONFLICT, "taken"),
    ] {
        let (found, problem) = server.send(Some(&root), "POST", "/users", Some(request)).await;
        assert_eq!((found, problem["code"].as_str()), (status, Some(code)));
    }
    let (_, me) = server.send(Some(&root), "GET", "/session", None).await;
    let path = format!("/users/{}", me["user"]["id"].as_str().unwrap());
    let edit = fields(&root, &[("if-match", "\"1\"")]);
    let response = asked(&server, "PATCH", &path, &edit, Some(json!({"disabled": true}))).await;
    assert_eq!(response.status(), StatusCode::CONFLICT);
    assert_eq!(body(response).await["code"], "last-administrator");
    assert_eq!(
        server.send(Some(&root), "GET", "/users/a%00b", None).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn whoever_watches_reads_and_verifies_the_log() {
    let server = empty().await;
    let root = server.administrator().await;
    let (watcher, _) = somebody(&server, &root, "watcher", json!(["security_auditor"])).await;
    let (status, _) = server.send(Some(&root), "GET", "/audit", None).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "whoever acts does not watch");
    let (_, log) = server
        .send(Some(&watcher), "GET", "/audit?action=person.&limit=1", None)
        .await;
    let line = &log["items"][0];
    assert_eq!(
        (&line["action"], &line["actor"]),
        (&json!("person.created"), &json!("root"))
    );
    assert_eq!(line["detail"]["login"], "watcher");
    assert_eq!(line["at"], "2026-01-05T08:00:00Z");
    let next = format!("/audit?action=person.&cursor={}", log["next_cursor"].as_str().unwrap());
    let (_, rest) = server.send(Some(&watcher), "GET", &next, None).await;
    assert_eq!(
        (rest["items"].as_array().unwrap().len(), &rest["next_cursor"]),
        (1, &Value::Null)
    );
    let (_, none) = server
        .send(Some(&watcher), "GET", "/audit?from=2026-01-06T00:00:00%2B08:00", None)
        .await;
    assert_eq!(none["items"], json!([]));
    let (status, problem) = server.send(Some(&watcher), "GET", "/audit?to=yesterday", None).await;
    assert_eq!(
        (status, problem["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("bad-instant"))
    );
    let (_, verified) = server.send(Some(&watcher), "GET", "/audit/verification", None).await;
    assert_eq!((&verified["ok"], &verified["first_bad"]), (&json!(true), &Value::Null));
    let text = server.send(Some(&watcher), "GET", "/audit", None).await.1.to_string();
    assert!(!text.contains(PASSWORD));
}

#[tokio::test]
async fn without_a_provider_the_sign_in_page_says_so() {
    let server = empty().await;
    for (path, code) in [
        ("/oidc/start?return_to=/customers", "no-provider"),
        ("/oidc/callback?error=access_denied", "provider-failed"),
        ("/oidc/callback?code=x&state=y", "no-provider"),
    ] {
        let response = server.raw(None, "GET", path, None).await;
        assert_eq!(response.status(), StatusCode::FOUND);
        assert_eq!(response.headers()[header::LOCATION], format!("/sign-in?problem={code}"));
    }
}

#[tokio::test]
async fn people_choose_how_their_pages_look() {
    let server = empty().await;
    let root = server.administrator().await;
    let change = json!({"theme": "dark", "units": "thousand", "lang": "en"});
    let (status, me) = server.send(Some(&root), "PATCH", "/me", Some(change)).await;
    assert_eq!(
        (status, &me["user"]["theme"], &me["user"]["units"]),
        (StatusCode::OK, &json!("dark"), &json!("thousand"))
    );
    assert_eq!(
        (&me["user"]["lang"], &me["user"]["name"]),
        (&json!("en"), &json!("管理员"))
    );
    let (_, roles) = server.send(Some(&root), "GET", "/roles", None).await;
    assert_eq!(roles["items"].as_array().unwrap().len(), 6);
}
