//! Two numbers, down to the customers.

use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Lang;
use holdfast_engine::error::EngineError;
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::query::{MetricQuery, Number};
use holdfast_engine::metrics::reconcile::ReconcileQuery;

use super::fixture::script;

/// By 30 days a is lost on 03-21 and back on 03-25, b lost on 02-09, c on 03-16, d (from 03-05) on 04-04. By 60 days b is lost on
/// 03-10, c on 04-15.
const DATA: &str = "as_of 2024-05-01
    through 2024-04-30
    churn d30 inactivity days=30
    churn d60 inactivity days=60

    events
    a,2024-01-05,10
    a,2024-01-25,10
    a,2024-02-20,10
    a,2024-03-25,10
    a,2024-04-10,10
    b,2024-01-10,10
    c,2024-01-20,10
    c,2024-02-15,10
    d,2024-03-05,10";

fn ask(metric: &str) -> ReconcileQuery {
    ReconcileQuery {
        metric: metric.to_owned(),
        other_metric: None,
        churn: None,
        other_churn: None,
        grain: Grain::Month,
        period: "2024-03".to_owned(),
        limit: 100,
    }
}

#[test]
fn two_definitions_differ_by_named_customers() {
    let engine = MetricEngine::built_in().unwrap();
    let mut query = ask("customers_lost");
    query.other_churn = Some("d60".to_owned());
    let table = engine.reconcile(&query, &script(DATA)).unwrap();
    assert_eq!((table.a.numerator, table.b.numerator), (2, 1));
    let found: Vec<(&str, i64, i64)> = table
        .numerator
        .differences
        .iter()
        .map(|d| (d.customer_id.as_str(), d.a, d.b))
        .collect();
    assert_eq!(found, [("a", 1, 0), ("b", 0, 1), ("c", 1, 0)]);
    assert_eq!(table.numerator.customers, 3);
    assert_eq!(
        table
            .numerator
            .reasons
            .iter()
            .map(|reason| reason.difference)
            .sum::<i64>(),
        1
    );
    assert_eq!(
        table
            .numerator
            .reasons
            .iter()
            .map(|reason| reason.customers)
            .sum::<u64>(),
        3
    );
    for difference in &table.numerator.differences {
        for text in [&difference.reason, &difference.a_says, &difference.b_says] {
            assert!(
                !text.get(Lang::Zh).is_empty() && !text.get(Lang::En).is_empty(),
                "{difference:?}"
            );
        }
    }
    query.limit = 1;
    let short = engine.reconcile(&query, &script(DATA)).unwrap();
    assert_eq!((short.numerator.differences.len(), short.numerator.customers), (1, 3));
}

#[test]
fn two_rates_differ_by_who_is_counted() {
    let mut query = ask("churn_rate_start");
    query.other_metric = Some("churn_rate_joined".to_owned());
    let table = MetricEngine::built_in()
        .unwrap()
        .reconcile(&query, &script(DATA))
        .unwrap();
    assert_eq!(
        (table.a.value, table.b.value),
        (Some(Number::Float(1.0)), Some(Number::Float(2.0 / 3.0)))
    );
    assert!(table.numerator.differences.is_empty());
    let denominator = table.denominator.unwrap();
    assert_eq!((denominator.a, denominator.b), (2, 3));
    assert_eq!(denominator.differences[0].customer_id, "d");
    assert_eq!(denominator.reasons[0].reason, "joined_in_period");
}

#[test]
fn its_counts_are_those_of_the_metric() {
    let (engine, data) = (MetricEngine::built_in().unwrap(), script(DATA));
    let mut compared = 0;
    for metric in engine.catalog().iter() {
        for period in ["2024-01", "2024-02", "2024-03", "2024-04"] {
            let mut query = ask(&metric.id);
            query.period = period.to_owned();
            query.other_churn = Some("d60".to_owned());
            let table = match engine.reconcile(&query, &data) {
                Ok(table) => table,
                Err(EngineError::Refused(refusal)) if refusal.code == "metric-not-of-the-ledger" => break,
                Err(error) => panic!("{error}"),
            };
            for (churn, side) in [("d30", &table.a), ("d60", &table.b)] {
                let mut query = MetricQuery::of(metric.id.as_str());
                query.churn = Some(churn.to_owned());
                (query.from, query.to) = (Some(period.to_owned()), Some(period.to_owned()));
                let row = &engine.run(&query, &data).unwrap().rows[0];
                assert_eq!(
                    row.numerator,
                    Some(Number::Int(side.numerator)),
                    "{} {period} {churn}",
                    metric.id
                );
                assert_eq!(
                    row.denominator,
                    side.denominator.map(Number::Int),
                    "{} {period} {churn}",
                    metric.id
                );
                assert_eq!(row.value, side.value, "{} {period} {churn}", metric.id);
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 9 * 4 * 2);
}

#[test]
fn the_same_on_both_sides_is_refused() {
    match MetricEngine::built_in()
        .unwrap()
        .reconcile(&ask("customers_lost"), &script(DATA))
    {
        Err(EngineError::Refused(refusal)) => assert_eq!(refusal.code, "nothing-to-reconcile"),
        other => panic!("{other:?}"),
    }
}
