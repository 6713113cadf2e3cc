//! Definitions: listed, tried, edited in the file of somebody else.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::support::{Server, Somebody, empty};
use crate::uploads::with_orders;

async fn put(server: &Server, who: &Somebody, version: Option<&str>, body: Value) -> (StatusCode, Value) {
    let mut request = Request::builder()
        .method("PUT")
        .uri("/api/v1/definitions")
        .header(header::COOKIE, &who.cookie)
        .header("x-csrf-token", &who.csrf)
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(version) = version {
        request = request.header(header::IF_MATCH, format!("\"{version}\""));
    }
    let response = server
        .router
        .clone()
        .oneshot(request.body(Body::from(body.to_string())).unwrap())
        .await
        .unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

#[tokio::test]
async fn an_edit_says_what_it_edits_keeps_comments_and_counts_at_once() {
    let server = empty().await;
    let who = server.administrator().await;
    with_orders(&server, &who).await;
    let file = server.dir.path().join("holdfast.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("[retention]", "# agreed in May\n[retention]")).unwrap();
    let (_, list) = server.send(Some(&who), "GET", "/definitions", None).await;
    let version = list["version"].as_str().unwrap();
    let first = &list["items"][0];
    assert_eq!(
        (&first["default"], &first["rule"]["kind"]),
        (&json!(true), &json!("inactivity")),
        "{list}"
    );
    let wanted = json!({ "items": [
        { "id": "quiet", "rule": { "kind": "inactivity", "days": 60 } },
        { "id": "rhythm", "rule": { "kind": "own_rhythm" } },
    ]});
    let (status, problem) = put(&server, &who, None, wanted.clone()).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::PRECONDITION_REQUIRED, &json!("version-needed"))
    );
    let (status, problem) = put(&server, &who, Some("0"), wanted.clone()).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::PRECONDITION_FAILED, &json!("config-changed")),
        "{problem}"
    );
    let nonsense = json!({ "items": [{ "id": "quiet", "rule": { "kind": "inactivity", "days": 0 } }] });
    let (status, problem) = put(&server, &who, Some(version), nonsense).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("config-churn-rule")),
        "{problem}"
    );
    let (status, saved) = put(&server, &who, Some(version), wanted).await;
    assert_eq!(status, StatusCode::OK, "{saved}");
    assert_ne!(saved["version"], list["version"]);
    assert_eq!(
        saved["items"][1]["rule"]["quantile"], 0.9,
        "what is usual is said: {saved}"
    );
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("# agreed in May\n[retention]") && text.contains("id = \"quiet\""),
        "{text}"
    );
    // The rates follow.
    let body = json!({ "rule": { "kind": "inactivity", "days": 90 }, "definition": "quiet" });
    let (status, tried) = server.send(Some(&who), "POST", "/definitions/trial", Some(body)).await;
    assert_eq!(status, StatusCode::OK, "{tried}");
    assert_eq!(tried["current_id"], "quiet");
    assert_eq!(
        tried["rates"].as_array().unwrap().len(),
        tried["current"].as_array().unwrap().len()
    );
    let changed = &tried["changed"];
    assert_eq!(
        (&changed["lost_by_both"], &changed["active_by_both"]),
        (&json!(30), &json!(30)),
        "{changed}"
    );
    let before: u64 = tried["current"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|rate| rate["numerator"].as_u64())
        .sum();
    assert_eq!(before, 30, "{tried}");
}

#[tokio::test]
async fn a_rule_that_the_data_cannot_tell_is_refused_with_its_key() {
    let server = empty().await;
    let who = server.administrator().await;
    let (status, problem) = server.send(Some(&who), "GET", "/definitions", None).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::CONFLICT, &json!("no-workspace"))
    );
    with_orders(&server, &who).await;
    for (rule, code) in [
        (
            json!({ "kind": "contract", "grace_days": 30 }),
            "config-churn-needs-source",
        ),
        (json!({ "kind": "own_rhythm", "quantile": 1.5 }), "config-churn-rule"),
        (json!({ "kind": "moon" }), "bad-body"),
        (json!({ "kind": "inactivity", "days": 30, "colour": 1 }), "bad-body"),
    ] {
        let body = json!({ "rule": rule });
        let (status, problem) = server.send(Some(&who), "POST", "/definitions/trial", Some(body)).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)),
            "{problem}"
        );
    }
    let body = json!({ "rule": { "kind": "inactivity", "days": 30 }, "period": "fortnight" });
    let (status, problem) = server.send(Some(&who), "POST", "/definitions/trial", Some(body)).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("not-a-period"))
    );
}
