//! Why a metric changed.

use holdfast_domain::grain::Grain;
use holdfast_engine::error::EngineError;
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::why::WhyQuery;

use super::fixture::script;

/// February: 北 2 customers, none lost; 南 2, one lost. March: 北 3, one lost; 南 1, lost.
const DATA: &str = "as_of 2024-05-01
    through 2024-04-30
    churn contract contract
    dims region channel

    customers
    n1,北,web
    n2,北,web
    n3,北,app
    s1,南,app
    s2,南,web

    subscriptions
    n1,2024-01-01,2024-03-10,10
    n2,2024-01-01,-,10
    n3,2024-02-05,-,10
    s1,2024-01-01,2024-02-10,10
    s2,2024-01-01,2024-03-20,10";

fn ask(metric: &str) -> WhyQuery {
    WhyQuery {
        metric: metric.to_owned(),
        churn: None,
        grain: Grain::Month,
        before: "2024-02".to_owned(),
        after: "2024-03".to_owned(),
        by: Vec::new(),
        filters: Vec::new(),
    }
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-12, "{a} {b}");
}

#[test]
fn a_rate_is_split_by_hand() {
    let why = MetricEngine::built_in()
        .unwrap()
        .why(&ask("churn_rate_start"), &script(DATA))
        .unwrap();
    assert!(why.like_for_like);
    close(why.before.value.as_f64(), 0.25);
    close(why.after.value.as_f64(), 0.5);
    close(why.change.absolute.as_f64(), 0.25);
    // Web: 0 of 3, then 2 of 3; app: 1 of 1, then 0 of 1. Shares do not move. It sits elsewhere than customers do: first.
    let [channel, region] = why.dimensions.as_slice() else {
        panic!("{:?}", why.dimensions)
    };
    assert_eq!((channel.dim.as_str(), channel.explained), ("channel", Some(1.0)));
    close(channel.mix, 0.0);
    assert_eq!(channel.segments[0].segment.as_deref(), Some("web"));
    close(channel.segments[0].rate, 0.75 * 2.0 / 3.0);
    close(channel.segments[1].rate, -0.25);
    close(channel.segments[0].part.unwrap(), 2.0);
    // Regions: mean shares 5/8 and 3/8, rates 0 → 1/3 and 1/2 → 1, middle of the whole 3/8.
    assert_eq!(region.dim, "region");
    close(region.explained.unwrap(), 0.0);
    let [north, south] = region.segments.as_slice() else {
        panic!()
    };
    close(north.rate, 0.625 / 3.0);
    close(north.mix, (1.0 / 6.0 - 0.375) * 0.25);
    close(south.rate, 0.375 * 0.5);
    close(south.mix, (0.75 - 0.375) * -0.25);
    close(region.rate + region.mix, 0.25);
    assert!(north.rate_interval.unwrap().low < north.rate && north.rate < north.rate_interval.unwrap().high);
    let json = serde_json::to_value(&why).unwrap();
    assert_eq!(json["dimensions"][1]["segments"][0]["segment"], "北");
    assert_eq!(json["before"]["period"]["status"], "complete");
}

#[test]
fn a_count_is_split_by_its_own_differences() {
    let mut query = ask("customers_lost");
    query.by = vec!["region".to_owned()];
    let why = MetricEngine::built_in().unwrap().why(&query, &script(DATA)).unwrap();
    let [region] = why.dimensions.as_slice() else { panic!() };
    assert_eq!(region.segments[0].segment.as_deref(), Some("北"));
    assert_eq!((region.segments[0].total, region.segments[1].total), (1.0, 0.0));
    assert_eq!(region.segments[0].part, Some(1.0));
}

#[test]
fn what_cannot_be_split_is_refused() {
    let engine = MetricEngine::built_in().unwrap();
    let code = |query: &WhyQuery| match engine.why(query, &script(DATA)) {
        Err(EngineError::Refused(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(&ask("churn_rate_daily")), "metric-not-splittable");
    assert_eq!(code(&ask("rfm_customers")), "metric-not-splittable");
    let mut query = ask("churn_rate_start");
    query.after = "2024-06".to_owned();
    assert_eq!(code(&query), "period-without-value");
    query.after = "2024-01".to_owned();
    assert_eq!(code(&query), "period-without-value");
}
