use holdfast_stats::error::StatsError;
use holdfast_stats::interval::Interval;
use holdfast_stats::survival::{CauseSpells, cumulative_incidence};

use super::{column, lifelines, r, rows, same};
use crate::reference::close;

#[test]
fn incidence_of_causes_agrees_with_r() {
    let (rows, r) = (rows(), r());
    let plain = CauseSpells {
        entry: None,
        exit: &rows.exit,
        cause: &rows.cause,
        weight: None,
    };
    let full = CauseSpells {
        entry: Some(&rows.entry),
        weight: Some(&rows.weight),
        ..plain
    };
    for (name, spells) in [("causes", plain), ("causes_late_weighted", full)] {
        let found = cumulative_incidence(&spells, 3).unwrap();
        let times: Vec<f64> = column(&r[name], "time");
        for (curve, cause) in found.causes.iter().zip(["one", "two", "three"]) {
            let expected: Vec<f64> = column(&r[name], cause);
            for (time, expected) in times.iter().zip(expected) {
                same(curve.incidence_at(*time), expected);
            }
            if name == "causes" {
                let errors: Vec<f64> = column(&r[name], &format!("{cause}_se"));
                for (time, expected) in times.iter().zip(errors) {
                    same(curve.step_at(*time).map_or(0.0, |step| step.se), expected);
                }
            }
        }
    }
}

#[test]
fn errors_of_incidence_agree_with_lifelines() {
    let (rows, expected) = (rows(), lifelines());
    let cause: Vec<u16> = column(&expected["rows"], "cause");
    let spells = CauseSpells {
        entry: None,
        exit: &rows.exit,
        cause: &cause,
        weight: None,
    };
    let found = cumulative_incidence(&spells, 3).unwrap();
    let expected: Vec<Vec<Vec<Option<f64>>>> = column(&expected, "aj");
    for (curve, expected) in found.causes.iter().zip(expected) {
        assert_eq!(curve.steps.len(), expected.len());
        for (step, row) in curve.steps.iter().zip(expected) {
            assert_eq!(Some(step.time), row[0]);
            same(step.incidence, row[1].unwrap());
            let figures = [step.se * step.se, step.interval.low, step.interval.high];
            // Where the last ones leave, lifelines divides by zero.
            for (found, expected) in figures.into_iter().zip(&row[2..]) {
                if let Some(expected) = expected.filter(|value| value.is_finite()) {
                    same(found, expected);
                }
            }
        }
    }
}

#[test]
fn incidence_without_censoring_is_a_share() {
    let exit = [1.0, 1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0];
    let spells = CauseSpells {
        entry: None,
        exit: &exit,
        cause: &[1, 2, 1, 2, 2, 1, 3, 1],
        weight: None,
    };
    let found = cumulative_incidence(&spells, 4).unwrap();
    for (curve, events) in found.causes.iter().zip([4, 3, 1, 0]) {
        assert_eq!((curve.events, !curve.steps.is_empty()), (events, events > 0));
        for step in &curve.steps {
            let share = step.incidence;
            close(step.se, (share * (1.0 - share) / 8.0).sqrt(), 1e-15);
        }
        close(curve.incidence_at(6.0), events as f64 / 8.0, 1e-15);
    }
    let alone = CauseSpells {
        exit: &[3.0],
        cause: &[1],
        ..spells
    };
    let step = cumulative_incidence(&alone, 1).unwrap().causes[0].steps[0];
    assert_eq!((step.incidence, step.interval), (1.0, Interval { low: 0.0, high: 1.0 }));
    assert!(cumulative_incidence(&spells, 0).is_err());
    assert!(matches!(
        cumulative_incidence(&spells, 2),
        Err(StatsError::BadValue { index: 6, .. })
    ));
}
