use holdfast_stats::error::StatsError;
use holdfast_stats::survival::{kaplan_meier, log_rank};

use crate::reference::{Section, close};

#[test]
fn curve_by_hand_with_ties_and_censoring_at_an_event_time() {
    // At 2 one of five churns and one is censored: the censored one still counts as at risk at 2, not at 3.
    let durations = [3.0, 2.0, 2.0, 5.0, 3.0];
    let curve = kaplan_meier(&durations, &[true, true, false, false, true]).unwrap();
    assert_eq!((curve.n, curve.events), (5, 3));
    let steps: Vec<(f64, f64, f64)> = curve.steps.iter().map(|s| (s.time, s.at_risk, s.events)).collect();
    assert_eq!(steps, [(2.0, 5.0, 1.0), (3.0, 3.0, 2.0)]);
    close(curve.steps[0].survival, 0.8, 1e-15);
    close(curve.steps[1].survival, 0.8 / 3.0, 1e-15);
    assert_eq!(curve.median(), Some(3.0));
    assert_eq!(curve.survival_at(1.999), 1.0);
    assert_eq!(curve.survival_at(2.0), curve.steps[0].survival);
    assert_eq!(curve.survival_at(100.0), curve.steps[1].survival);
}

#[test]
fn exactly_half_left_is_the_median() {
    let curve = kaplan_meier(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], &[true; 6]).unwrap();
    assert_eq!(curve.median(), Some(3.0));
    let last = curve.steps[5];
    assert_eq!((last.survival, last.interval.low), (0.0, 0.0));
    assert_eq!(last.interval.high, curve.steps[4].interval.high);
}

#[test]
fn nobody_churned_is_a_flat_line() {
    let curve = kaplan_meier(&[4.0, 0.0], &[false, false]).unwrap();
    assert!(curve.steps.is_empty());
    assert_eq!((curve.median(), curve.survival_at(10.0)), (None, 1.0));
}

#[test]
fn churn_on_the_first_day_counts() {
    let curve = kaplan_meier(&[0.0, -0.0, 3.0], &[true, true, false]).unwrap();
    assert_eq!((curve.steps.len(), curve.steps[0].events), (1, 2.0));
}

#[test]
fn agrees_with_lifelines_on_rossi() {
    let rossi = Section::named("rossi");
    let (weeks, arrests): (Vec<f64>, Vec<bool>) = (rossi.get("week"), rossi.get("arrest"));
    let curve = kaplan_meier(&weeks, &arrests).unwrap();
    let expected: Vec<[f64; 6]> = rossi.get("steps");
    assert_eq!((curve.n, curve.events, curve.steps.len()), (432, 114, expected.len()));
    for (step, [time, at_risk, events, survival, low, high]) in curve.steps.iter().zip(expected) {
        assert_eq!((step.time, step.at_risk, step.events), (time, at_risk, events));
        close(step.survival, survival, 1e-12);
        close(step.interval.low, low, 1e-12);
        close(step.interval.high, high, 1e-12);
    }
    assert_eq!(curve.median(), None);
    for (column, degrees_of_freedom) in [("fin", 1), ("prio", 4)] {
        let groups: Vec<u32> = rossi.get(column);
        let [statistic, p_value]: [f64; 2] = rossi.get(&format!("{column}_log_rank"));
        let test = log_rank(&weeks, &arrests, &groups, 10).unwrap();
        assert_eq!(test.degrees_of_freedom, degrees_of_freedom);
        close(test.chi_squared, statistic, 1e-9);
        close(test.p_value, p_value, 1e-9);
    }
}

#[test]
fn log_rank_by_hand() {
    // Group 0 churns at 1 and 2, group 1 at 2 and 3. E₀ = 1/2 + 2·1/3; V = 1/4 + 2(3−2)/(3−1)·(1/3)(2/3).
    let test = log_rank(&[1.0, 2.0, 2.0, 3.0], &[true; 4], &[0, 0, 1, 1], 2).unwrap();
    let excess = 2.0 - (0.5 + 2.0 / 3.0);
    let variance = 0.25 + 2.0 / 9.0;
    close(test.chi_squared, excess * excess / variance, 1e-12);
    assert_eq!(test.degrees_of_freedom, 1);
}

#[test]
fn groups_never_seen_together_cost_a_degree_of_freedom() {
    // Group 2 entered nobody's risk set with events: its customers were all censored before the first event.
    let durations = [5.0, 6.0, 7.0, 8.0, 1.0, 2.0];
    let events = [true, true, true, true, false, false];
    let three = log_rank(&durations, &events, &[0, 1, 0, 1, 2, 2], 3).unwrap();
    let two = log_rank(&durations[..4], &events[..4], &[0, 1, 0, 1], 2).unwrap();
    assert_eq!((three.degrees_of_freedom, two.degrees_of_freedom), (1, 1));
    close(three.chi_squared, two.chi_squared, 1e-12);
}

#[test]
fn same_survival_in_every_group_is_no_evidence() {
    let durations = [1.0, 2.0, 3.0, 1.0, 2.0, 3.0];
    let test = log_rank(
        &durations,
        &[true, false, true, true, false, true],
        &[4, 4, 4, 1, 1, 1],
        5,
    )
    .unwrap();
    close(test.chi_squared, 0.0, 1e-12);
    close(test.p_value, 1.0, 1e-6);
}

#[test]
fn what_cannot_be_compared_is_named() {
    let no_event = log_rank(&[1.0, 2.0], &[false, false], &[0, 1], 2);
    assert_eq!(no_event, Err(StatsError::NoComparison));
    let one_group = log_rank(&[1.0, 2.0], &[true, true], &[1, 1], 3);
    assert!(matches!(one_group, Err(StatsError::TooFew { found: 1, .. })));
    let outside = log_rank(&[1.0, 2.0], &[true, true], &[0, 2], 2);
    assert_eq!(
        outside,
        Err(StatsError::GroupOutOfRange {
            index: 1,
            group: 2,
            group_count: 2
        })
    );
    assert_eq!(
        kaplan_meier(&[1.0, -2.0], &[true; 2]),
        Err(StatsError::NegativeDuration { index: 1, value: -2.0 })
    );
    assert!(matches!(
        kaplan_meier(&[f64::NAN], &[true]),
        Err(StatsError::NotFinite { index: 0, .. })
    ));
    assert_eq!(kaplan_meier(&[], &[]), Err(StatsError::Empty));
}
