//! The boosted hazard against planted truths, against itself, and on hard inputs.

use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::discrete::{DiscreteData, DiscreteSettings, Link, fit as linear};

use super::fit::fit;
use super::settings::HazardSettings;
use crate::boost::settings::BoostSettings;
use crate::error::LearnError;
use crate::frame::{Feature, FeatureData, Frame};

struct Company {
    frame: Frame,
    columns: Vec<Vec<f64>>,
    periods: Vec<u32>,
    events: Vec<bool>,
}

/// Spread over 0–1 without a generator.
fn unit(i: u64, salt: u64) -> f64 {
    let mixed = (i + 1)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15 ^ (salt << 32))
        .rotate_left(31);
    (mixed.wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Two columns matter only together, the third only in the first six periods; the fourth is noise.
fn company(n: u64) -> Company {
    let columns: Vec<Vec<f64>> = (0..4).map(|j| (0..n).map(|i| unit(i, j) - 0.5).collect()).collect();
    let (mut periods, mut events) = (Vec::new(), Vec::new());
    for i in 0..n {
        let row = i as usize;
        let together = if (columns[0][row] > 0.0) == (columns[1][row] > 0.0) {
            1.0
        } else {
            -1.0
        };
        let last = 2 + (16.0 * unit(i, 10)) as u32;
        let (mut period, mut churned) = (0, false);
        while period < last && !churned {
            period += 1;
            let early = if period <= 6 { 3.0 * columns[2][row] } else { 0.0 };
            let rate = (-2.6 + together + early).exp();
            churned = unit(i, 100 + u64::from(period)) < -(-rate).exp_m1();
        }
        periods.push(period);
        events.push(churned);
    }
    let features = (columns.iter().enumerate()).map(|(j, column)| Feature {
        name: format!("x{j}"),
        data: FeatureData::Number(column.clone()),
    });
    Company {
        frame: Frame {
            columns: features.collect(),
            rows: n as usize,
        },
        columns,
        periods,
        events,
    }
}

fn settings() -> HazardSettings {
    HazardSettings {
        boost: BoostSettings {
            column_share: 1.0,
            rounds: 120,
            learning_rate: 0.1,
            ..BoostSettings::default()
        },
        ..HazardSettings::default()
    }
}

fn thirds(n: u32) -> [Vec<u32>; 3] {
    [0, 1, 2].map(|k| (0..n).filter(|row| row % 3 == k).collect())
}

/// Mean negative log-likelihood of what a hazard says about the rows.
fn loss(rows: &[u32], company: &Company, hazard: impl Fn(usize, u32) -> f64) -> f64 {
    let total: f64 = (rows.iter())
        .map(|&row| {
            let row = row as usize;
            let (period, churned) = (company.periods[row], company.events[row]);
            let stays = period - u32::from(churned);
            let stayed: f64 = (1..=stays).map(|t| -(-hazard(row, t)).ln_1p()).sum();
            stayed - if churned { hazard(row, period).ln() } else { 0.0 }
        })
        .sum();
    total / rows.len() as f64
}

#[test]
fn beats_the_linear_hazard_on_planted_interactions() {
    let company = company(9_000);
    let [train, validation, test] = thirds(9_000);
    let found = fit(
        &company.frame,
        &company.periods,
        &company.events,
        &train,
        &validation,
        &settings(),
    )
    .unwrap();
    let binned = found.hazard.bin(&company.frame);
    let ours = loss(&test, &company, |row, t| found.hazard.hazard(&binned, row, t).unwrap());
    let taken: Vec<Vec<f64>> = (company.columns.iter())
        .map(|column| train.iter().map(|&row| column[row as usize]).collect())
        .collect();
    let slices: Vec<&[f64]> = taken.iter().map(Vec::as_slice).collect();
    let names: Vec<String> = (0..4).map(|j| format!("x{j}")).collect();
    let pick = |row: &u32| (company.periods[*row as usize], company.events[*row as usize]);
    let (periods, events): (Vec<u32>, Vec<bool>) = train.iter().map(pick).unzip();
    let line = linear(
        &DiscreteData {
            periods: &periods,
            entry: None,
            event: &events,
            covariates: Covariates {
                names: &names,
                columns: &slices,
            },
            weight: None,
        },
        &DiscreteSettings {
            link: Link::CompLogLog,
            ..DiscreteSettings::default()
        },
    )
    .unwrap();
    let whole: Vec<&[f64]> = company.columns.iter().map(Vec::as_slice).collect();
    let predictors = line
        .linear_predictors(&Covariates {
            names: &names,
            columns: &whole,
        })
        .unwrap();
    let theirs = loss(&test, &company, |row, t| {
        line.hazard(predictors[row], t).unwrap().clamp(1e-9, 1.0 - 1e-9)
    });
    let truth = loss(&test, &company, |row, t| {
        let x = |j: usize| company.columns[j][row];
        let together = if (x(0) > 0.0) == (x(1) > 0.0) { 1.0 } else { -1.0 };
        let early = if t <= 6 { 3.0 * x(2) } else { 0.0 };
        -(-(-2.6 + together + early).exp()).exp_m1()
    });
    // At least three quarters of what the line leaves on the table.
    assert!(theirs - ours > 0.75 * (theirs - truth), "{ours} {theirs} {truth}");
    // Proportional hazards miss that an effect wears off.
    let one = HazardSettings {
        segments: 1,
        ..settings()
    };
    let one = fit(
        &company.frame,
        &company.periods,
        &company.events,
        &train,
        &validation,
        &one,
    )
    .unwrap();
    let flat = loss(&test, &company, |row, t| one.hazard.hazard(&binned, row, t).unwrap());
    assert!(ours < flat - 0.005, "{ours} {flat}");
}

#[test]
fn predictions_are_those_of_the_fit() {
    let company = company(1_500);
    let [train, validation, _] = thirds(1_500);
    let found = fit(
        &company.frame,
        &company.periods,
        &company.events,
        &train,
        &validation,
        &settings(),
    )
    .unwrap();
    let binned = found.hazard.bin(&company.frame);
    let computed = loss(&validation, &company, |row, t| {
        found.hazard.hazard(&binned, row, t).unwrap()
    });
    let best = found.curve.iter().copied().fold(f64::INFINITY, f64::min);
    assert!((computed - best).abs() < 1e-9, "{computed} {best}");
    assert_eq!(found.curve[found.hazard.rounds()], best);
    for row in [0, 7, 100] {
        let mut survival = 1.0;
        for period in 1..=found.hazard.last_period() {
            survival *= 1.0 - found.hazard.hazard(&binned, row, period).unwrap();
            assert!((found.hazard.survival(&binned, row, period).unwrap() - survival).abs() < 1e-12);
        }
    }
    assert_eq!(found.hazard.survival(&binned, 0, found.hazard.last_period() + 1), None);
    assert_eq!(found.hazard.survival_column(&binned, &[0, 3], 0), Some(vec![1.0, 1.0]));
}

#[test]
fn threads_do_not_change_a_bit() {
    let company = company(9_000);
    let [train, validation, test] = thirds(9_000);
    let mut settings = settings();
    settings.boost.rounds = 12;
    settings.boost.column_share = 0.5;
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let (periods, events) = (&company.periods, &company.events);
            let found = fit(&company.frame, periods, events, &train, &validation, &settings).unwrap();
            let binned = found.hazard.bin(&company.frame);
            (found.hazard.survival_column(&binned, &test, 9), found.curve)
        })
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn hard_inputs_end_in_numbers_or_a_named_error() {
    let frame = |values: Vec<f64>| Frame {
        rows: values.len(),
        columns: vec![Feature {
            name: "x".into(),
            data: FeatureData::Number(values),
        }],
    };
    let settings = settings();
    let three = frame(vec![1.0, f64::NAN, 2.0]);
    let run = |periods: &[u32], events: &[bool]| fit(&three, periods, events, &[0, 1, 2], &[], &settings);
    assert!(matches!(
        run(&[1, 2, 3], &[false; 3]),
        Err(LearnError::OneClass { rows: 3, .. })
    ));
    assert!(matches!(
        run(&[1, 0, 3], &[true; 3]),
        Err(LearnError::Stats(StatsError::NonPositiveDuration { index: 1, .. }))
    ));
    assert!(matches!(
        run(&[1, 2], &[true; 3]),
        Err(LearnError::Stats(StatsError::LengthMismatch { .. }))
    ));
    assert!(matches!(
        fit(&three, &[1; 3], &[true; 3], &[3], &[], &settings),
        Err(LearnError::Stats(StatsError::BadValue { index: 0, .. }))
    ));
    // Too little for a split: the baseline alone, up to 4e9 periods.
    let found = run(&[1, u32::MAX, 7], &[true, false, true]).unwrap().hazard;
    let binned = found.bin(&three);
    assert_eq!(found.rounds(), 0);
    assert!(found.survival(&binned, 1, u32::MAX).unwrap() < 1.0);
    // Everybody churns at once, along a column that says nothing or all.
    let many = frame((0..400).map(f64::from).collect());
    let rows: Vec<u32> = (0..400).collect();
    let found = fit(&many, &[1; 400], &[true; 400], &rows, &rows, &settings).unwrap();
    assert!(found.curve.iter().all(|loss| loss.is_finite()));
    let half: Vec<bool> = (0..400).map(|i| i < 200).collect();
    let found = fit(&many, &[3; 400], &half, &rows, &rows, &settings).unwrap();
    assert!(found.curve.iter().all(|loss| loss.is_finite()));
    let binned = found.hazard.bin(&many);
    let survival = found.hazard.survival_column(&binned, &rows, 3).unwrap();
    assert!(
        survival[0] < 0.2 && survival[399] > 0.8,
        "{} {} {:?}",
        survival[0],
        survival[399],
        found.curve
    );
}
