//! Inputs that broke optimisers elsewhere: a result or a named error.

use super::*;

#[test]
fn what_is_wrong_with_a_row_is_named() {
    assert_eq!(
        weibull(&[1.0, 0.0], &[true, true]),
        Err(StatsError::NonPositiveDuration { index: 1, value: 0.0 })
    );
    assert_eq!(
        weibull(&[1.0, 0.0], &[true, false]),
        Err(StatsError::NonPositiveDuration { index: 1, value: 0.0 })
    );
    assert_eq!(
        weibull(&[1.0, -1.0], &[true, true]),
        Err(StatsError::NegativeDuration { index: 1, value: -1.0 })
    );
    assert!(matches!(
        weibull(&[f64::NAN], &[true]),
        Err(StatsError::NotFinite { index: 0, .. })
    ));
    assert!(matches!(
        weibull(&[f64::INFINITY], &[true]),
        Err(StatsError::NotFinite { index: 0, .. })
    ));
    assert_eq!(weibull(&[], &[]), Err(StatsError::Empty));
    assert_eq!(
        weibull(&[1.0, 2.0], &[false, false]),
        Err(StatsError::NoEvents { name: "Weibull", n: 2 })
    );
    let bounds = |lower: f64, upper: f64| {
        Censored {
            lower: &[lower],
            upper: &[upper],
            entry: None,
            weight: None,
        }
        .check()
    };
    assert!(matches!(
        bounds(0.0, 0.0),
        Err(StatsError::NonPositiveDuration { index: 0, .. })
    ));
    assert!(matches!(
        bounds(2.0, 1.0),
        Err(StatsError::Contradiction { index: 0, .. })
    ));
    assert_eq!(bounds(0.0, 1.0), Ok(()));
    let entered = |entry: f64, weight: f64| {
        Censored {
            lower: &[1.0],
            upper: &[1.0],
            entry: Some(&[entry]),
            weight: Some(&[weight]),
        }
        .check()
    };
    assert!(matches!(
        entered(1.0, 1.0),
        Err(StatsError::EntryNotBeforeExit { index: 0, .. })
    ));
    assert!(matches!(
        entered(0.5, 0.0),
        Err(StatsError::NonPositiveWeight { index: 0, .. })
    ));
    assert_eq!(entered(-3.0, 1.0), Ok(()));
}

#[test]
fn data_without_a_maximum_are_named() {
    for family in [
        Family::Weibull,
        Family::LogNormal,
        Family::LogLogistic,
        Family::GeneralisedGamma,
    ] {
        for (time, event) in [
            (&[7.0; 5][..], &[true; 5][..]),
            (&[7.0; 5], &[true, false, true, false, true]),
            (&[3.0], &[true]),
        ] {
            let error = fit(time, event, family).unwrap_err();
            assert!(
                matches!(&error, StatsError::NoMaximum { parameter, .. } if parameter.starts_with("log_s")),
                "{error}"
            );
        }
    }
    // One row is enough for one parameter.
    near(
        fit(&[3.0], &[true], Family::Exponential).unwrap().coefficients[0].se,
        1.0,
        1e-8,
    );
    // All left-censored: sooner is always better.
    let data = Censored {
        lower: &[0.0; 4],
        upper: &[1.0, 2.0, 3.0, 4.0],
        entry: None,
        weight: None,
    };
    for (family, ..) in FAMILIES {
        let error = fit_aft(&data, &Covariates::NONE, family, &PLAIN).unwrap_err();
        assert!(matches!(error, StatsError::NoMaximum { .. }), "{family:?} {error}");
    }
}

const TIME: [f64; 10] = [1.0, 2.5, 0.7, 4.0, 9.0, 3.3, 5.5, 2.2, 8.0, 6.1];
const EVENT: [bool; 10] = [true, true, true, true, false, true, false, true, false, true];

fn with_column(column: &[f64], more: Option<&[f64]>, settings: AftSettings) -> Result<FittedAft, StatsError> {
    let upper = upper(&TIME, &EVENT);
    let data = Censored {
        lower: &TIME,
        upper: &upper,
        entry: None,
        weight: None,
    };
    let mut columns = vec![("fee", column)];
    columns.extend(more.map(|more| ("calls", more)));
    Table::new(&columns).with(|covariates| fit_aft(&data, covariates, Family::Weibull, &settings))
}

#[test]
fn columns_that_cannot_be_fitted_are_named() {
    let fee = [1.0, 2.0, 3.0, 1.0, 2.0, 5.0, 4.0, 2.0, 3.0, 1.0];
    let doubled: Vec<f64> = fee.iter().map(|x| 2.0 * x + 1.0).collect();
    assert_eq!(
        with_column(&[4.0; 10], None, PLAIN),
        Err(StatsError::ConstantColumn { name: "fee".into() })
    );
    assert_eq!(
        with_column(&fee, Some(&doubled), PLAIN),
        Err(StatsError::CollinearColumn { name: "calls".into() })
    );
    // Only those still there have 1.
    let stayed: Vec<f64> = EVENT.iter().map(|&event| if event { 0.0 } else { 1.0 }).collect();
    assert_eq!(
        with_column(&stayed, None, PLAIN),
        Err(StatsError::SeparatingColumn { name: "fee".into() })
    );
    let ridge = with_column(&stayed, None, AftSettings { ridge: 1.0 }).unwrap();
    assert!(ridge.coefficients[0].coef > 0.0 && ridge.coefficients[0].coef.is_finite());
    assert!(matches!(
        with_column(&fee, None, AftSettings { ridge: -1.0 }),
        Err(StatsError::OutOfRange { .. })
    ));
    // The logarithm of time itself fits perfectly.
    let log: Vec<f64> = TIME.iter().map(|t| t.ln()).collect();
    let error = with_column(&log, None, PLAIN).unwrap_err();
    assert!(matches!(error, StatsError::NoMaximum { .. }), "{error}");
}

#[test]
fn units_do_not_matter() {
    let fee = [1.0, 2.0, 3.0, 1.0, 2.0, 5.0, 4.0, 2.0, 3.0, 1.0];
    let plain = with_column(&fee, None, PLAIN).unwrap();
    for unit in [1e9, 1e-9, 1e140, 1e-140] {
        let scaled: Vec<f64> = fee.iter().map(|x| x * unit).collect();
        let found = with_column(&scaled, None, PLAIN).unwrap();
        near(found.coefficients[0].coef * unit, plain.coefficients[0].coef, 1e-7);
        near(found.coefficients[0].se * unit, plain.coefficients[0].se, 1e-7);
        near(found.coefficients[1].coef, plain.coefficients[1].coef, 1e-7);
        near(found.log_likelihood, plain.log_likelihood, 1e-10);
    }
    // The square of 1e-200 is no number.
    for unit in [1e200, 1e-200] {
        let scaled: Vec<f64> = fee.iter().map(|x| x * unit).collect();
        let error = with_column(&scaled, None, PLAIN).unwrap_err();
        assert!(matches!(error, StatsError::Overflow { .. }), "{error}");
    }
    for (family, ..) in FAMILIES {
        let plain = fit(&TIME, &EVENT, family).unwrap();
        for unit in [1e9, 1e-9, 1e299, 1e-299] {
            let scaled: Vec<f64> = TIME.iter().map(|t| t * unit).collect();
            let found = fit(&scaled, &EVENT, family).unwrap();
            close(found.coefficients[0].coef - unit.ln(), plain.coefficients[0].coef, 1e-7);
            near(found.coefficients[0].se, plain.coefficients[0].se, 1e-7);
            near(
                found.median(&[]).unwrap().value / unit,
                plain.median(&[]).unwrap().value,
                1e-7,
            );
        }
    }
    // Both ends at once.
    for (family, ..) in FAMILIES {
        let fitted = fit(&[1e-300, 1.0, 1e300, 5.0], &[true, true, true, false], family).unwrap();
        assert!(
            fitted
                .coefficients
                .iter()
                .all(|c| c.coef.is_finite() && c.se.is_finite())
        );
    }
    for weight in [1e-12, 1e12] {
        let weights = [weight; 10];
        let upper = upper(&TIME, &EVENT);
        let data = Censored {
            lower: &TIME,
            upper: &upper,
            entry: None,
            weight: Some(&weights),
        };
        let found = fit_aft(&data, &Covariates::NONE, Family::Weibull, &PLAIN).unwrap();
        let plain = weibull(&TIME, &EVENT).unwrap();
        near(found.coefficients[0].coef, plain.coefficients[0].coef, 1e-9);
        near(found.coefficients[0].se * weight.sqrt(), plain.coefficients[0].se, 1e-9);
        near(found.log_likelihood / weight, plain.log_likelihood, 1e-9);
    }
}

#[test]
fn a_share_who_never_leave_is_refused_where_nothing_shows_it() {
    // Everybody leaves.
    let time: Vec<f64> = (1..=40).map(|i| (f64::from(i) / 41.0).ln().abs().sqrt()).collect();
    let all = upper(&time, &[true; 40]);
    let data = Censored {
        lower: &time,
        upper: &all,
        entry: None,
        weight: None,
    };
    let error = fit_cure(&data, &Covariates::NONE, &Covariates::NONE, Family::Weibull, &PLAIN).unwrap_err();
    assert!(matches!(error, StatsError::WrongSetting { .. }), "{error}");
    // Observation ends early in a Weibull: no plateau.
    let event: Vec<bool> = time.iter().map(|&t| t < 0.6).collect();
    let cut: Vec<f64> = time.iter().map(|&t| t.min(0.6)).collect();
    let ends = upper(&cut, &event);
    let data = Censored {
        lower: &cut,
        upper: &ends,
        entry: None,
        weight: None,
    };
    match fit_cure(&data, &Covariates::NONE, &Covariates::NONE, Family::Weibull, &PLAIN) {
        Ok(fitted) => assert!(!fitted.follow_up.sufficient),
        Err(error) => assert!(matches!(error, StatsError::WrongSetting { .. }), "{error}"),
    }
    let gamma = Family::GeneralisedGamma;
    let error = fit_cure(&data, &Covariates::NONE, &Covariates::NONE, gamma, &PLAIN).unwrap_err();
    assert!(matches!(error, StatsError::WrongSetting { .. }));
}

#[test]
fn breakpoints_are_checked() {
    let spells = Spells::new(&TIME, &EVENT);
    let cut = |cuts: &[f64]| {
        fit_piecewise(
            &spells,
            &Covariates::NONE,
            Breakpoints::At(cuts),
            &PiecewiseSettings::default(),
        )
    };
    for (cuts, place) in [
        (&[3.0, 2.0][..], 1),
        (&[0.0], 0),
        (&[f64::NAN], 0),
        (&[0.1, 3.0], 0),
        (&[3.0, 6.5], 1),
    ] {
        let error = cut(cuts).unwrap_err();
        assert!(
            matches!(error, StatsError::BadValue { index, .. } if index == place),
            "{error}"
        );
    }
    assert!(cut(&[]).is_ok());
    let unseen = Spells::new(&[1.0, 0.0], &[true, false]);
    let error = fit_piecewise(
        &unseen,
        &Covariates::NONE,
        Breakpoints::Quantiles(2),
        &PiecewiseSettings::default(),
    )
    .unwrap_err();
    assert_eq!(error, StatsError::NonPositiveDuration { index: 1, value: 0.0 });
}

#[test]
fn predictions_far_from_the_data_are_0_and_1() {
    let time: Vec<f64> = (0..40).map(|i| (1e-6 * f64::from(i % 13 - 6)).exp()).collect();
    let event: Vec<bool> = (0..40).map(|i| i % 3 > 0).collect();
    for family in [
        Family::Weibull,
        Family::LogNormal,
        Family::LogLogistic,
        Family::GeneralisedGamma,
    ] {
        let Ok(fitted) = fit(&time, &event, family) else {
            continue;
        };
        let (early, late) = (
            fitted.survival_at(&[], 1e-9).unwrap(),
            fitted.survival_at(&[], 1e9).unwrap(),
        );
        assert_eq!((early.value, late.value), (1.0, 0.0), "{family:?}");
        assert!(early.se.is_finite() && late.se.is_finite());
    }
}

#[test]
fn columns_that_separate_together_are_an_error() {
    // Only who has both stays, so that the sum of the two separates, but neither alone.
    let (mut time, mut event, mut a, mut b) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for i in 0..60 {
        let (first, second) = (f64::from(i % 2), f64::from(i / 2 % 2));
        time.push(1.0 + f64::from(i * 7 % 11));
        event.push(first + second < 2.0 && (first + second == 0.0 || i % 3 == 0));
        a.push(first);
        b.push(second);
    }
    let both: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a * b).collect();
    let upper = upper(&time, &event);
    let data = Censored {
        lower: &time,
        upper: &upper,
        entry: None,
        weight: None,
    };
    let table = Table::new(&[("a", &a), ("b", &b), ("both", &both)]);
    for (family, ..) in FAMILIES {
        let error = table.with(|x| fit_aft(&data, x, family, &PLAIN)).unwrap_err();
        assert_eq!(
            error,
            StatsError::SeparatingColumn { name: "both".into() },
            "{family:?}"
        );
    }
    // The same without a column that shows it: a + b − both is 1 for all but the first group.
    let any: Vec<f64> = a.iter().zip(&b).map(|(a, b)| a + b - a * b).collect();
    let table = Table::new(&[
        ("any", &any),
        ("sum", &a.iter().zip(&b).map(|(a, b)| a + b).collect::<Vec<f64>>()),
    ]);
    for (family, ..) in FAMILIES {
        let error = table.with(|x| fit_aft(&data, x, family, &PLAIN)).unwrap_err();
        assert!(matches!(error, StatsError::NoMaximum { .. }), "{family:?} {error}");
    }
    let spells = Spells::new(&time, &event);
    let settings = PiecewiseSettings::default();
    let error = table
        .with(|x| fit_piecewise(&spells, x, Breakpoints::Quantiles(3), &settings))
        .unwrap_err();
    assert!(matches!(error, StatsError::NoMaximum { .. }), "{error}");
}

#[test]
fn weights_of_any_size_may_mix() {
    let weights: Vec<f64> = (0..10).map(|i| [1e12, 1.0, 1e-12][i % 3]).collect();
    let upper = upper(&TIME, &EVENT);
    let data = Censored {
        lower: &TIME,
        upper: &upper,
        entry: None,
        weight: Some(&weights),
    };
    for (family, ..) in FAMILIES {
        let all = fit_aft(&data, &Covariates::NONE, family, &PLAIN).unwrap();
        // Those that weigh 1e12 alone.
        let heavy: Vec<usize> = (0..10).step_by(3).collect();
        let time: Vec<f64> = heavy.iter().map(|&row| TIME[row]).collect();
        let event: Vec<bool> = heavy.iter().map(|&row| EVENT[row]).collect();
        let alone = fit(&time, &event, family).unwrap();
        near(all.coefficients[0].coef, alone.coefficients[0].coef, 1e-7);
        near(all.coefficients[0].se * 1e6, alone.coefficients[0].se, 1e-7);
    }
}
