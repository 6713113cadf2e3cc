//! Events over HTTP: safe when answered, counted soon after, taken once.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::{Server, Somebody, empty};
use crate::uploads::with_orders;

async fn token(server: &Server, who: &Somebody) -> String {
    let body = json!({ "name": "till 7", "scopes": ["write_events"] });
    let (status, made) = server.send(Some(who), "POST", "/tokens", Some(body)).await;
    assert!(status.is_success(), "{status} {made}");
    made["token"].as_str().unwrap().to_owned()
}

async fn send(server: &Server, token: &str, batch: Option<&str>, lines: &str) -> (StatusCode, Value) {
    let mut request = Request::builder()
        .method("POST")
        .uri("/api/v1/events")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/x-ndjson");
    if let Some(batch) = batch {
        request = request.header("batch-id", batch);
    }
    let request = request.body(Body::from(lines.to_owned())).unwrap();
    let response = server.router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

async fn count(server: &Server, who: &Somebody) -> i64 {
    let body = json!({ "query": "SELECT count(*) AS n FROM events" });
    let (status, answer) = server.send(Some(who), "POST", "/sql", Some(body)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["rows"][0][0].as_i64().unwrap()
}

#[tokio::test]
async fn events_are_taken_once_and_counted_soon() {
    let server = empty().await;
    let who = server.administrator().await;
    let till = token(&server, &who).await;
    let line = "{\"customer_id\":\"0001\",\"occurred_at\":\"2026-01-04T10:15:00+08:00\",\"kind\":\"order\",\"amount\":129.5}\n";
    let (status, problem) = send(&server, &till, Some("b1"), line).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::CONFLICT, &json!("no-workspace")),
        "{problem}"
    );
    with_orders(&server, &who).await;
    assert_eq!(count(&server, &who).await, 540);
    let (status, problem) = send(&server, &till, None, line).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("no-batch-id"))
    );
    let (status, problem) = send(&server, &till, Some("b0"), "{no json\n").await;
    assert!(status.is_client_error(), "{status} {problem}");
    let (status, taken) = send(&server, &till, Some("b1"), line).await;
    assert_eq!(
        (status, &taken["accepted"], &taken["duplicate"]),
        (StatusCode::ACCEPTED, &json!(1), &json!(false)),
        "{taken}"
    );
    let (status, again) = send(&server, &till, Some("b1"), line).await;
    assert_eq!(
        (status, &again["duplicate"]),
        (StatusCode::ACCEPTED, &json!(true)),
        "{again}"
    );
    let mut seen = 0;
    for _ in 0..100 {
        seen = count(&server, &who).await;
        if seen > 540 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(seen, 541, "twice sent, once counted");
    let (status, stands) = server.send(Some(&who), "GET", "/events/status", None).await;
    assert_eq!((status, &stands["trouble"]), (StatusCode::OK, &Value::Null), "{stands}");
    let (status, _) = server.send(Some(&who), "POST", "/events", Some(json!({}))).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "events are for programs");
}
