//! Figures: every number with its ground, and the same customers on every way.

use axum::http::{Request, StatusCode, header};
use holdfast_server::routes::metrics::reconcile::Reconciliation;
use holdfast_server::routes::metrics::why::WhyAnswer;
use holdfast_server::routes::overview::wire::OverviewAnswer;
use holdfast_server::wire::figure::{MetricTable, PeriodStatus};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::company::{company, file, get, person, refused};
use crate::support::{Server, Somebody};

#[tokio::test]
async fn answers_are_what_the_document_says() {
    let server = company().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    let ask = "/metrics/churn_rate_start?by=region&compare=previous&compare=last_year";
    let table: MetricTable = serde_json::from_value(get(&server, &analyst, ask).await).unwrap();
    assert_eq!((table.metric.id.as_str(), table.dims.len()), ("churn_rate_start", 1));
    assert!(table.rows.iter().all(|row| row.comparisons.len() == 2));
    assert!(table.sql.contains("SELECT"));
    let why = "/metrics/churn_rate_start/why?before=2025-10&after=2025-11";
    let why: WhyAnswer = serde_json::from_value(get(&server, &analyst, why).await).unwrap();
    assert!(why.like_for_like && !why.dimensions.is_empty());
    let ask = "/metrics/churn_rate_start/reconciliation?other_metric=churn_rate_joined&of=2025-11&limit=5";
    let both: Reconciliation = serde_json::from_value(get(&server, &analyst, ask).await).unwrap();
    assert!(both.numerator.differences.len() <= 5);
    let listed = get(&server, &analyst, "/metrics").await;
    let first = &listed["items"][0];
    for name in [
        "id",
        "version",
        "name",
        "definition",
        "numerator",
        "unit",
        "direction",
        "sql",
        "grains",
    ] {
        assert!(!first[name].is_null(), "{name}");
    }
}

#[tokio::test]
async fn the_overview_tells_of_the_last_complete_period_and_draws_the_running_one() {
    let server = company().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    let answer = get(&server, &analyst, "/overview").await;
    let overview: OverviewAnswer = serde_json::from_value(answer).unwrap();
    assert_eq!(overview.period.status, PeriodStatus::Complete);
    let tile = |id: &str| overview.tiles.iter().find(|tile| tile.id == id).unwrap();
    let rate = tile("churn_rate");
    let (numerator, denominator) = (rate.numerator.unwrap(), rate.denominator.unwrap());
    assert!((rate.value.unwrap() - numerator / denominator).abs() < 1e-12);
    assert_eq!(rate.comparisons.len(), 2);
    let told = rate.series.iter().find(|point| point.label == rate.period).unwrap();
    assert_eq!(told.value, rate.value);
    let table = get(
        &server,
        &analyst,
        &format!("/metrics/churn_rate_start?from={0}&to={0}", overview.period.label),
    )
    .await;
    assert_eq!(table["rows"][0]["value"].as_f64(), rate.value);
    let bar = overview.lifecycle.iter().find(|bar| bar.period == rate.period).unwrap();
    assert_eq!(bar.kept.unwrap() as f64, denominator - numerator);
    let warnings = overview.warnings.unwrap();
    let levels = warnings.red + warnings.orange + warnings.yellow + warnings.none;
    assert_eq!(levels, warnings.customers);
    assert_eq!(
        tile("revenue_at_risk").value.map(|value| value as i64),
        warnings.value_at_risk_minor
    );
    let week = get(&server, &analyst, "/overview?period=week&to=2025-11-20").await;
    assert_eq!(week["period"]["label"], "2025-W47");
}

#[tokio::test]
async fn a_reader_of_some_rows_gets_the_same_customers_on_every_way() {
    let server = company().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    let workspace = get(&server, &analyst, "/workspace").await;
    assert_eq!(
        (&workspace["has_data"], &workspace["has_scores"]),
        (&json!(true), &json!(true))
    );
    let regions = workspace["dimensions"].as_array().unwrap();
    let regions = regions.iter().find(|dimension| dimension["id"] == "region").unwrap();
    let region = regions["values"][0].as_str().unwrap().to_owned();
    let rows = json!([{ "dimension": "region", "values": [region] }]);
    let manager = person(&server, &administrator, "manager", rows).await;

    let mine = get(&server, &manager, "/customers?limit=1").await;
    assert_eq!(mine["freshness"]["restricted"], true);
    let total = mine["total"].as_u64().unwrap();
    let all = get(&server, &analyst, "/customers?limit=1").await["total"]
        .as_u64()
        .unwrap();
    assert!(0 < total && total < all);
    let filtered = format!("/customers?limit=1&region={}", urlencoded(&region));
    assert_eq!(get(&server, &analyst, &filtered).await["total"].as_u64(), Some(total));

    let query = json!({ "query": "SELECT count(*) AS n FROM customers WHERE region = $1" });
    let (status, _) = server.send(Some(&manager), "POST", "/sql", Some(query)).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "a manager does not write SQL");
    let text = format!("SELECT count(*) AS n FROM customers WHERE region = '{region}'");
    let (_, answer) = server
        .send(Some(&analyst), "POST", "/sql", Some(json!({ "query": text })))
        .await;
    assert_eq!(answer["rows"][0][0].as_u64(), Some(total));

    let period = "from=2025-11&to=2025-11";
    let own = get(&server, &manager, &format!("/metrics/customers_at_end?{period}")).await;
    let same = format!(
        "/metrics/customers_at_end?{period}&where=region%3D{}",
        urlencoded(&region)
    );
    assert_eq!(
        own["rows"][0]["value"],
        get(&server, &analyst, &same).await["rows"][0]["value"]
    );
    let seen = get(&server, &manager, "/workspace").await;
    let regions = seen["dimensions"].as_array().unwrap();
    let regions = regions.iter().find(|dimension| dimension["id"] == "region").unwrap();
    assert_eq!(regions["values"], json!([region]));

    let body = json!({ "what": { "kind": "customers" }, "format": "csv" });
    let (kind, bytes) = file(&server, &manager, body).await;
    assert!(kind.starts_with("text/csv"));
    let lines = String::from_utf8(bytes).unwrap().lines().count() as u64;
    assert_eq!(lines, total + 1);
}

/// The first cell of what a SELECT answers under conditions, or the code of its refusal.
async fn cell(server: &Server, who: &Somebody, query: &str, conditions: &[String]) -> Result<Value, String> {
    let body = json!({ "query": query, "where": conditions });
    let (status, answer) = server.send(Some(who), "POST", "/sql", Some(body)).await;
    match status {
        StatusCode::OK => Ok(answer["rows"][0][0].clone()),
        _ => Err(answer["code"].as_str().unwrap_or_default().to_owned()),
    }
}

#[tokio::test]
async fn sql_under_conditions_speaks_of_the_customers_whom_they_choose() {
    const CUSTOMERS: &str = "SELECT count(*) FROM customers";
    let server = company().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    let workspace = get(&server, &analyst, "/workspace").await;
    let dimensions = workspace["dimensions"].as_array().unwrap();
    let region = dimensions.iter().find(|dimension| dimension["id"] == "region").unwrap();
    let [one, other] = [0, 1].map(|at| region["values"][at].as_str().unwrap());
    let [of_one, of_other] = [one, other].map(|value| vec![format!("region={value}")]);

    let listed = get(
        &server,
        &analyst,
        &format!("/customers?limit=1&region={}", urlencoded(one)),
    )
    .await["total"]
        .clone();
    assert!(listed.as_u64().unwrap() > 0);
    assert_eq!(cell(&server, &analyst, CUSTOMERS, &of_one).await, Ok(listed.clone()));
    let by_hand = "SELECT count(*) FROM events e JOIN customers c USING (customer_key) WHERE c.region = ";
    let by_hand = cell(&server, &analyst, &format!("{by_hand}'{one}'"), &[])
        .await
        .unwrap();
    let events = cell(&server, &analyst, "SELECT count(*) FROM events", &of_one).await;
    assert_eq!(events, Ok(by_hand));
    let batches = "SELECT count(*) FROM batches";
    let whole = cell(&server, &analyst, batches, &[]).await;
    assert_eq!(cell(&server, &analyst, batches, &of_one).await, whole);
    let nobody = [of_one.clone(), of_other.clone()].concat();
    assert_eq!(cell(&server, &analyst, CUSTOMERS, &nobody).await, Ok(json!(0)));

    for (conditions, code) in [
        (vec!["phone=1".to_owned()], "bad-dimension"),
        (vec!["region".to_owned()], "not-a-filter"),
        (vec![of_one[0].clone(); 21], "too-many-filters"),
    ] {
        let refused = cell(&server, &analyst, CUSTOMERS, &conditions).await;
        assert_eq!(refused, Err(code.to_owned()));
    }

    let what = json!({ "kind": "sql", "query": "SELECT customer_id FROM customers", "where": of_one });
    let (_, bytes) = file(&server, &analyst, json!({ "what": what, "format": "csv" })).await;
    let lines = String::from_utf8(bytes).unwrap().lines().count() as u64;
    assert_eq!(Some(lines - 1), listed.as_u64());
}

#[tokio::test]
async fn names_of_regions_are_for_those_who_see_figures_or_give_rows() {
    let server = company().await;
    let administrator = server.administrator().await;
    let auditor = person(&server, &administrator, "security_auditor", json!([])).await;
    for (who, sees) in [(&administrator, true), (&auditor, false)] {
        let workspace = get(&server, who, "/workspace").await;
        assert_eq!(workspace["dimensions"].as_array().unwrap().is_empty(), !sees);
        assert_eq!(workspace["scores"].is_null(), !sees);
    }
}

#[tokio::test]
async fn conditions_show_nobody_whom_the_reader_may_not_see() {
    const CUSTOMERS: &str = "SELECT count(*) FROM customers";
    let server = company().await;
    let administrator = server.administrator().await;
    let workspace = get(&server, &administrator, "/workspace").await;
    let dimensions = workspace["dimensions"].as_array().unwrap();
    let region = dimensions.iter().find(|dimension| dimension["id"] == "region").unwrap();
    let [own, other] = [0, 1].map(|at| region["values"][at].as_str().unwrap());
    let rows = json!([{ "dimension": "region", "values": [own] }]);
    let analyst = person(&server, &administrator, "analyst", rows).await;
    let all = cell(&server, &analyst, CUSTOMERS, &[]).await.unwrap();
    assert!(all.as_u64().unwrap() > 0);
    let under = async |value: &str| cell(&server, &analyst, CUSTOMERS, &[format!("region={value}")]).await;
    assert_eq!(under(own).await, Ok(all));
    assert_eq!(under(other).await, Ok(json!(0)));
    assert_eq!(under("").await, Ok(json!(0)));
    let refused = cell(
        &server,
        &analyst,
        "SELECT count(*) FROM batches",
        &[format!("region={own}")],
    )
    .await;
    assert_eq!(refused, Err("sql-refused".to_owned()));
}

/// A text for an address.
pub fn urlencoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[tokio::test]
async fn what_somebody_has_is_not_sent_again() {
    let server = company().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    let first = server.raw(Some(&analyst), "GET", "/overview", None).await;
    let tag = first.headers()[header::ETAG].clone();
    let again = Request::get("/api/v1/overview")
        .header(header::COOKIE, &analyst.cookie)
        .header(header::IF_NONE_MATCH, tag)
        .body(axum::body::Body::empty())
        .unwrap();
    let response = server.router.clone().oneshot(again).await.unwrap();
    assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn what_is_not_understood_is_named() {
    let server = company().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    for (path, status, code) in [
        ("/metrics/nothing", 404, "unknown-metric"),
        ("/metrics/churn_rate_start?wher=region%3Da", 422, "unknown-parameter"),
        ("/metrics/churn_rate_start?period=fortnight", 422, "not-a-period"),
        (
            "/metrics/churn_rate_start?definition=none",
            422,
            "unknown-churn-definition",
        ),
        ("/metrics/churn_rate_start/why?before=2025-10", 422, "parameter-missing"),
        ("/overview?to=yesterday", 422, "bad-period"),
        ("/customers?sort=beauty", 422, "bad-sort"),
        ("/customers?level=purple", 422, "bad-filter"),
        ("/customers?limit=0", 422, "bad-limit"),
        ("/customers?cursor=abc", 422, "bad-cursor"),
        ("/customers/4000000000", 404, "not-found"),
        ("/customers/0/timeline?kind=party", 422, "bad-kind"),
    ] {
        assert_eq!(
            refused(&server, &analyst, path).await,
            (status, code.to_owned()),
            "{path}"
        );
    }
    let wrong = json!({ "query": "DELETE FROM customers" });
    let (status, problem) = server.send(Some(&analyst), "POST", "/sql", Some(wrong)).await;
    assert_eq!((status.as_u16(), problem["code"].as_str()), (422, Some("sql-refused")));
}

#[tokio::test]
async fn an_export_is_on_the_record_and_can_be_opened() {
    let server = company().await;
    let administrator = server.administrator().await;
    let analyst = person(&server, &administrator, "analyst", json!([])).await;
    let query = "SELECT customer_id, name FROM customers ORDER BY customer_id LIMIT 3";
    let body = json!({ "what": { "kind": "sql", "query": query }, "format": "csv", "encoding": "gb18030" });
    let (kind, bytes) = file(&server, &analyst, body).await;
    assert_eq!(kind, "text/csv; charset=gb18030");
    assert_eq!(bytes.iter().filter(|&&byte| byte == b'\n').count(), 4);
    let params = json!({ "by": ["region"], "from": "2025-11", "to": "2025-11" });
    let body = json!({ "what": { "kind": "metric", "id": "churn_rate_start", "params": params }, "format": "xlsx" });
    let (_, bytes) = file(&server, &analyst, body).await;
    assert_eq!(&bytes[..2], b"PK");
    let body = json!({ "what": { "kind": "customers", "filter": { "level": "red" } }, "format": "parquet" });
    let (_, bytes) = file(&server, &analyst, body).await;
    assert_eq!(&bytes[..4], b"PAR1");
    let auditor = person(&server, &administrator, "security_auditor", json!([])).await;
    let audit = get(&server, &auditor, "/audit?action=data.exported").await;
    let entries: Vec<&Value> = audit["items"].as_array().unwrap().iter().collect();
    assert_eq!(entries.len(), 3);
    assert!(entries.iter().any(|entry| entry["detail"]["what"]["query"] == query));
}
