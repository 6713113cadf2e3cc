//! Customers one by one: what the list holds, and everything that is known of one, as it is now and for whoever may see it.

use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::level::Level;
use holdfast_domain::zone::Zone;
use holdfast_engine::customers::{Happening, HappeningKind, fields, happenings, roster};
use holdfast_engine::lake::Restriction;
use holdfast_engine::query::tables;
use holdfast_engine::scores::{Risk, ScoreColumns, ScoreKey, of_customer, risk, write};

use crate::lake_support::{Shop, noon, source};

/// Three customers, of whom b moved and c is known by an event alone.
fn shop() -> Shop {
    let shop = Shop::new();
    let mut crm = source(
        "crm",
        "customers",
        &["c.csv"],
        &[("customer_id", "id"), ("region", "region"), ("first_seen_on", "joined")],
    );
    crm.attributes = Some(vec!["name".to_owned()]);
    crm.personal = vec!["name".to_owned()];
    shop.write(
        "c.csv",
        "id,region,joined,name\na,north,2023-01-01,张三\nb,north,,李四\n",
    );
    shop.one(&crm, "2024-02-01");
    shop.write(
        "c.csv",
        "id,region,joined,name\na,north,2023-01-01,张三\nb,south,,李四\n",
    );
    shop.one(&crm, "2024-02-02");
    shop.write(
        "o.csv",
        "id,at,kind,amount\na,2024-01-03 09:00:00,buy,1\nb,2024-01-03 10:00:00,buy,2\na,2024-01-05 09:00:00,view,\nc,2024-01-04,buy,3\n",
    );
    shop.one(&crate::lake_support::events(&["o.csv"]), "2024-02-03");
    let plans = source(
        "plans",
        "subscriptions",
        &["p.csv"],
        &[
            ("customer_id", "id"),
            ("plan", "plan"),
            ("started_on", "from"),
            ("ended_on", "to"),
            ("mrr", "fee"),
        ],
    );
    shop.write("p.csv", "id,plan,from,to,fee\na,gold,2024-01-04,2024-03-01,9\n");
    shop.one(&plans, "2024-02-04");
    shop
}

#[test]
fn the_roster_holds_everybody_as_they_are_now() {
    let shop = shop();
    let found = roster(&shop.view(), Some("name"), &["region", "owner", "nothing"]).unwrap();
    let names = found.names.as_ref().unwrap();
    assert_eq!([0, 1, 2].map(|key| found.ids.get(key)), ["a", "b", "c"]);
    assert_eq!([0, 1, 2].map(|key| names.get(key)), ["张三", "李四", ""]);
    assert_eq!(
        [0, 1, 2].map(|key| found.columns[0].get(key)),
        [Some("north"), Some("south"), None]
    );
    assert_eq!(found.columns[1].get(0), None);
    assert_eq!(found.columns[2].codes, [0, 0, 0], "a column that there is not");
    let joined = Day::parse_iso("2023-01-01").unwrap().number();
    let came = Day::parse_iso("2024-01-04").unwrap().number();
    assert_eq!(
        found.first_seen_on,
        [joined, i32::MIN, came],
        "of whom the customers' table says nothing, the first event does"
    );
}

#[test]
fn one_customer_is_that_one_alone() {
    let shop = shop();
    let view = shop.view();
    let known = fields(&view, 1).unwrap().unwrap();
    let value = |name: &str| known.iter().find(|field| field.name == name).unwrap();
    assert_eq!(value("region").value, "south", "the present form");
    assert!(value("name").personal && value("name").value == "李四");
    assert!(!value("region").personal);
    assert_eq!(fields(&view, 99).unwrap(), None);

    let zone = Zone::named("Asia/Shanghai").unwrap();
    let told = |before: &str, kinds: &[HappeningKind]| -> Vec<(&'static str, String)> {
        let found = happenings(&view, &zone, 0, kinds, noon(before)).unwrap();
        let line = |one: &Happening| (one.kind.word(), zone.day_of(one.at_us).to_string());
        found.iter().map(line).collect()
    };
    let event = |day: &str| ("event", day.to_owned());
    assert_eq!(
        told("2024-02-01", &HappeningKind::ALL),
        [
            event("2024-01-05"),
            ("subscription_start", "2024-01-04".to_owned()),
            event("2024-01-03")
        ],
        "the end of the plan lies ahead"
    );
    assert_eq!(
        told("2024-03-02", &[HappeningKind::SubscriptionEnd]),
        [("subscription_end", "2024-03-01".to_owned())]
    );
    let bought = &happenings(&view, &zone, 0, &[HappeningKind::Event], noon("2024-01-04")).unwrap()[0];
    assert_eq!(
        (bought.details["amount_minor"].as_i64(), bought.is_day),
        (Some(100), false)
    );
}

#[test]
fn whom_a_reader_may_not_see_is_nobody() {
    let shop = shop();
    let rule = Restriction::new([("region", ["south"])]).unwrap();
    let view = shop.view().restricted(rule);
    let zone = Zone::named("Asia/Shanghai").unwrap();
    assert_eq!(fields(&view, 0).unwrap(), None);
    assert!(fields(&view, 1).unwrap().is_some());
    assert!(
        happenings(&view, &zone, 0, &HappeningKind::ALL, i64::MAX)
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        happenings(&view, &zone, 1, &HappeningKind::ALL, i64::MAX)
            .unwrap()
            .len(),
        1
    );
    let seen = roster(&view, None, &[]).unwrap();
    assert_eq!([0, 1, 2].map(|key| seen.ids.get(key)), ["", "b", ""]);
}

fn scores(shop: &Shop, day: &str, p: [f64; 2]) {
    let key = ScoreKey {
        as_of: Day::parse_iso(day).unwrap(),
        model_id: "m0001",
        horizon_days: 90,
        now_us: noon(day),
    };
    let columns = ScoreColumns {
        customers: vec![0, 1],
        p_churn: p.to_vec(),
        level: vec!["red", "none"],
        rank: vec![1, 2],
        outcome_set: vec![Some("churn"), None],
        segment: vec![Some("常客".to_owned()), None],
        value_minor: vec![Some(1000), None],
        value_at_risk_minor: vec![Some(700), None],
        top_concept: vec![Some("silence".to_owned()), None],
        reasons: [
            vec!["↓套餐：gold；↑9天没来（一般3天；…）".to_owned(), String::new()],
            vec![
                "↓ plan: gold; ↑ last seen 9 days ago; usually every 3".to_owned(),
                String::new(),
            ],
            vec![
                r#"[{"concept":"attribute:plan"},{"concept":"silence"}]"#.to_owned(),
                "[]".to_owned(),
            ],
        ],
        recourse: [vec![None, None], vec![None, None]],
        ..ScoreColumns::default()
    };
    write(&shop.lake(), &key, columns, || {}).unwrap();
}

#[test]
fn scores_are_a_list_of_all_and_a_history_of_one() {
    let shop = shop();
    scores(&shop, "2024-02-05", [0.6, 0.2]);
    scores(&shop, "2024-02-06", [0.7, 0.1]);
    let view = shop.view();
    let found = risk(&view, Day::parse_iso("2024-02-06").unwrap(), "m0001").unwrap();
    assert_eq!(
        (found.place(0), found.place(1), found.place(2)),
        (Some(0), Some(1), None)
    );
    assert_eq!((found.level[0], found.level[1]), (Level::Red, Level::None));
    assert_eq!(found.value_at_risk_minor, [700, Risk::NO_VALUE]);
    let reason = Bilingual::new("9天没来（一般3天；…）", "last seen 9 days ago; usually every 3");
    assert_eq!((found.reason(0), found.reason(1)), (Some(reason), None));
    assert_eq!((found.segment.get(0), found.segment.get(1)), (Some("常客"), None));
    assert_eq!(found.horizon_days, 90);

    let history = of_customer(&view, 0).unwrap();
    let course: Vec<(String, f64)> = history.iter().map(|one| (one.as_of.to_string(), one.p_churn)).collect();
    assert_eq!(course, [("2024-02-05".to_owned(), 0.6), ("2024-02-06".to_owned(), 0.7)]);
    assert_eq!(history[0].reasons.len(), 2);
    assert!(history[0].by_horizon.is_empty());
    assert!(of_customer(&view, 2).unwrap().is_empty());
}

#[test]
fn tables_say_what_is_personal() {
    let shop = shop();
    let found = tables(&shop.view()).unwrap();
    let customers = &found[0];
    assert_eq!((customers.name.as_str(), customers.rows > 0), ("customers", true));
    let personal: Vec<&str> = customers
        .columns
        .iter()
        .filter(|column| column.personal)
        .map(|column| column.name.as_str())
        .collect();
    assert_eq!(personal, ["name"]);
    let events = found.iter().find(|table| table.name == "events").unwrap();
    let kinds: Vec<&str> = ["occurred_at", "amount_minor", "quantity"]
        .into_iter()
        .map(|name| {
            let column = events.columns.iter().find(|column| column.name == name).unwrap();
            column.kind.as_str()
        })
        .collect();
    assert_eq!(kinds, ["TIMESTAMPTZ", "BIGINT", "DOUBLE"]);
}
