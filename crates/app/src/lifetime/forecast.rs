//! Whether the model can be trusted: what it expected against what happened.

use holdfast_domain::day::Day;
use holdfast_report::model::lifetime::{DayPoint, Holdout, HoldoutPoint, TrackingPoint};
use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::buying::covariates::BuyingCovariates;
use holdfast_stats::lifetime::buying::fit::{BuyingSettings, fit};
use holdfast_stats::lifetime::buying::histories::Histories;
use holdfast_stats::lifetime::buying::holdout::compare_holdout;
use holdfast_stats::lifetime::buying::law::BuyingLaw;
use holdfast_stats::lifetime::buying::model::Buying;
use holdfast_stats::lifetime::buying::score::score;
use holdfast_stats::lifetime::buying::tracking::track;
use holdfast_stats::lifetime::value::day_table;

use super::base::Log;

/// Points of the tracking plot at most.
const MOST_POINTS: f64 = 120.0;
/// Customers with more repeat purchases are shown together.
const LAST_GROUP: u64 = 7;
/// Days of the day table.
const TABLE_DAYS: u32 = 30;

/// Repeat purchases of all customers over time.
///
/// # Errors
/// What the expectation says of parameters at the edge.
pub fn tracking(log: &Log, law: &BuyingLaw, unit_days: f64) -> Result<Vec<TrackingPoint>, StatsError> {
    let span = f64::from(log.last - log.first) / unit_days;
    // Whole weeks where the unit is a day, whole units otherwise.
    let unit = if unit_days < 7.0 { 7.0 / unit_days } else { 1.0 };
    let step = unit * (span / unit / MOST_POINTS).ceil().max(1.0);
    let periods = (span / step).floor() as usize;
    if periods == 0 {
        return Ok(Vec::new());
    }
    let since = |day: i32| f64::from(day - log.first) / unit_days;
    let (mut firsts, mut repeats) = (Vec::new(), Vec::new());
    for customer in 0..log.customers() {
        if let Some((&first, rest)) = log.of(customer).split_first() {
            firsts.push(since(first));
            repeats.extend(rest.iter().map(|&day| since(day)));
        }
    }
    let rows = track(law, &firsts, &repeats, step, periods)?;
    Ok(rows
        .iter()
        .map(|row| TrackingPoint {
            time: row.time,
            expected: row.expected,
            actual: row.actual,
        })
        .collect())
}

/// Fits on all but the last `length` units and compares what the fit expects of them with what came.
///
/// # Errors
/// What the fit says when too little is left of the history.
pub fn holdout(
    log: &Log,
    model: Buying,
    settings: &BuyingSettings,
    length: f64,
    unit_days: f64,
) -> Result<Holdout, StatsError> {
    let cut = log.last - (length * unit_days).round() as i32;
    let length = f64::from(log.last - cut) / unit_days;
    let mut known = log.histories(cut, unit_days);
    // Customers of the last day have been observed for no time at all: they say nothing.
    let keep: Vec<usize> = (0..known.age.len()).filter(|&i| known.age[i] > 0.0).collect();
    let pick = |column: &[f64]| -> Vec<f64> { keep.iter().map(|&i| column[i]).collect() };
    (known.frequency, known.recency, known.age) = (pick(&known.frequency), pick(&known.recency), pick(&known.age));
    let actual: Vec<f64> = keep
        .iter()
        .map(|&i| {
            let days = log.of(known.customer[i]);
            (days.partition_point(|&day| day <= log.last) - days.partition_point(|&day| day <= cut)) as f64
        })
        .collect();
    let histories = Histories {
        frequency: &known.frequency,
        recency: &known.recency,
        age: &known.age,
        weight: None,
    };
    let fitted = fit(&histories, &BuyingCovariates::NONE, model, settings)?;
    let expected = score(&fitted, &histories, &BuyingCovariates::NONE, length)?.expected_purchases;
    let groups = compare_holdout(&histories, &expected, &actual, LAST_GROUP)?;
    let n = actual.len().max(1) as f64;
    let error = |guess: &dyn Fn(usize) -> f64| (0..actual.len()).map(|i| (guess(i) - actual[i]).abs()).sum::<f64>() / n;
    Ok(Holdout {
        from: Some(Day::from_number(cut + 1)),
        length,
        expected: expected.iter().sum(),
        actual: actual.iter().sum(),
        correlation: correlation(&expected, &actual),
        mean_absolute_error: error(&|i| expected[i]),
        naive_absolute_error: error(&|i| known.frequency[i] / known.age[i] * length),
        by_frequency: groups
            .iter()
            .map(|row| HoldoutPoint {
                frequency: row.frequency,
                and_more: row.and_more,
                customers: row.customers,
                expected: row.expected,
                actual: row.actual,
            })
            .collect(),
    })
}

/// Pearson's r; none where one side does not vary.
fn correlation(x: &[f64], y: &[f64]) -> Option<f64> {
    let n = x.len() as f64;
    let (mean_x, mean_y) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let (mut xy, mut xx, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in x.iter().zip(y) {
        let (x, y) = (x - mean_x, y - mean_y);
        xy += x * y;
        xx += x * x;
        yy += y * y;
    }
    let r = xy / (xx * yy).sqrt();
    r.is_finite().then_some(r)
}

/// Purchases on day 1 to 30 after the first.
///
/// # Errors
/// Never for a log: customer numbers are dense.
pub fn days(log: &Log) -> Result<Vec<DayPoint>, StatsError> {
    let mut customer = Vec::with_capacity(log.days.len());
    for c in 0..log.customers() {
        customer.extend(std::iter::repeat_n(c as u32, log.of(c).len()));
    }
    let rows = day_table(&customer, &log.days, log.customers(), log.last, TABLE_DAYS)?;
    Ok(rows
        .iter()
        .map(|row| DayPoint {
            day: row.day,
            observed: row.observed,
            bought_on: row.bought_on,
            bought_by: row.bought_by,
            by_share: row.by_share,
            by_low: row.by_interval.low,
            by_high: row.by_interval.high,
            purchases: row.purchases,
        })
        .collect())
}
