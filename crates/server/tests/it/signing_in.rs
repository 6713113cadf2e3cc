//! First run, signing in and out, guessing, the second factor, the own pages.

use std::sync::atomic::Ordering;

use axum::http::{StatusCode, header};
use serde_json::{Value, json};

use crate::asking::body;
use crate::support::{NOW_US, PASSWORD, empty};

const HOUR_US: i64 = 3_600_000_000;

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
