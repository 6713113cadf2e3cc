use holdfast_domain::lang::Lang;
use holdfast_stats::drift::{ColumnDrift, Reference, Settings, compare, flag};
use holdfast_stats::error::StatsError;
use holdfast_stats::performance::{Figure, Paired, Test, estimate, realised};
use holdfast_stats::verdict::{
    Action, ColumnHealth, Evidence, FigureName, Health, HealthLimits, LossLimits, Performance, Reason, Verdict, canary,
    decide,
};

fn healthy() -> Health {
    Health {
        rows: 1000,
        rows_before: vec![980, 1010, 990],
        columns: vec![column("visits", 0.1, 0.1, Some(0.3), Some(0.3))],
        watermark_age_days: Some(1),
        canary: Some(canary(&[0.1, 0.2], &[0.1, 0.2]).unwrap()),
    }
}

fn column(name: &str, before: f64, now: f64, zero_before: Option<f64>, zero: Option<f64>) -> ColumnHealth {
    ColumnHealth {
        column: name.to_owned(),
        missing_before: before,
        missing: now,
        zero_before,
        zero,
    }
}

fn figure(value: f64, se: f64) -> Option<Figure> {
    Some(Figure {
        value,
        se,
        low: value - 1.96 * se,
        high: value + 1.96 * se,
    })
}

fn performance(auc: f64, log_loss: f64, ratio: f64) -> Performance {
    Performance {
        auc: figure(auc, 0.005),
        log_loss: figure(log_loss, 0.005),
        calibration_ratio: figure(ratio, 0.03),
    }
}

fn drift(by: f64) -> Vec<ColumnDrift> {
    let values = |by: f64| (0..1000).map(|k| f64::from(k) + by).collect::<Vec<_>>();
    let reference = Reference::number(&values(0.0), 1000).unwrap();
    let tally = reference.tally_number(&values(by), 1000).unwrap();
    let comparison = compare(&reference, &tally, &[], &Settings::default()).unwrap();
    flag(vec![("visits".to_owned(), comparison)], &Settings::default()).unwrap()
}

fn challenger(log_loss: f64, p_value: f64, auc: f64) -> Paired {
    let test = |difference, p_value| Test {
        difference,
        se: 0.01,
        p_value,
    };
    Paired {
        rows: 500,
        auc: Some(test(auc, 1e-4)),
        log_loss: test(log_loss, p_value),
        brier: test(0.0, 1.0),
    }
}

/// A run in which nothing happened but what is said.
struct Run {
    health: Health,
    drift: Vec<ColumnDrift>,
    realised: Option<Performance>,
    estimated: Option<Performance>,
    challengers: Vec<Paired>,
}

impl Run {
    fn quiet() -> Self {
        Self {
            health: healthy(),
            drift: drift(0.0),
            realised: Some(performance(0.8, 0.4, 1.0)),
            estimated: None,
            challengers: Vec::new(),
        }
    }

    fn verdict(&self) -> Verdict {
        let evidence = Evidence {
            health: &self.health,
            drift: &self.drift,
            labels: None,
            at_training: &performance(0.8, 0.4, 1.0),
            estimated: self.estimated.as_ref(),
            realised: self.realised.as_ref(),
            challengers: &self.challengers,
        };
        decide(&evidence, &HealthLimits::default(), &LossLimits::default()).unwrap()
    }
}

#[test]
fn nothing_happened() {
    let verdict = Run::quiet().verdict();
    assert_eq!(
        (verdict.action, verdict.reasons),
        (Action::Healthy, vec![Reason::NothingChanged])
    );
}

#[test]
fn drift_without_loss_waits() {
    let verdict = Run {
        drift: drift(300.0),
        ..Run::quiet()
    }
    .verdict();
    assert_eq!(verdict.action, Action::Wait);
    assert!(matches!(&verdict.reasons[0], Reason::Drifted { column, .. } if column == "visits"));
}

#[test]
fn a_realised_loss_retrains_and_an_insignificant_or_tiny_one_does_not() {
    let with = |realised| Run {
        realised: Some(realised),
        ..Run::quiet()
    };
    let lost = with(performance(0.72, 0.4, 1.0)).verdict();
    assert_eq!(lost.action, Action::Retrain);
    let named = Reason::Worse {
        figure: FigureName::Auc,
        then: 0.8,
        now: 0.72,
        p_value: 0.0,
        estimated: false,
    };
    assert_eq!(std::mem::discriminant(&lost.reasons[0]), std::mem::discriminant(&named));
    // Better is no loss; .01 is too little to matter; probabilities a third too low matter.
    assert_eq!(with(performance(0.9, 0.3, 1.0)).verdict().action, Action::Healthy);
    assert_eq!(with(performance(0.79, 0.4, 1.0)).verdict().action, Action::Healthy);
    assert_eq!(with(performance(0.8, 0.4, 1.35)).verdict().action, Action::Retrain);
    let unsure = Performance {
        auc: figure(0.7, 0.05),
        ..Performance::default()
    };
    assert_eq!(with(unsure).verdict().action, Action::Healthy);
}

#[test]
fn a_handful_of_outcomes_is_not_judged() {
    let p: Vec<f64> = (0..40).map(|k| f64::from(k) / 40.0).collect();
    let with = |lost: usize| {
        let labels: Vec<bool> = (0..40).map(|k| k < lost).collect();
        Performance::of_realised(&realised(&p, &labels, &[]).unwrap())
    };
    assert_eq!((with(9), with(31)), (None, None));
    assert!(with(10).is_some_and(|judged| judged.auc.is_some()));
    assert!(Performance::of_estimated(&estimate(&p, 0.5).unwrap()).is_some());
    assert_eq!(Performance::of_estimated(&estimate(&p[..20], 0.5).unwrap()), None);
}

#[test]
fn an_estimated_loss_alone_waits_and_with_drift_retrains() {
    let open = |drift| Run {
        drift,
        realised: None,
        estimated: Some(performance(0.7, 0.5, 1.0)),
        ..Run::quiet()
    };
    let (alone, drifted) = (open(drift(0.0)).verdict(), open(drift(300.0)).verdict());
    assert_eq!((alone.action, drifted.action), (Action::Wait, Action::Retrain));
    assert_eq!(alone.reasons.last(), Some(&Reason::OutcomesOutstanding));
}

#[test]
fn broken_data_hides_everything_else() {
    let mut run = Run {
        drift: drift(300.0),
        realised: Some(performance(0.6, 0.7, 1.0)),
        challengers: vec![challenger(-0.05, 1e-6, 0.02)],
        ..Run::quiet()
    };
    assert_eq!(run.verdict().action, Action::Promote);
    run.health.columns = vec![
        column("visits", 0.1, 1.0, Some(0.3), None),
        column("spend", 0.0, 0.4, Some(0.3), Some(0.3)),
        column("calls", 0.0, 0.0, Some(0.3), Some(1.0)),
        column("always zero", 0.0, 0.0, Some(1.0), Some(1.0)),
        column("never there", 1.0, 1.0, None, None),
    ];
    run.health.watermark_age_days = Some(40);
    run.health.rows = 300;
    run.health.canary = Some(canary(&[0.1, 0.2], &[0.1, 0.25]).unwrap());
    let verdict = run.verdict();
    assert_eq!(verdict.action, Action::DataBroken);
    let kinds: Vec<String> = verdict
        .reasons
        .iter()
        .map(|reason| {
            serde_json::to_value(reason).unwrap()["kind"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let expected = [
        "canary_changed",
        "stale_watermark",
        "rows_unusual",
        "all_missing",
        "missing_jumped",
        "all_zero",
    ];
    assert_eq!(kinds, expected);
    run.health.rows = 0;
    assert!(run.verdict().reasons.contains(&Reason::NoRows));
}

#[test]
fn a_history_that_goes_up_and_down_allows_more() {
    let with = |rows_before: Vec<u64>| {
        let mut run = Run::quiet();
        run.health.rows = 300;
        run.health.rows_before = rows_before;
        run.verdict().action
    };
    assert_eq!(with(vec![1000, 1010, 990]), Action::DataBroken);
    assert_eq!(with(vec![1000, 400, 2400, 900, 1100]), Action::Healthy);
    assert_eq!(with(Vec::new()), Action::Healthy);
}

#[test]
fn a_challenger_must_be_better_and_rank_no_worse() {
    let with = |challengers| Run {
        challengers,
        ..Run::quiet()
    };
    assert_eq!(
        with(vec![challenger(-0.02, 0.2, 0.02)]).verdict().action,
        Action::Healthy
    );
    assert_eq!(
        with(vec![challenger(-0.02, 1e-4, -0.02)]).verdict().action,
        Action::Healthy
    );
    let two = with(vec![challenger(-0.02, 1e-4, 0.01), challenger(-0.03, 1e-4, 0.01)]).verdict();
    assert_eq!((two.action, two.challenger), (Action::Promote, Some(1)));
}

#[test]
fn canary_rows_hold_to_the_ninth_digit() {
    let same = canary(&[0.1, 0.2], &[0.1, 0.2 + 1e-12]).unwrap();
    assert_eq!((same.changed, same.not_identical, same.holds()), (0, 1, true));
    let other = canary(&[0.1, 0.2], &[0.1, 0.2 + 1e-8]).unwrap();
    assert_eq!((other.changed, other.holds()), (1, false));
    assert!(matches!(canary(&[0.1], &[]), Err(StatsError::LengthMismatch { .. })));
    assert!(canary(&[0.1], &[f64::NAN]).is_err());
}

#[test]
fn every_reason_is_said_in_both_languages() {
    let reasons = [
        Reason::CanaryChanged {
            rows: 20,
            changed: 3,
            largest: 0.01,
        },
        Reason::NoRows,
        Reason::StaleWatermark { days: 9, allowed: 7 },
        Reason::RowsUnusual { rows: 3, usual: 1000 },
        Reason::AllMissing {
            column: "visits".into(),
            before: 0.1,
        },
        Reason::MissingJumped {
            column: "visits".into(),
            before: 0.1,
            now: 0.6,
        },
        Reason::AllZero {
            column: "visits".into(),
            before: 0.1,
        },
        Reason::ChallengerBetter {
            log_loss: -0.0123,
            p_value: 1e-6,
            rows: 400,
        },
        Reason::Worse {
            figure: FigureName::LogLoss,
            then: 0.4,
            now: 0.5,
            p_value: 0.002,
            estimated: true,
        },
        Reason::ChurnRateMoved {
            expected: 0.1,
            observed: 0.2,
            p_value: 0.0003,
        },
        Reason::Drifted {
            column: "visits".into(),
            psi: 0.31,
            q_value: 0.00001,
        },
        Reason::OutcomesOutstanding,
        Reason::NothingChanged,
    ];
    for reason in &reasons {
        let text = reason.text();
        assert!(
            text.get(Lang::Zh)
                .chars()
                .any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c)),
            "{text:?}"
        );
        assert!(text.get(Lang::En).is_ascii(), "{text:?}");
    }
    assert_eq!(
        reasons[10].text().get(Lang::En),
        "the distribution of column visits has moved (PSI 0.31 above chance, q < 0.0001)"
    );
    assert_eq!(
        reasons[7].text().get(Lang::Zh),
        "在同样 400 行上，挑战者模型的对数损失低 0.0123（p < 0.0001）"
    );
    assert_eq!(Action::Wait.title().get(Lang::Zh), "先观察");
    assert!(Action::Retrain.advice().get(Lang::En).contains("holdfast train"));
}

#[test]
fn limits_out_of_range_are_named() {
    let quiet = Run::quiet();
    let evidence = Evidence {
        health: &quiet.health,
        drift: &[],
        labels: None,
        at_training: &Performance::default(),
        estimated: None,
        realised: None,
        challengers: &[],
    };
    let health = HealthLimits {
        rows_factor: 1.0,
        ..HealthLimits::default()
    };
    assert!(decide(&evidence, &health, &LossLimits::default()).is_err());
    let loss = LossLimits {
        auc: 0.0,
        ..LossLimits::default()
    };
    assert!(decide(&evidence, &HealthLimits::default(), &loss).is_err());
}
