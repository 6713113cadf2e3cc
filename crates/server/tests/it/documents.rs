//! Saved questions, dashboards and filters: own ones are changed, shared ones are read, others are not there.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::company::{company, get, person};
use crate::support::{Server, Somebody, empty};

async fn put(server: &Server, who: &Somebody, path: &str, version: Option<&str>, body: Value) -> (u16, Value) {
    let mut request = Request::put(format!("/api/v1{path}"))
        .header(header::COOKIE, &who.cookie)
        .header("x-csrf-token", &who.csrf)
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(version) = version {
        request = request.header(header::IF_MATCH, version);
    }
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = server.router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

#[tokio::test]
async fn a_question_is_saved_shared_edited_and_thrown_away() {
    let server = empty().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    let viewer = person(&server, &administrator, "viewer", json!([])).await;
    let spec = json!({
        "kind": "metric",
        "metric": "churn_rate_start",
        "params": { "by": ["region"], "where": ["channel=门店"] },
        "view": { "type": "line" },
    });
    let body = json!({ "title": "各地区流失率", "shared": false, "spec": spec });
    let (status, saved) = server
        .send(Some(&analyst), "POST", "/questions", Some(body.clone()))
        .await;
    assert_eq!(status, StatusCode::CREATED, "{saved}");
    assert_eq!((&saved["version"], &saved["own"]), (&json!(1), &json!(true)));
    assert_eq!(saved["spec"]["params"]["where"], json!(["channel=门店"]));
    let path = format!("/questions/{}", saved["id"].as_str().unwrap());
    let (status, _) = server.send(Some(&viewer), "GET", &path, None).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "not shared");

    let mut shared = body.clone();
    shared["shared"] = json!(true);
    assert_eq!(put(&server, &analyst, &path, None, shared.clone()).await.0, 428);
    assert_eq!(
        put(&server, &analyst, &path, Some("\"9\""), shared.clone()).await.0,
        412
    );
    let (status, edited) = put(&server, &analyst, &path, Some("\"1\""), shared.clone()).await;
    assert_eq!((status, &edited["version"]), (200, &json!(2)), "{edited}");
    let seen = get(&server, &viewer, "/questions").await;
    assert_eq!(
        (&seen["items"][0]["title"], &seen["items"][0]["own"]),
        (&body["title"], &json!(false))
    );
    assert_eq!(
        put(&server, &viewer, &path, Some("\"2\""), shared).await.0,
        403,
        "a viewer edits nothing"
    );

    let (status, _) = server.send(Some(&analyst), "DELETE", &path, None).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let (status, _) = server.send(Some(&analyst), "DELETE", &path, None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_cannot_be_shown_is_not_saved() {
    let server = empty().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    let item = |x: u32, w: u32| json!({ "id": "a", "question_id": "q", "x": x, "y": 0, "w": w, "h": 4 });
    let board = |items: Value| json!({ "title": "看板", "spec": { "items": items } });
    for (path, body, status) in [
        ("/dashboards", board(json!([item(0, 12)])), 201),
        ("/dashboards", board(json!([item(8, 6)])), 422),
        ("/dashboards", board(json!([item(0, 6), item(6, 6)])), 422),
        (
            "/questions",
            json!({ "title": " ", "spec": { "kind": "sql", "query": "SELECT 1" } }),
            422,
        ),
        (
            "/questions",
            json!({ "title": "x", "spec": { "kind": "sql", "query": "" } }),
            422,
        ),
        ("/questions", json!({ "title": "x", "spec": { "kind": "magic" } }), 422),
        (
            "/customer-filters",
            json!({ "title": "x", "spec": { "level": "red", "region": ["a", "b"] } }),
            201,
        ),
        (
            "/customer-filters",
            json!({ "title": "x", "spec": { "level": "purple" } }),
            422,
        ),
        (
            "/customer-filters",
            json!({ "title": "x", "spec": { "colour": "red" } }),
            422,
        ),
    ] {
        let (found, answer) = server.send(Some(&analyst), "POST", path, Some(body.clone())).await;
        assert_eq!(found.as_u16(), status, "{path} {body}: {answer}");
    }
    let filters = get(&server, &analyst, "/customer-filters").await;
    assert_eq!(
        filters["items"][0]["spec"],
        json!({ "level": "red", "region": ["a", "b"] })
    );
}

#[tokio::test]
async fn a_shared_question_in_sql_is_answered_in_the_rows_of_whoever_asks() {
    let server = company().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    let viewer = person(&server, &administrator, "viewer", json!([])).await;
    let workspace = get(&server, &analyst, "/workspace").await;
    let dimensions = workspace["dimensions"].as_array().unwrap();
    let region = dimensions.iter().find(|dimension| dimension["id"] == "region").unwrap();
    let [own, other] = [0, 1].map(|at| region["values"][at].as_str().unwrap());
    let rows = json!([{ "dimension": "region", "values": [own] }]);
    let manager = person(&server, &administrator, "manager", rows).await;
    let save = async |title: &str, shared: bool, spec: Value| {
        let body = json!({ "title": title, "shared": shared, "spec": spec });
        let (status, saved) = server.send(Some(&analyst), "POST", "/questions", Some(body)).await;
        assert_eq!(status, StatusCode::CREATED, "{saved}");
        format!("/questions/{}/rows", saved["id"].as_str().unwrap())
    };
    let query = "SELECT region, count(*) AS n, max(name) AS name FROM customers GROUP BY region ORDER BY n DESC";
    let shared = save("各地区", true, json!({ "kind": "sql", "query": query })).await;
    let private = save("私有", false, json!({ "kind": "sql", "query": query })).await;
    let metric = save("指标", true, json!({ "kind": "metric", "metric": "churn_rate_start" })).await;
    let ask = async |who: &Somebody, path: &str, body: Value| {
        let (status, answer) = server.send(Some(who), "POST", path, Some(body)).await;
        (status.as_u16(), answer)
    };

    let (status, all) = ask(&analyst, &shared, json!({})).await;
    assert_eq!(status, 200, "{all}");
    assert!(all["rows"].as_array().unwrap().len() > 1);
    let (status, mine) = ask(&manager, &shared, json!({})).await;
    assert_eq!(
        (status, &mine["freshness"]["restricted"]),
        (200, &json!(true)),
        "{mine}"
    );
    let regions: Vec<&Value> = mine["rows"].as_array().unwrap().iter().map(|row| &row[0]).collect();
    assert_eq!(regions, [own]);
    assert!(mine["rows"][0][2].as_str().unwrap().contains('*'), "names stay masked");
    let (_, none) = ask(&manager, &shared, json!({ "where": [format!("region={other}")] })).await;
    assert_eq!(none["rows"], json!([]));
    let (_, one) = ask(&analyst, &shared, json!({ "limit": 1 })).await;
    assert_eq!(
        (one["rows"].as_array().unwrap().len(), &one["truncated"]),
        (1, &json!(true))
    );

    assert_eq!(ask(&manager, &private, json!({})).await.0, 404, "not shared");
    assert_eq!(ask(&viewer, &shared, json!({})).await.0, 403, "it may show customers");
    let (status, problem) = ask(&manager, &metric, json!({})).await;
    assert_eq!((status, &problem["code"]), (422, &json!("not-sql")));
    let (status, problem) = ask(&manager, &shared, json!({ "query": "SELECT 1" })).await;
    assert_eq!(status, 422, "{problem}");
}
