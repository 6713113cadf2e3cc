//! Whoever may see some customers alone gets what a lake that holds these customers alone would answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::rule::{ChurnRule, Counts, DeclaredChurn};
use holdfast_domain::zone::Zone;
use holdfast_engine::error::EngineError;
use holdfast_engine::facts::{FactSettings, LakeFacts, RestrictedFacts};
use holdfast_engine::lake::{LakeView, Permitted, Restriction};
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::catalog::Catalog;
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::metrics::query::{Compare, MetricQuery, MetricTable};
use holdfast_engine::metrics::reconcile::ReconcileQuery;
use holdfast_engine::metrics::why::WhyQuery;
use holdfast_engine::query::{SessionSettings, json_rows, session, sql};
use holdfast_engine::scores::{ScoreColumns, ScoreKey, stored, write as write_scores};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::lake_support::{Shop, at, events, lines, refusal, source};

const REGIONS: [&str; 3] = ["north", "south", ""];
const CHANNELS: [&str; 2] = ["web", "shop"];
const OWNERS: [&str; 3] = ["ann", "bo", "李雷"];
/// Everybody's data begin and end with this customer's, whom every restriction of the test permits.
const HOUSE: &str = "house";

/// A company's customers and what they did.
struct Company {
    /// Id, then region, channel, owner at first and at last.
    customers: Vec<(String, [&'static str; 3], [&'static str; 3])>,
    files: BTreeMap<&'static str, Vec<(String, String)>>,
}

fn company(seed: u64) -> Company {
    let mut dice = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut customers = vec![(HOUSE.to_owned(), ["north", "web", "ann"], ["north", "web", "ann"])];
    let mut files: BTreeMap<&'static str, Vec<(String, String)>> = BTreeMap::new();
    let mut add = |file, id: &str, line: String| files.entry(file).or_default().push((id.to_owned(), line));
    for day in ["2024-01-01", "2024-06-30"] {
        add("orders", HOUSE, format!("{HOUSE},{day} 10:00:00,buy,5"));
        add("plans", HOUSE, format!("{HOUSE},{day},,9"));
        add("calls", HOUSE, format!("{HOUSE},{day} 10:00:00,,complaint,3"));
        add("answers", HOUSE, format!("{HOUSE},{day} 10:00:00,s,nps,9"));
    }
    for number in 0..40 {
        let id = format!("c{number:02}");
        let mut pick = || {
            [
                REGIONS[dice.gen_range(0..3)],
                CHANNELS[dice.gen_range(0..2)],
                OWNERS[dice.gen_range(0..3)],
            ]
        };
        let first = pick();
        let last = if number % 3 == 0 { pick() } else { first };
        let mut day = || format!("2024-{:02}-{:02}", dice.gen_range(1..7), dice.gen_range(2..29));
        let days: Vec<String> = (0..8).map(|_| day()).collect();
        for day in &days[..5] {
            let amount = number * 7 % 50 - 5;
            add("orders", &id, format!("{id},{day} 12:30:00,buy,{amount}.5"));
        }
        let (start, end) = (
            &days[5].clone().min(days[6].clone()),
            &days[5].clone().max(days[6].clone()),
        );
        let end = if number % 4 == 0 { "" } else { end };
        add("plans", &id, format!("{id},{start},{end},{}", 10 + number));
        add(
            "calls",
            &id,
            format!(
                "{id},{} 09:00:00,{} 15:00:00,complaint,{}",
                days[7],
                days[7],
                1 + number % 5
            ),
        );
        add(
            "answers",
            &id,
            format!("{id},{} 09:00:00,s,nps,{}", days[7], number % 11),
        );
        customers.push((id, first, last));
    }
    Company { customers, files }
}

/// The lake of those whom `seen` lets through.
fn lake(company: &Company, seen: impl Fn(&str) -> bool) -> Shop {
    let shop = Shop::new();
    let mut spec = source(
        "crm",
        "customers",
        &["customers.csv"],
        &[
            ("customer_id", "id"),
            ("region", "region"),
            ("channel", "channel"),
            ("owner", "owner"),
        ],
    );
    spec.personal = vec!["phone".to_owned()];
    spec.attributes = Some(vec!["phone".to_owned()]);
    for (last, day) in [(false, "2024-02-01"), (true, "2024-04-15")] {
        let mut text = "id,region,channel,owner,phone\n".to_owned();
        for (number, (id, first, then)) in company.customers.iter().enumerate().filter(|(_, c)| seen(&c.0)) {
            let [region, channel, owner] = if last { then } else { first };
            let _ = writeln!(text, "{id},{region},{channel},{owner},1385555{number:04}");
        }
        shop.write("customers.csv", text);
        shop.import(&spec, day).unwrap();
    }
    let file = |name: &str, head: &str| {
        let mut text = format!("{head}\n");
        for (_, line) in company.files[name].iter().filter(|(id, _)| seen(id)) {
            let _ = writeln!(text, "{line}");
        }
        shop.write(&format!("{name}.csv"), text);
    };
    file("orders", "id,at,kind,amount");
    file("plans", "id,from,to,fee");
    file("calls", "id,at,done,kind,score");
    file("answers", "id,at,survey,question,value");
    for spec in [
        events(&["orders.csv"]),
        source(
            "plans",
            "subscriptions",
            &["plans.csv"],
            &[
                ("customer_id", "id"),
                ("started_on", "from"),
                ("ended_on", "to"),
                ("mrr", "fee"),
            ],
        ),
        source(
            "calls",
            "interactions",
            &["calls.csv"],
            &[
                ("customer_id", "id"),
                ("opened_at", "at"),
                ("resolved_at", "done"),
                ("kind", "kind"),
                ("satisfaction", "score"),
            ],
        ),
        source(
            "answers",
            "responses",
            &["answers.csv"],
            &[
                ("customer_id", "id"),
                ("answered_at", "at"),
                ("survey_id", "survey"),
                ("question_id", "question"),
                ("value_num", "value"),
            ],
        ),
    ] {
        shop.import(&spec, "2024-07-01").unwrap();
    }
    shop
}

fn settings() -> FactSettings {
    let churn = |id: &str, rule| DeclaredChurn {
        id: id.to_owned(),
        rule,
    };
    FactSettings {
        zone: Zone::named("Asia/Shanghai").unwrap(),
        currency: "CNY".to_owned(),
        definitions: vec![
            churn(
                "silent",
                ChurnRule::Inactivity {
                    days: 30,
                    counts: Counts::default(),
                },
            ),
            churn("contract", ChurnRule::Contract { grace_days: 3 }),
        ],
        dimensions: ["region", "channel", "owner"].map(str::to_owned).to_vec(),
        benchmarks: Vec::new(),
        as_of: Some(Day::parse_iso("2024-07-02").unwrap()),
    }
}

/// A restriction that permits the house and whoever shares its value in some dimensions, or has another of the values named.
fn restriction(dice: &mut Xoshiro256PlusPlus) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut rules = BTreeMap::new();
    for (name, own, others) in [
        ("region", "north", &REGIONS[..2]),
        ("channel", "web", &CHANNELS[..]),
        ("owner", "ann", &OWNERS[..]),
    ] {
        if dice.gen_bool(0.6) {
            let mut values = BTreeSet::from([own]);
            values.extend(others.iter().filter(|_| dice.gen_bool(0.4)));
            rules.insert(name, values);
        }
    }
    if rules.is_empty() {
        rules.insert("owner", BTreeSet::from(["ann"]));
    }
    rules
}

const OWN_METRIC: &str = "-- id: big_orders
-- version: 1
-- name.zh: 大单
-- name.en: Big orders
-- unit: count
-- definition.zh: 金额不小于二十的事件数
-- definition.en: events of at least twenty
-- numerator.zh: 事件
-- numerator.en: events
-- direction: higher_is_better
-- additivity: additive
-- family: own

SELECT CAST(date_trunc('{grain}', e.occurred_at AT TIME ZONE {zone}) AS DATE) AS period{dims:c}, count(*) AS numerator
FROM events AS e
JOIN customers AS c ON c.customer_key = e.customer_key
WHERE e.amount_minor >= 2000
GROUP BY 1{dims:c}
";

fn query(metric: &str, churn: &str, by: &[&str]) -> MetricQuery {
    MetricQuery {
        churn: Some(churn.to_owned()),
        from: Some("2024-01".to_owned()),
        to: Some("2024-07".to_owned()),
        by: by.iter().map(ToString::to_string).collect(),
        compare: vec![Compare::Previous],
        ..MetricQuery::of(metric)
    }
}

fn shown<T: serde::Serialize>(outcome: Result<T, EngineError>) -> String {
    match outcome {
        Ok(value) => serde_json::to_string(&value).unwrap(),
        Err(error) => error.to_string(),
    }
}

/// Without the classes, whose bounds are means of everybody: sums by period and group.
fn sums(table: &MetricTable) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for row in &table.rows {
        *sums.entry(format!("{} {:?}", row.period.label, row.dims)).or_default() +=
            row.numerator.map_or(0.0, |number| number.as_f64());
    }
    sums.retain(|_, sum| *sum != 0.0);
    sums
}

fn compare_metrics(engine: &MetricEngine, restricted: &dyn MetricData, alone: &dyn MetricData) {
    for metric in engine.catalog().iter() {
        for churn in ["silent", "contract"] {
            let dimensions: &[&[&str]] = if churn == "silent" {
                &[&[], &["region"], &["owner", "channel"]]
            } else {
                &[&["owner"]]
            };
            for by in dimensions {
                let query = query(&metric.id, churn, by);
                let (ours, theirs) = (engine.run(&query, restricted), engine.run(&query, alone));
                if metric.id.starts_with("rfm") {
                    assert_eq!(sums(&ours.unwrap()), sums(&theirs.unwrap()), "{query:?}");
                } else {
                    assert_eq!(shown(ours), shown(theirs), "{query:?}");
                }
            }
        }
    }
    let why = WhyQuery {
        metric: "churn_rate_start".to_owned(),
        churn: None,
        grain: Grain::Month,
        before: "2024-04".to_owned(),
        after: "2024-05".to_owned(),
        by: Vec::new(),
        filters: Vec::new(),
    };
    assert_eq!(shown(engine.why(&why, restricted)), shown(engine.why(&why, alone)));
    let reconcile = ReconcileQuery {
        metric: "customers_lost".to_owned(),
        other_metric: None,
        churn: Some("silent".to_owned()),
        other_churn: Some("contract".to_owned()),
        grain: Grain::Month,
        period: "2024-05".to_owned(),
        limit: 100,
    };
    let ours = engine.reconcile(&reconcile, restricted).unwrap();
    assert!(
        ours.numerator
            .differences
            .iter()
            .all(|difference| !difference.customer_id.is_empty())
    );
    assert_eq!(shown(Ok(ours)), shown(engine.reconcile(&reconcile, alone)));
}

/// None of them shows keys, row numbers or batches: these differ.
const QUERIES: [&str; 14] = [
    "SELECT customer_id, region, channel, owner, phone FROM customers ORDER BY customer_id",
    "SELECT count(*), sum(amount_minor), min(occurred_at), max(occurred_at) FROM events",
    "SELECT region, count(*) AS n, avg(amount_minor) FROM events JOIN customers USING (customer_key) GROUP BY region ORDER BY region NULLS LAST",
    "SELECT owner, sum(mrr_minor) FROM customers LEFT JOIN subscriptions USING (customer_key) GROUP BY ROLLUP(owner) ORDER BY 1 NULLS LAST",
    "SELECT customer_id FROM customers WHERE EXISTS (SELECT 1 FROM interactions i WHERE i.customer_key = customers.customer_key AND satisfaction > 3) ORDER BY 1",
    "SELECT count(*) FROM events WHERE customer_key NOT IN (SELECT customer_key FROM customers)",
    "WITH t AS (SELECT customer_key, count(*) AS n FROM events GROUP BY 1) SELECT n, count(*) FROM t GROUP BY n ORDER BY n",
    "SELECT customer_id, rank() OVER (ORDER BY customer_id) FROM customers ORDER BY 1",
    "SELECT count(*) FROM events a, events b WHERE a.occurred_at = b.occurred_at",
    "SELECT kind FROM events UNION SELECT kind FROM interactions ORDER BY 1",
    "SELECT phone FROM customers WHERE phone LIKE '%0003' ORDER BY phone LIMIT 3",
    "SELECT count(*) FROM responses WHERE value_num >= 9",
    "SELECT approx_distinct(customer_key), count(DISTINCT customer_key) FROM events",
    "SELECT * FROM (SELECT owner, count(*) OVER (PARTITION BY owner) AS n FROM customers) ORDER BY n DESC, owner LIMIT 1",
];

fn compare_sql(restricted: &LakeView, alone: &LakeView) {
    for text in QUERIES {
        assert_eq!(lines(restricted, text), lines(alone, text), "{text}");
    }
    // Batches and rejects say nothing of whose rows they are.
    let tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1";
    let mut all = lines(alone, tables);
    all.retain(|name| name != "batches" && name != "rejects");
    assert_eq!(lines(restricted, tables), all);
}

#[test]
fn a_restricted_answer_is_that_of_a_lake_with_the_permitted_customers_alone() {
    let mut catalog = Catalog::built_in().unwrap();
    catalog.add("big_orders.sql", OWN_METRIC).unwrap();
    let engine = MetricEngine::new(catalog);
    for seed in 0..2 {
        let company = company(seed);
        let whole = lake(&company, |_| true);
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(100 + seed);
        let rules = restriction(&mut dice);
        let permitted: BTreeSet<&str> = company
            .customers
            .iter()
            .filter(|(_, _, last)| {
                let has = |(at, name)| rules.get(name).is_none_or(|values| values.contains(last[at]));
                ["region", "channel", "owner"].into_iter().enumerate().all(has)
            })
            .map(|(id, ..)| id.as_str())
            .collect();
        let alone = lake(&company, |id| permitted.contains(id));
        let restriction = Restriction::new(rules).unwrap();
        let facts = Arc::new(LakeFacts::new(whole.view(), settings()).unwrap());
        let restricted = RestrictedFacts::new(facts, restriction.clone()).unwrap();
        assert_eq!(
            restricted.permitted().map(|permitted| permitted.len()),
            Some(permitted.len())
        );
        let only = LakeFacts::new(alone.view(), settings()).unwrap();
        compare_metrics(&engine, &restricted, &only);
        compare_sql(restricted.view(), only.view());
        // As known before the customers changed hands, the same people are seen.
        let then = at("2024-03-01T00:00:00Z");
        let (whole, alone) = (whole.known_at(then).restricted(restriction), alone.known_at(then));
        compare_sql(&whole, &alone);
    }
}

fn two() -> (Shop, Restriction) {
    let company = company(7);
    let restriction = Restriction::new([("owner", ["ann"])]).unwrap();
    (lake(&company, |_| true), restriction)
}

#[test]
fn a_condition_is_not_evaluated_on_the_rows_of_others() {
    let (shop, restriction) = two();
    let hidden = lines(
        &shop.view(),
        "SELECT customer_id FROM customers WHERE owner <> 'ann' ORDER BY 1 LIMIT 1",
    );
    let view = shop.view().restricted(restriction);
    for text in [
        "SELECT count(*) FROM customers WHERE 1 / (CASE WHEN customer_id = '{}' THEN 0 ELSE 1 END) = 1",
        "SELECT sum(CASE WHEN customer_id = '{}' THEN CAST(customer_id AS INT) ELSE 1 END) FROM customers",
        "SELECT count(*) FROM events JOIN customers USING (customer_key) WHERE 1 / (CASE WHEN customer_id = '{}' THEN 0 ELSE 1 END) = 1",
    ] {
        let counted = lines(&view, &text.replace("{}", &hidden[0]));
        assert_ne!(counted, ["0"]);
        refusal(sql(
            &session(&shop.view(), &SessionSettings::default()).unwrap(),
            &text.replace("{}", &hidden[0]),
            None,
        ));
    }
}

#[test]
fn nobody_is_seen_through_a_dimension_that_grants_nothing() {
    let (shop, _) = two();
    for restriction in [
        Restriction::new([("segment", ["gold"])]),
        Restriction::new([("owner", ["nobody"])]),
        Restriction::new([("owner", Vec::<String>::new())]),
        Restriction::new([("owner", ["ann"]), ("owner", ["bo"])]),
    ] {
        let view = shop.view().restricted(restriction.clone().unwrap());
        assert_eq!(lines(&view, "SELECT count(*) FROM customers"), ["0"]);
        assert_eq!(lines(&view, "SELECT count(*) FROM events"), ["0"]);
        let facts = Arc::new(LakeFacts::new(shop.view(), settings()).unwrap());
        let restricted = RestrictedFacts::new(facts, restriction.unwrap()).unwrap();
        let engine = MetricEngine::built_in().unwrap();
        let table = engine
            .run(&query("customers_at_start", "silent", &[]), &restricted)
            .unwrap();
        assert!(
            table
                .rows
                .iter()
                .all(|row| row.numerator.is_none_or(|n| n.as_f64() == 0.0))
        );
        let by = engine
            .run(&query("customers_at_start", "silent", &["region"]), &restricted)
            .unwrap();
        assert!(by.rows.is_empty(), "{by:?}");
    }
}

#[test]
fn a_question_about_some_customers_never_shows_more_than_its_reader_may_see() {
    let (shop, restriction) = two();
    let whole = shop.view();
    let restricted = shop.view().restricted(restriction);
    let key = |line: &String| line.parse::<u32>().unwrap();
    let keys: Vec<u32> = lines(&whole, "SELECT customer_key FROM customers")
        .iter()
        .map(key)
        .collect();
    let seen: BTreeSet<u32> = lines(&restricted, "SELECT customer_key FROM customers")
        .iter()
        .map(key)
        .collect();
    let asked: BTreeSet<u32> = keys.iter().copied().filter(|key| key % 2 == 0).collect();
    assert!(seen.iter().any(|key| !asked.contains(key)) && asked.iter().any(|key| !seen.contains(key)));
    let settings = SessionSettings {
        only: Some(Arc::new(Permitted::of(whole.head().customers, |key| key % 2 == 0))),
        ..SessionSettings::default()
    };
    let under = |view: &LakeView, text: &str| {
        let found = sql(&session(view, &settings).unwrap(), text, None).unwrap();
        json_rows(&found.batches).unwrap()
    };
    for (view, expected) in [(&whole, &asked), (&restricted, &(&asked & &seen))] {
        for table in ["customers", "events", "subscriptions", "interactions", "responses"] {
            let text = format!("SELECT DISTINCT customer_key AS key FROM {table}");
            let found = under(view, &text);
            let found: BTreeSet<u32> = found.iter().map(|row| row["key"].as_u64().unwrap() as u32).collect();
            assert!(!found.is_empty() && found.is_subset(expected), "{table}");
            assert!(table != "customers" || found == *expected);
        }
    }
    let batches = "SELECT count(*) AS n FROM batches";
    assert_eq!(under(&whole, batches)[0]["n"].to_string(), lines(&whole, batches)[0]);
    assert!(sql(&session(&restricted, &settings).unwrap(), batches, None).is_err());
}

#[test]
fn a_dimension_says_the_same_alone_and_beside_others() {
    let shop = Shop::new();
    let of = |more: &[(&str, &str)]| {
        let columns = [&[("customer_id", "id"), ("region", "region")], more].concat();
        source("crm", "customers", &["customers.csv"], &columns)
    };
    shop.write("customers.csv", "id,region\na,north\nb,\n");
    shop.import(&of(&[]), "2024-02-01").unwrap();
    // The company begins to keep segments, and regions of those who had none.
    shop.write("customers.csv", "id,region,segment\na,north,gold\nb,south,\n");
    shop.import(&of(&[("segment", "segment")]), "2024-05-01").unwrap();
    shop.write("customers.csv", "id,region,segment\na,south,gold\nb,south,silver\n");
    shop.import(&of(&[("segment", "segment")]), "2024-06-01").unwrap();
    let mut settings = settings();
    settings.dimensions = ["region", "segment"].map(str::to_owned).to_vec();
    let facts = LakeFacts::new(shop.view(), settings).unwrap();
    let told = |dimensions: &[&str], customer: u32, day: &str| {
        let names: Vec<String> = dimensions.iter().map(ToString::to_string).collect();
        let table = facts.groups(&names).unwrap();
        let day = Day::parse_iso(day).unwrap().number();
        table.labels[table.groups.on(customer, day) as usize].clone()
    };
    for customer in [0, 1] {
        for day in [
            "2024-01-01",
            "2024-02-01",
            "2024-04-30",
            "2024-05-01",
            "2024-06-01",
            "2024-07-01",
        ] {
            let both = told(&["region", "segment"], customer, day);
            let alone = [told(&["region"], customer, day), told(&["segment"], customer, day)].concat();
            assert_eq!(both, alone, "customer {customer} on {day}");
        }
    }
    assert_eq!(
        told(&["region", "segment"], 0, "2024-03-01"),
        [Some("north".to_owned()), Some("gold".to_owned())]
    );
}

#[test]
fn scores_are_those_of_permitted_customers() {
    let (shop, restriction) = two();
    let customers: Vec<u32> = (0..shop.view().head().customers).collect();
    let n = customers.len();
    let key = ScoreKey {
        as_of: Day::parse_iso("2024-07-01").unwrap(),
        model_id: "m",
        horizon_days: 30,
        now_us: at("2024-07-01T00:00:00Z"),
    };
    let columns = ScoreColumns {
        customers,
        p_churn: vec![0.5; n],
        level: vec!["red"; n],
        rank: vec![1; n],
        outcome_set: vec![None; n],
        segment: vec![None; n],
        value_minor: vec![None; n],
        value_at_risk_minor: vec![None; n],
        top_concept: vec![None; n],
        reasons: [vec![String::new(); n], vec![String::new(); n], vec![String::new(); n]],
        recourse: [vec![None; n], vec![None; n]],
        ..ScoreColumns::default()
    };
    write_scores(&shop.lake(), &key, columns, || {}).unwrap();
    let view = shop.view().restricted(restriction);
    let permitted = view.permitted().unwrap().unwrap();
    let found = stored(&view, key.as_of, "m").unwrap();
    assert_eq!(found.customers.len(), permitted.len());
    assert!(found.customers.iter().all(|&customer| permitted.holds(customer)));
    assert_eq!(
        lines(&view, "SELECT count(*) FROM scores"),
        [permitted.len().to_string()]
    );
}

#[test]
fn a_masked_field_is_the_mask_wherever_it_stands() {
    let (shop, _) = two();
    let context = session(&shop.view(), &SessionSettings::default()).unwrap();
    let rows = |text: &str| json_rows(&sql(&context, text, None).unwrap().batches).unwrap();
    assert_eq!(rows("SELECT 1 FROM customers WHERE phone = '13855550003'").len(), 0);
    assert_eq!(rows("SELECT 1 FROM customers WHERE phone LIKE '13855%'").len(), 0);
    assert_eq!(rows("SELECT 1 FROM customers WHERE phone = '138****0003'").len(), 1);
    for text in [
        "SELECT substr(phone, 4, 4) AS x FROM customers",
        "SELECT split_part(phone, '8', 2) || '' AS x FROM customers ORDER BY phone",
        "SELECT max(phone) AS x FROM customers GROUP BY phone HAVING phone > '1380'",
        "SELECT a.phone AS x FROM customers a JOIN customers b ON a.phone = b.phone",
        "SELECT array_to_string(array_agg(phone), ',') AS x FROM customers",
        "SELECT x FROM (SELECT reverse(phone) AS x FROM customers) WHERE x LIKE '%831'",
    ] {
        for row in rows(text) {
            let shown = row["x"].as_str().unwrap_or_default();
            assert!(!shown.contains("5555"), "{text}: {shown}");
        }
    }
}
