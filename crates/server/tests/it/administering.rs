//! Tokens, people, and the audit log.

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::asking::{asked, body, fields, somebody};
use crate::support::{PASSWORD, empty};

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
async fn a_refused_request_leaves_its_idempotency_key_to_the_corrected_one() {
    let server = empty().await;
    let root = server.administrator().await;
    somebody(&server, &root, "bob", json!(["viewer"])).await;
    let keyed = fields(&root, &[("idempotency-key", "one form")]);
    let new = |login: &str| json!({"login": login, "name": "鲍勃", "roles": ["viewer"], "rows": []});
    let taken = asked(&server, "POST", "/users", &keyed, Some(new("bob"))).await;
    assert_eq!(taken.status(), StatusCode::CONFLICT);
    let made = asked(&server, "POST", "/users", &keyed, Some(new("bobby"))).await;
    assert_eq!(made.status(), StatusCode::CREATED);
    let other = asked(&server, "POST", "/users", &keyed, Some(new("robert"))).await;
    assert_eq!(body(other).await["code"], "key-used-before", "what was done stays done");
}

#[tokio::test]
async fn a_wrong_token_is_numbered_and_counted_like_any_request() {
    let server = empty().await;
    let fields = [("authorization", "Bearer hf_wrong")];
    let refused = asked(&server, "GET", "/metrics", &fields, None).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert!(refused.headers().contains_key("x-request-id"));
    let mut last = StatusCode::UNAUTHORIZED;
    for _ in 0..600 {
        last = asked(&server, "GET", "/metrics", &fields, None).await.status();
        if last == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "guessing is slowed down");
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

    // Both were made in the same microsecond: which comes first is chance, but each comes once.
    let (_, first) = server.send(Some(&root), "GET", "/users?limit=1", None).await;
    assert_eq!(
        (first["items"].as_array().unwrap().len(), &first["total"]),
        (1, &json!(2))
    );
    let next = format!("/users?limit=1&cursor={}", first["next_cursor"].as_str().unwrap());
    let (_, last) = server.send(Some(&root), "GET", &next, None).await;
    let mut logins = [&first, &last].map(|page| page["items"][0]["login"].as_str().unwrap());
    logins.sort_unstable();
    assert_eq!((logins, &last["next_cursor"]), (["bob", "root"], &Value::Null));

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
