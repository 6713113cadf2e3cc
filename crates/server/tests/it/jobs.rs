//! Jobs: one after the other, told of, stopped, remembered; and the models that they make.

use std::time::Duration;

use axum::http::{StatusCode, header};
use futures::StreamExt as _;
use holdfast_app::simulate::{Industry, Plan, to_folder};
use holdfast_app::workspace::init::{InitOptions, init};
use holdfast_domain::clock::FixedClock;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Lang;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::company::person;
use crate::support::{Server, Somebody, empty, serve, state_of};
use crate::uploads::ended;

/// A simulated company in a workspace, not imported yet.
fn company() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let end = Day::from_ymd(2025, 12, 31).unwrap();
    to_folder(&Plan::new(Industry::Shop, 900, 7, end), &data, &|_, _| ()).unwrap();
    let from = [data.display().to_string()];
    let options = InitOptions {
        from: &from,
        time_zone: None,
        lang: Lang::Zh,
        describe: &|_, _| Ok(Vec::new()),
        sample: &|_, _| Ok(None),
    };
    init(dir.path(), &options, &FixedClock(Day::from_ymd(2026, 1, 5).unwrap())).unwrap();
    dir
}

async fn done(server: &Server, who: &Somebody, kind: &str, options: Value) -> Value {
    let body = json!({ "kind": kind, "options": options });
    let (status, job) = server.send(Some(who), "POST", "/jobs", Some(body)).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{job}");
    let job = ended(server, who, job["id"].as_str().unwrap()).await;
    assert_eq!(job["state"], "done", "{kind}: {job}");
    job
}

#[tokio::test]
async fn a_company_is_refreshed_trained_scored_and_watched() {
    let server = serve(company()).await;
    let who = server.administrator().await;
    let (status, problem) = server.send(Some(&who), "GET", "/segments/migration", None).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::CONFLICT, &json!("no-model")),
        "{problem}"
    );
    let (_, models) = server.send(Some(&who), "GET", "/models", None).await;
    assert_eq!((&models["items"], &models["champion"]), (&json!([]), &Value::Null));
    let (_, watch) = server.send(Some(&who), "GET", "/models/watch", None).await;
    assert!(watch.is_null());

    let refreshed = done(&server, &who, "refresh", json!({})).await;
    // Somebody who sees some customers alone is not told how many there are of all.
    let rows = json!([{ "dimension": "region", "values": ["华东"] }]);
    let some = person(&server, &who, "analyst", rows).await;
    let path = format!("/jobs/{}", refreshed["id"].as_str().unwrap());
    let (_, seen) = server.send(Some(&some), "GET", &path, None).await;
    assert_eq!((&seen["state"], &seen["result"]), (&json!("done"), &Value::Null));
    assert!(seen["total"].as_u64().unwrap() <= 100);
    let (_, list) = server.send(Some(&some), "GET", "/jobs", None).await;
    assert!(list["items"][0]["result"].is_null());
    let (_, quality) = server.send(Some(&some), "GET", "/quality", None).await;
    let checks = quality["checks"].as_array().unwrap();
    assert!(
        checks
            .iter()
            .all(|check| !check["id"].as_str().unwrap().starts_with("lake.")),
        "{quality}"
    );
    assert!(
        refreshed["result"]["batches"].as_array().unwrap().len() >= 3,
        "{refreshed}"
    );
    let trained = done(
        &server,
        &who,
        "train",
        json!({ "candidates": ["logistic", "boosting"], "cutoffs": 4 }),
    )
    .await;
    let id = trained["result"]["model_id"].as_str().unwrap().to_owned();
    assert_eq!(trained["result"]["champion"], true);
    let scored = done(&server, &who, "score", json!({})).await;
    assert!(scored["result"]["customers"].as_u64().unwrap() > 100, "{scored}");
    assert!(
        scored["result"].get("top").is_none(),
        "customers are for those who may see them"
    );
    let watched = done(&server, &who, "watch", json!({})).await;
    assert_eq!(watched["result"]["model_id"], id.as_str());

    let (_, models) = server.send(Some(&who), "GET", "/models", None).await;
    assert_eq!(
        (&models["champion"], &models["items"][0]["role"]),
        (&json!(id), &json!("champion"))
    );
    let (_, record) = server.send(Some(&who), "GET", &format!("/models/{id}"), None).await;
    assert!(
        record["charts"]["calibration"]
            .as_array()
            .is_some_and(|points| !points.is_empty()),
        "no calibration"
    );
    let gains = record["charts"]["gains"].as_array().unwrap();
    assert_eq!(
        gains.last().unwrap()["gains"],
        1.0,
        "everybody contacted, everybody reached"
    );
    let (_, shapes) = server
        .send(Some(&who), "GET", &format!("/models/{id}/shapes"), None)
        .await;
    assert!(!shapes["importance"].as_array().unwrap().is_empty(), "{shapes}");
    for lang in ["zh", "en"] {
        let (_, card) = server
            .send(Some(&who), "GET", &format!("/models/{id}/card?lang={lang}"), None)
            .await;
        assert!(card["markdown"].as_str().unwrap().contains(&id), "{card}");
    }
    let (_, watch) = server.send(Some(&who), "GET", "/models/watch", None).await;
    assert_eq!(watch["model_id"], id.as_str());
    let (status, moves) = server.send(Some(&who), "GET", "/segments/migration", None).await;
    assert_eq!(
        (status, &moves["from"]),
        (StatusCode::OK, &Value::Null),
        "one day of scores has no moves: {moves}"
    );
    let (status, problem) = server.send(Some(&who), "POST", "/models/rollback", None).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::CONFLICT, &json!("nothing-before"))
    );
    let (status, _) = server.send(Some(&who), "POST", "/models/m9999/promotion", None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, in_use) = server
        .send(Some(&who), "POST", &format!("/models/{id}/promotion"), None)
        .await;
    assert_eq!((status, &in_use["champion"]), (StatusCode::OK, &json!(id)), "{in_use}");
    let (status, _) = server.send(Some(&who), "GET", "/models/..%2F..%2Fjobs", None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_stopped_ends_and_what_fails_says_why() {
    let server = serve(company()).await;
    let who = server.administrator().await;
    let ask = |body: Value| server.send(Some(&who), "POST", "/jobs", Some(body));
    let (_, running) = ask(json!({ "kind": "refresh" })).await;
    let (_, waiting) = ask(json!({ "kind": "train" })).await;
    let (status, problem) = ask(json!({ "kind": "train" })).await;
    // Unless the worker was so quick that it trains already, which may then be asked for once more.
    assert!(
        status == StatusCode::CONFLICT || status == StatusCode::ACCEPTED,
        "{problem}"
    );
    let path = format!("/jobs/{}", waiting["id"].as_str().unwrap());
    let (status, _) = server.send(Some(&who), "DELETE", &path, None).await;
    assert_eq!(status, StatusCode::OK);
    let stopped = ended(&server, &who, waiting["id"].as_str().unwrap()).await;
    assert_eq!(stopped["state"], "cancelled", "{stopped}");
    let (status, problem) = server.send(Some(&who), "DELETE", &path, None).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("job-ended")));
    let ran = ended(&server, &who, running["id"].as_str().unwrap()).await;
    assert_eq!(ran["state"], "done", "{ran}");
    let (_, list) = server.send(Some(&who), "GET", "/jobs", None).await;
    for job in list["items"].as_array().unwrap() {
        if job["state"] == "queued" || job["state"] == "running" {
            server
                .send(
                    Some(&who),
                    "DELETE",
                    &format!("/jobs/{}", job["id"].as_str().unwrap()),
                    None,
                )
                .await;
            ended(&server, &who, job["id"].as_str().unwrap()).await;
        }
    }
    let (_, failing) = ask(json!({ "kind": "import", "options": { "source": "nobody" } })).await;
    let failed = ended(&server, &who, failing["id"].as_str().unwrap()).await;
    assert_eq!(
        (&failed["state"], &failed["problem"]["code"]),
        (&json!("failed"), &json!("no-such-source")),
        "{failed}"
    );
    for body in [
        json!({ "kind": "import" }),
        json!({ "kind": "train", "options": { "minutes": 0 } }),
        json!({ "kind": "train", "options": { "horizon_days": 0 } }),
        json!({ "kind": "fly" }),
        json!({ "kind": "train", "options": { "colour": "red" } }),
    ] {
        let (status, problem) = ask(body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        assert!(problem["remedy"]["zh"].is_string());
    }
}

#[tokio::test]
async fn a_server_that_begins_knows_how_the_last_jobs_ended() {
    let server = empty().await;
    let who = server.administrator().await;
    let (_, job) = server
        .send(Some(&who), "POST", "/jobs", Some(json!({ "kind": "refresh" })))
        .await;
    let id = job["id"].as_str().unwrap().to_owned();
    let failed = ended(&server, &who, &id).await;
    assert_eq!(failed["problem"]["code"], "no-workspace", "{failed}");
    // One that was being done when the server died.
    let kept = server.dir.path().join("jobs.json");
    let mut jobs: Value = serde_json::from_slice(&std::fs::read(&kept).unwrap()).unwrap();
    let mut dead = jobs[0].clone();
    dead["id"] = json!("jdead-1");
    dead["state"] = json!("running");
    dead["problem"] = Value::Null;
    jobs.as_array_mut().unwrap().push(dead);
    std::fs::write(&kept, jobs.to_string()).unwrap();
    let again = state_of(server.dir.path(), &server.clock).await;
    let listed = again.jobs.list();
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[0].problem.as_ref().unwrap().code, "interrupted");
    assert_eq!(listed[1].id, id);
    // A file that is none is no reason not to begin.
    std::fs::write(&kept, "{").unwrap();
    assert!(state_of(server.dir.path(), &server.clock).await.jobs.list().is_empty());
}

#[tokio::test]
async fn the_stream_says_hello_and_tells_of_jobs() {
    let server = empty().await;
    let who = server.administrator().await;
    assert_eq!(
        server.raw(None, "GET", "/stream", None).await.status(),
        StatusCode::UNAUTHORIZED
    );
    let response = server.raw(Some(&who), "GET", "/stream", None).await;
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
    let mut body = response.into_body().into_data_stream();
    server
        .send(Some(&who), "POST", "/jobs", Some(json!({ "kind": "refresh" })))
        .await;
    let mut heard = String::new();
    let listen = async {
        while let Some(Ok(bytes)) = body.next().await {
            heard.push_str(&String::from_utf8_lossy(&bytes));
            if heard.contains("event: stale") {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), listen)
        .await
        .expect("nothing is told");
    assert!(heard.starts_with("event: hello"), "{heard}");
    assert!(
        heard.contains("event: job") && heard.contains("\"kind\":\"refresh\""),
        "{heard}"
    );
    // A server that stops ends its streams, or it would never end itself.
    server.state.stop();
    let rest = async { while body.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(10), rest)
        .await
        .expect("the stream does not end");
}
