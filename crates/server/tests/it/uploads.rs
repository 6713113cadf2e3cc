//! From a file to a churn rate, and files that are no good.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::files::{bomb, form, orders_gbk, post_form, upload, utf16};
use crate::support::{Server, Somebody, empty};

/// Waits until a job has ended.
pub async fn ended(server: &Server, who: &Somebody, id: &str) -> Value {
    for _ in 0..1_200 {
        let (status, job) = server.send(Some(who), "GET", &format!("/jobs/{id}"), None).await;
        assert_eq!(status, StatusCode::OK, "{job}");
        if !["queued", "running"].contains(&job["state"].as_str().unwrap()) {
            return job;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("job {id} does not end");
}

/// A workspace made out of one uploaded file.
pub async fn with_orders(server: &Server, who: &Somebody) -> Value {
    let (status, seen) = upload(server, who, "订单.csv", &orders_gbk()).await;
    assert_eq!(status, StatusCode::CREATED, "{seen}");
    let path = format!("/uploads/{}/import", seen["id"].as_str().unwrap());
    let body = json!({ "source_id": "orders" });
    let (status, job) = server.send(Some(who), "POST", &path, Some(body)).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{job}");
    let job = ended(server, who, job["id"].as_str().unwrap()).await;
    assert_eq!(job["state"], "done", "{job}");
    job
}

#[tokio::test]
async fn a_gbk_file_on_an_empty_folder_goes_all_the_way_to_a_churn_rate() {
    let server = empty().await;
    let who = server.administrator().await;
    let (status, seen) = upload(&server, &who, "订单.csv", &orders_gbk()).await;
    assert_eq!(status, StatusCode::CREATED, "{seen}");
    assert_eq!(seen["file"], "订单.csv");
    assert_eq!(
        (&seen["encoding"]["chosen"], &seen["encoding"]["how"]),
        (&json!("GB18030"), &json!("fallback"))
    );
    assert_eq!(seen["columns"][0]["name"], "客户编号");
    let alternatives = seen["encoding"]["alternatives"].as_array().unwrap();
    let of = |name: &str| alternatives.iter().find(|one| one["encoding"] == name).unwrap();
    assert!(of("utf-8")["rows"].is_null());
    assert_eq!(of("gb18030")["rows"][0][0], "客户编号");
    assert_eq!(seen["table"], "events");
    assert_eq!(
        seen["mapping"]["columns"],
        json!({"customer_id": "客户编号", "occurred_at": "下单时间", "amount": "金额"})
    );
    // Leading zeros stay; phones are masked, in rows, samples and alternatives.
    assert_eq!(seen["rows"][3][0], "0003");
    assert_eq!(seen["columns"][3]["personal"], true);
    assert!(!seen.to_string().contains("13812340"), "a phone is shown");
    assert_eq!(seen["trial"]["blocking"], json!([]));
    assert_eq!(seen["trial"]["accepted"], 540);
    assert!(
        !server.dir.path().join("holdfast.toml").exists(),
        "nothing is written before it is accepted"
    );

    let job = with_orders(&server, &who).await;
    assert_eq!(job["result"]["batches"][0]["rows_new"], 540);
    let text = std::fs::read_to_string(server.dir.path().join("holdfast.toml")).unwrap();
    assert!(text.contains("id = \"orders\"") && text.contains("[[churn]]"), "{text}");

    let (_, sources) = server.send(Some(&who), "GET", "/sources", None).await;
    assert_eq!(
        (&sources["items"][0]["rows"], &sources["items"][0]["state"]),
        (&json!(540), &json!("imported"))
    );
    let (_, batches) = server.send(Some(&who), "GET", "/batches?limit=1", None).await;
    assert_eq!((&batches["total"], &batches["next_cursor"]), (&json!(1), &Value::Null));
    let (status, quality) = server.send(Some(&who), "GET", "/quality", None).await;
    assert_eq!(status, StatusCode::OK, "{quality}");
    assert_ne!(quality["worst"], "fail", "{quality}");
    assert!(
        !quality.to_string().contains(server.dir.path().to_str().unwrap()),
        "a folder of the server is shown"
    );

    let rule = json!({ "kind": "inactivity", "days": 60 });
    let (status, tried) = server
        .send(Some(&who), "POST", "/definitions/trial", Some(json!({ "rule": rule })))
        .await;
    assert_eq!(status, StatusCode::OK, "{tried}");
    let lost: u64 = tried["rates"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|rate| rate["numerator"].as_u64())
        .sum();
    assert_eq!(lost, 30, "those who stopped in June: {tried}");
}

#[tokio::test]
async fn a_changed_mapping_is_tried_and_says_what_it_would_refuse() {
    let server = empty().await;
    let who = server.administrator().await;
    let mut text = "customer_id,order_date,total,note\n".to_owned();
    for row in 0..100 {
        text.push_str(&format!(
            "c{},2025-{:02}-{:02},1{row}.5,n{row}\n",
            row % 40,
            1 + row % 12,
            1 + row % 28
        ));
    }
    text.push_str("c7,2025-02-30,11,late\n");
    let (_, seen) = upload(&server, &who, "orders.csv", text.as_bytes()).await;
    let id = seen["id"].as_str().unwrap();
    let path = format!("/uploads/{id}");
    assert_eq!(seen["table"], "events", "{seen}");
    let trial = &seen["trial"];
    assert_eq!(
        (&trial["rows_read"], &trial["rejected"]),
        (&json!(101), &json!(1)),
        "{trial}"
    );
    let example = &trial["reasons"][0]["examples"][0];
    assert_eq!(
        (&example["row"], &example["column"], &example["value"]),
        (&json!(102), &json!("order_date"), &json!("2025-02-30")),
        "{trial}"
    );
    // Money out of a text: the whole is refused, in words, and the upload stays.
    let wrong = json!({ "table": "events", "columns": { "customer_id": "customer_id", "occurred_at": "order_date", "amount": "note" } });
    let (status, seen) = server.send(Some(&who), "PATCH", &path, Some(wrong)).await;
    assert_eq!(status, StatusCode::OK, "{seen}");
    assert_eq!(seen["trial"]["blocking"][0]["code"], "wrong-kind-of-column", "{seen}");
    let (status, problem) = server
        .send(
            Some(&who),
            "PATCH",
            &path,
            Some(json!({ "columns": { "customer_id": "nobody" } })),
        )
        .await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("unknown-column"))
    );
    let (_, seen) = server
        .send(Some(&who), "PATCH", &path, Some(json!({ "columns": {} })))
        .await;
    assert_eq!(
        seen["mapping"]["columns"]["amount"], "total",
        "back to what was found out: {seen}"
    );
    // Without a time there is no event.
    let short = json!({ "table": "events", "columns": { "customer_id": "customer_id" } });
    let (_, seen) = server.send(Some(&who), "PATCH", &path, Some(short)).await;
    assert_eq!(seen["unmapped"], json!(["occurred_at"]));
    assert_eq!(seen["trial"]["blocking"][0]["code"], "config-required-column", "{seen}");
    let (status, problem) = server
        .send(Some(&who), "POST", &format!("{path}/import"), Some(json!({})))
        .await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
    assert!(
        server.dir.path().join("uploads").join(id).is_dir(),
        "the upload is as it was"
    );
    assert!(!server.dir.path().join("sources").join("x").exists());
    let (status, _) = server.send(Some(&who), "DELETE", &path, None).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert!(!server.dir.path().join("uploads").join(id).exists());
    let (status, _) = server.send(Some(&who), "GET", &path, None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_next_file_of_a_source_joins_it_and_comments_stay() {
    let server = empty().await;
    let who = server.administrator().await;
    with_orders(&server, &who).await;
    let config = server.dir.path().join("holdfast.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("# agreed with finance\n{text}")).unwrap();
    let more = "客户编号,下单时间,金额,手机号\n0001,2026-01-02 09:00,33.00,13812340001\n";
    let (status, seen) = upload(&server, &who, "一月.csv", more.as_bytes()).await;
    assert_eq!(status, StatusCode::CREATED, "{seen}");
    assert_eq!(seen["fitting_sources"], json!(["orders"]));
    let path = format!("/uploads/{}", seen["id"].as_str().unwrap());
    let (_, seen) = server
        .send(Some(&who), "PATCH", &path, Some(json!({ "source": "orders" })))
        .await;
    assert_eq!(
        (&seen["joins"], &seen["trial"]["accepted"]),
        (&json!(true), &json!(1)),
        "{seen}"
    );
    let (status, job) = server
        .send(Some(&who), "POST", &format!("{path}/import"), Some(json!({})))
        .await;
    assert_eq!(status, StatusCode::ACCEPTED, "{job}");
    let job = ended(&server, &who, job["id"].as_str().unwrap()).await;
    assert_eq!(job["state"], "done", "{job}");
    let text = std::fs::read_to_string(&config).unwrap();
    assert!(text.starts_with("# agreed with finance\n"));
    assert_eq!(text.matches("[[source]]\nid").count(), 1, "{text}");
    let (_, sources) = server.send(Some(&who), "GET", "/sources", None).await;
    assert_eq!(
        (&sources["items"][0]["rows"], &sources["items"][0]["files_found"]),
        (&json!(541), &json!(2))
    );
}

#[tokio::test]
async fn hostile_files_are_refused_by_name_and_leave_nothing() {
    let server = empty().await;
    let who = server.administrator().await;
    let mut long = b"a,b\n1,".to_vec();
    long.resize(10 << 20, b'x');
    let nul = b"customer_id,amount\n1,\0\0\0\n\0,2\n".to_vec();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("bomb.xlsx", bomb(), "workbook-bomb"),
        ("empty.csv", Vec::new(), "empty-file"),
        ("header.csv", b"a,b\n".to_vec(), "header-only"),
        ("archive.csv", b"\x1F\x8B\x08\0\0\0\0\0".to_vec(), "gzip-archive"),
        ("wrong.csv", b"a,b\n\xFF\x81\xFF,1\n".to_vec(), "wrong-encoding"),
    ];
    for (name, bytes, code) in cases {
        let (status, problem) = upload(&server, &who, name, &bytes).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{name}: {problem}");
        assert_eq!(problem["code"], code, "{name}: {problem}");
        assert!(!problem["remedy"]["zh"].as_str().unwrap().is_empty());
        assert!(
            !problem.to_string().contains(server.dir.path().to_str().unwrap()),
            "{problem}"
        );
    }
    for (name, bytes) in [("long.csv", long), ("nul.csv", nul)] {
        let (status, answer) = upload(&server, &who, name, &bytes).await;
        assert!(!status.is_server_error(), "{name}: {status} {answer}");
        if status == StatusCode::CREATED {
            assert!(
                answer.to_string().len() < 1 << 20,
                "{name}: a value is shown at its whole length"
            );
            let path = format!("/uploads/{}", answer["id"].as_str().unwrap());
            server.send(Some(&who), "DELETE", &path, None).await;
        }
    }
    let left: Vec<_> = std::fs::read_dir(server.dir.path().join("uploads")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn names_are_texts_and_other_encodings_and_shapes_are_read() {
    let server = empty().await;
    let who = server.administrator().await;
    let (status, seen) = upload(
        &server,
        &who,
        "../../etc/passwd.csv",
        b"customer_id,region\n1,north\n2,south\n",
    )
    .await;
    assert_eq!(
        (status, &seen["file"]),
        (StatusCode::CREATED, &json!("passwd.csv")),
        "{seen}"
    );
    assert!(!server.dir.path().join("etc").exists());
    let (_, seen) = upload(&server, &who, "宽.csv", &utf16("客户编号,地区\n1,华东\n2,华北\n")).await;
    assert_eq!(
        (&seen["encoding"]["how"], &seen["rows"][0][1]),
        (&json!("bom"), &json!("华东")),
        "{seen}"
    );
    let (status, seen) = upload(&server, &who, "one.csv", b"words\nred\nblue\n").await;
    assert_eq!(status, StatusCode::CREATED);
    assert!(
        seen["table"].is_null() && !seen["unusable"]["zh"].as_str().unwrap().is_empty(),
        "{seen}"
    );
    assert_eq!(seen["trial"]["blocking"][0]["code"], "upload-unusable");
    // Read in another encoding, before and after.
    let big5 = b"id,city\n1,\xa4\xa4\xa4\xe5\n";
    let (status, seen) = post_form(&server, &who, form("tw.csv", big5, &[("encoding", "big5")])).await;
    assert_eq!(
        (status, &seen["rows"][0][1]),
        (StatusCode::CREATED, &json!("中文")),
        "{seen}"
    );
    let path = format!("/uploads/{}", seen["id"].as_str().unwrap());
    let (status, problem) = server
        .send(Some(&who), "PATCH", &path, Some(json!({ "encoding": "klingon" })))
        .await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("unknown-encoding"))
    );
    let (_, seen) = server.send(Some(&who), "GET", &path, None).await;
    assert_eq!(
        seen["encoding"]["chosen"], "Big5",
        "a change that cannot be done leaves it as it was"
    );
    let (_, list) = server.send(Some(&who), "GET", "/uploads", None).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn forms_that_are_none_are_the_clients_fault() {
    let server = empty().await;
    let who = server.administrator().await;
    let whole = form("a.csv", b"customer_id,region\n1,x\n", &[]);
    let (status, problem) = post_form(&server, &who, whole[..whole.len() - 30].to_vec()).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::BAD_REQUEST, &json!("broken-form")),
        "{problem}"
    );
    let (status, problem) = post_form(&server, &who, form("a.csv", b"x", &[("colour", "red")])).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("unknown-field"))
    );
    let request = Request::builder()
        .method("POST")
        .uri("/api/v1/uploads")
        .header(header::COOKIE, &who.cookie)
        .header("x-csrf-token", &who.csrf)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from("{}"))
        .unwrap();
    let response = server.router.clone().oneshot(request).await.unwrap();
    assert!(response.status().is_client_error(), "{}", response.status());
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
    assert!(
        std::fs::read_dir(server.dir.path().join("uploads")).is_err() || {
            let left: Vec<_> = std::fs::read_dir(server.dir.path().join("uploads")).unwrap().collect();
            left.is_empty()
        }
    );
}
