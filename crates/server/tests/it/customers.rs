//! Customers: the list, one of them, and what is kept from whom.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::asking::{asked, body, fields};
use crate::company::{company, get, person, refused};
use crate::figures::urlencoded;

#[tokio::test]
async fn pages_follow_each_other_and_leave_nobody_out() {
    let server = company().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    for sort in ["value_at_risk", "p_churn", "last_event", "id"] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        let total = loop {
            let page = get(&server, &analyst, &format!("/customers?limit=200&sort={sort}{cursor}")).await;
            seen.extend(page["items"].as_array().unwrap().iter().cloned());
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break page["total"].as_u64().unwrap(),
            }
        };
        let keys: BTreeSet<u64> = seen.iter().map(|row| row["key"].as_u64().unwrap()).collect();
        assert_eq!((keys.len(), seen.len() as u64), (seen.len(), total), "{sort}");
        let numbers: Vec<f64> = match sort {
            "id" => continue,
            "last_event" => seen.iter().map(|row| day_number(&row["last_event_on"])).collect(),
            "p_churn" => seen.iter().map(|row| row["p_churn"].as_f64().unwrap_or(-1.0)).collect(),
            _ => seen
                .iter()
                .map(|row| row["value_at_risk_minor"].as_f64().unwrap_or(-1.0))
                .collect(),
        };
        assert!(numbers.windows(2).all(|pair| pair[0] >= pair[1]), "{sort}");
    }
}

/// A day as a number that grows with it; below all where there is none.
fn day_number(day: &Value) -> f64 {
    let digits: String = day
        .as_str()
        .unwrap_or("-")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(-1.0)
}

#[tokio::test]
async fn names_are_masked_and_shown_on_the_record() {
    let server = company().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    let manager = person(&server, &administrator, "manager", json!([])).await;
    let row = get(&server, &manager, "/customers?limit=1").await["items"][0].clone();
    let masked = row["name"].as_str().unwrap();
    assert!(masked.ends_with("**"), "{masked}");
    let key = row["key"].as_u64().unwrap();
    let profile = get(&server, &manager, &format!("/customers/{key}")).await;
    assert_eq!(profile["name"], row["name"]);
    let personal = |answer: &Value| -> Vec<Value> {
        let fields = answer["fields"].as_array().unwrap().iter();
        fields.filter(|field| field["personal"] == true).cloned().collect()
    };
    let hidden = personal(&profile);
    assert_eq!(hidden.len(), 2, "name and phone");

    let path = format!("/customers/{key}/unmasking");
    let (status, _) = server
        .send(Some(&analyst), "POST", &path, Some(json!({ "reason": "curious" })))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, problem) = server
        .send(Some(&manager), "POST", &path, Some(json!({ "reason": " " })))
        .await;
    assert_eq!((status.as_u16(), problem["code"].as_str()), (422, Some("bad-reason")));
    let (status, clear) = server
        .send(Some(&manager), "POST", &path, Some(json!({ "reason": "回访" })))
        .await;
    assert_eq!(status, StatusCode::OK, "{clear}");
    let name = personal(&clear)
        .into_iter()
        .find(|field| field["name"] == "name")
        .unwrap();
    let name = name["value"].as_str().unwrap();
    assert!(!name.contains('*') && name.starts_with(masked.chars().next().unwrap()));
    let auditor = person(&server, &administrator, "security_auditor", json!([])).await;
    let audit = get(&server, &auditor, "/audit?action=customer.unmasked").await;
    assert_eq!(audit["items"].as_array().unwrap().len(), 1);
    // What was shown is nowhere kept: not for whoever repeats the request either.
    let keyed = fields(&manager, &[("idempotency-key", "k")]);
    let reason = json!({ "reason": "回访" });
    let first = asked(&server, "POST", &path, &keyed, Some(reason.clone())).await;
    assert_eq!(first.status(), StatusCode::OK);
    let again = asked(&server, "POST", &path, &keyed, Some(reason)).await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
    assert_eq!(body(again).await["code"], "shown-once");
    assert_eq!(audit["items"][0]["target"], key.to_string());

    // Whoever may see names finds by the whole of one, others by what the mask shows.
    let search = format!("/customers?limit=200&search={}", urlencoded(name));
    let holds = |answer: &Value| {
        let items = answer["items"].as_array().unwrap();
        items.iter().any(|row| row["key"].as_u64() == Some(key))
    };
    assert!(holds(&get(&server, &manager, &search).await));
    assert_eq!(get(&server, &analyst, &search).await["total"], 0);
    let id = row["customer_id"].as_str().unwrap();
    assert!(holds(&get(&server, &analyst, &format!("/customers?search={id}")).await));
}

#[tokio::test]
async fn somebody_elses_customer_is_nobody() {
    let server = company().await;
    let administrator = server.administrator().await;
    let manager = person(&server, &administrator, "manager", json!([])).await;
    let row = get(&server, &manager, "/customers?limit=1").await["items"][0].clone();
    let (key, owner) = (row["key"].as_u64().unwrap(), row["owner"].as_str().unwrap());
    let others = get(&server, &manager, "/workspace").await;
    let dimensions = others["dimensions"].as_array().unwrap();
    let owners = dimensions.iter().find(|dimension| dimension["id"] == "owner").unwrap();
    let owners = owners["values"].as_array().unwrap();
    let other = owners
        .iter()
        .find(|value| value.as_str().is_some_and(|value| value != owner))
        .unwrap();
    let rows = json!([{ "dimension": "owner", "values": [other] }]);
    let agent = person(&server, &administrator, "agent", rows).await;
    for part in ["", "/timeline", "/scores", "/survival"] {
        let path = format!("/customers/{key}{part}");
        assert_eq!(
            refused(&server, &agent, &path).await,
            (404, "not-found".to_owned()),
            "{path}"
        );
    }
    let path = format!("/customers/{key}/unmasking");
    let (status, _) = server
        .send(Some(&agent), "POST", &path, Some(json!({ "reason": "curious" })))
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let own = get(&server, &agent, "/customers?limit=200").await;
    assert!(
        own["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["owner"] == *other)
    );
    let page = format!("/customers?limit=200&owner={}", urlencoded(owner));
    assert_eq!(get(&server, &agent, &page).await["total"], 0);
}

#[tokio::test]
async fn one_customer_has_history_scores_and_a_curve() {
    let server = company().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    let list = get(&server, &analyst, "/customers?limit=1&status=active").await;
    let row = &list["items"][0];
    let key = row["key"].as_u64().unwrap();
    let profile = get(&server, &analyst, &format!("/customers/{key}")).await;
    assert_eq!(profile["score"]["p_churn"], row["p_churn"]);
    assert!(!profile["score"]["reasons"].as_array().unwrap().is_empty());
    let history = get(&server, &analyst, &format!("/customers/{key}/scores")).await;
    assert_eq!(history["items"].as_array().unwrap().len(), 1);

    let (mut at, mut cursor) = (Vec::new(), String::new());
    let total = loop {
        let page = get(&server, &analyst, &format!("/customers/{key}/timeline?limit=3{cursor}")).await;
        at.extend(page["items"].as_array().unwrap().iter().map(|item| item["on"].clone()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break page["total"].as_u64().unwrap(),
        }
    };
    assert_eq!(at.len() as u64, total);
    assert!(at.windows(2).all(|pair| pair[0].as_str() >= pair[1].as_str()));
    let events = get(
        &server,
        &analyst,
        &format!("/customers/{key}/timeline?kind=event&limit=1"),
    )
    .await;
    assert_eq!(profile["value"]["events"], events["total"]);
    assert_eq!(profile["last_event_on"], events["items"][0]["on"]);

    let curve = get(&server, &analyst, &format!("/customers/{key}/survival")).await;
    let shares: Vec<f64> = curve["survival"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s.as_f64().unwrap())
        .collect();
    assert!(shares[0] == 1.0 && shares.windows(2).all(|pair| pair[0] >= pair[1]));
    // Beside the curve of everybody, or alone where nobody was observed for as long.
    let model = if curve["basis"] == "model" {
        &curve
    } else {
        &curve["model"]
    };
    let horizon = profile["score"]["horizon_days"].as_i64().unwrap();
    let days = model["days"].as_array().unwrap();
    let place = days.iter().position(|day| day.as_i64() == Some(horizon)).unwrap();
    let p = profile["score"]["p_churn"].as_f64().unwrap();
    assert!((model["survival"][place].as_f64().unwrap() - (1.0 - p)).abs() < 1e-12);
    let lost = get(&server, &analyst, "/customers?limit=1&status=lost").await;
    let lost = lost["items"][0]["key"].as_u64().unwrap();
    let path = format!("/customers/{lost}/survival");
    assert_eq!(
        refused(&server, &analyst, &path).await.0,
        404,
        "who is gone does not stay"
    );
}
