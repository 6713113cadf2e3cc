//! Contracts that are renewed, and which model is for which data.

use holdfast_stats::error::StatsError;
use holdfast_stats::lifetime::contract::{self, Cohort, Contract, Contracts, Counts, FittedContract, Renewals};
use holdfast_stats::lifetime::setting::{Family, Setting, check_setting};
use holdfast_stats::lifetime::settings::FitSettings;
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::close;

fn reference(section: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../reference/contract.json")).unwrap();
    all[section].clone()
}

/// Without a penalty.
fn fit(counts: &Counts, model: Contract) -> Result<FittedContract, StatsError> {
    contract::fit(counts, model, &FitSettings::default())
}

fn numbers(value: &Value) -> Vec<f64> {
    serde_json::from_value(value.clone()).unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64, relative: f64) {
    close(found, expected, relative * expected.abs());
}

fn counts(section: &Value) -> Counts {
    let cohorts: Vec<(Vec<f64>, f64)> = serde_json::from_value(section["cohorts"].clone()).unwrap();
    let cohorts: Vec<Cohort> = cohorts
        .iter()
        .map(|(lost, remaining)| Cohort {
            lost,
            remaining: *remaining,
        })
        .collect();
    Counts::from_cohorts(&cohorts).unwrap()
}

const MODELS: [(&str, Contract); 2] = [
    ("sbg", Contract::ShiftedBetaGeometric),
    ("bdw", Contract::BetaDiscreteWeibull),
];

#[test]
fn agrees_with_autograd_on_cohorts_of_one_and_of_different_ages() {
    for name in ["high_end", "regular", "cohorts"] {
        let section = reference(name);
        for (model, contract) in MODELS {
            let (expected, found) = (&section[model], fit(&counts(&section), contract).unwrap());
            near(
                found.log_likelihood,
                expected["log_likelihood"].as_f64().unwrap(),
                1e-12,
            );
            for (line, (value, se)) in found.parameters.iter().zip(
                numbers(&expected["parameters"])
                    .into_iter()
                    .zip(numbers(&expected["se"])),
            ) {
                near(line.coef, value, 1e-7);
                near(line.se, se, 1e-6);
            }
            for (found, expected) in found.covariance.iter().zip(numbers(&expected["covariance"])) {
                near(*found, expected, 1e-6);
            }
            for case in expected["residual"].as_array().unwrap() {
                let [survived, discount, value] = numbers(case)[..] else {
                    panic!()
                };
                let found = found.residual_lifetime(survived as u32, discount).unwrap();
                near(found.value, value, 1e-7);
                assert!(found.se > 0.0 && found.ci_low < value && value < found.ci_high);
            }
        }
    }
}

#[test]
fn fader_and_hardie_2007() {
    let high_end = fit(&counts(&reference("high_end")), Contract::ShiftedBetaGeometric).unwrap();
    close(high_end.parameters[0].coef, 0.66809, 5e-6);
    // 3.8060950: the note's solver stopped a digit early.
    close(high_end.parameters[1].coef, 3.80610, 1e-5);
    close(high_end.log_likelihood, -1611.158, 5e-4);
    let regular = fit(&counts(&reference("regular")), Contract::ShiftedBetaGeometric).unwrap();
    close(regular.parameters[0].coef, 0.70408, 5e-6);
    close(regular.parameters[1].coef, 1.18204, 5e-6);
    close(regular.log_likelihood, -1680.265, 5e-4);
    // High End, seven renewals behind them and the eighth due.
    close(high_end.model.residual_lifetime(7, 0.1).unwrap(), 7.530, 5e-4);
}

#[test]
fn curve_and_residual_lifetime_by_hand() {
    // α = β = 1: θ is uniform, S(t) = 1/(1 + t), and Σ zᵗ/(1 + t) = −ln(1 − z)/z.
    let model = Renewals::new(1.0, 1.0, 1.0).unwrap();
    for t in 0..50_u32 {
        near(model.survival(t), 1.0 / (1.0 + f64::from(t)), 1e-13);
    }
    close(model.retention(3), 0.75, 1e-14);
    close(model.retention(0), 1.0, 0.0);
    let z: f64 = 1.0 / 1.1;
    near(model.new_lifetime(0.1).unwrap(), -(1.0 - z).ln() / z, 1e-13);
    // Both ways to the same number: the closed form, and the sum that any other shape takes.
    let almost = Renewals::new(1.0, 1.0, 1.0 + 1e-13).unwrap();
    near(
        almost.residual_lifetime(4, 0.1).unwrap(),
        model.residual_lifetime(4, 0.1).unwrap(),
        1e-11,
    );
}

#[test]
fn rows_are_cohorts_and_a_weight_is_so_many_rows() {
    let (lost, remaining) = ([30.0, 20.0, 12.0], 100.0);
    let cohort = Counts::from_cohorts(&[Cohort { lost: &lost, remaining }]).unwrap();
    assert_eq!(cohort.at_risk, [162.0, 132.0, 112.0]);
    let mut periods = vec![3.0; 100];
    for (period, &count) in (1..).zip(&lost) {
        periods.extend(vec![f64::from(period); count as usize]);
    }
    let gone: Vec<bool> = (0..periods.len()).map(|row| row >= 100).collect();
    let rows = |periods: &[f64], lost: &[bool], weight: Option<&[f64]>| {
        Counts::from_contracts(&Contracts {
            periods,
            lost,
            entry: None,
            weight,
        })
        .unwrap()
    };
    assert_eq!(rows(&periods, &gone, None), cohort);
    let weighted = rows(
        &[3.0, 1.0, 2.0, 3.0],
        &[false, true, true, true],
        Some(&[100.0, 30.0, 20.0, 12.0]),
    );
    assert_eq!(weighted, cohort);
}

#[test]
fn late_entry_counts_only_what_was_seen() {
    // Entered after one period, lost in the third: at risk in periods 2 and 3.
    let rows = Contracts {
        periods: &[3.0, 2.0],
        lost: &[true, false],
        entry: Some(&[1.0, 0.0]),
        weight: None,
    };
    let counts = Counts::from_contracts(&rows).unwrap();
    assert_eq!(
        (counts.at_risk, counts.lost, counts.customers),
        (vec![1.0, 2.0, 1.0], vec![0.0, 0.0, 1.0], 2.0)
    );
    // Only survivors of two periods, seen for three more: the likelihood is conditional on the two.
    let full = counts_of(&Renewals::new(0.7, 2.0, 1.0).unwrap(), 1e6, 6);
    let late = Counts {
        at_risk: [&[0.0; 2], &full.at_risk[2..]].concat(),
        lost: [&[0.0; 2], &full.lost[2..]].concat(),
        ..full
    };
    let found = fit(&late, Contract::ShiftedBetaGeometric).unwrap();
    near(found.parameters[0].coef, 0.7, 1e-6);
    near(found.parameters[1].coef, 2.0, 1e-6);
}

/// Expected counts of a cohort: the likelihood is highest at the truth.
fn counts_of(model: &Renewals, customers: f64, periods: u32) -> Counts {
    let lost: Vec<f64> = (1..=periods)
        .map(|t| customers * (model.survival(t - 1) - model.survival(t)))
        .collect();
    Counts::from_cohorts(&[Cohort {
        lost: &lost,
        remaining: customers * model.survival(periods),
    }])
    .unwrap()
}

#[test]
fn projects_beyond_the_data_with_growing_intervals() {
    let counts = counts(&reference("high_end"));
    let found = fit(&counts, Contract::ShiftedBetaGeometric).unwrap();
    let curve = found.project(&counts, 20).unwrap();
    assert_eq!(
        (curve.len(), curve[6].at_risk, curve[7].at_risk, curve[7].lost),
        (20, Some(517.0), None, None)
    );
    for (before, after) in curve.iter().zip(&curve[1..]) {
        assert!(after.survival.value < before.survival.value && after.retention.value > before.retention.value);
    }
    let width = |at: usize| curve[at].survival.se / curve[at].survival.value;
    assert!(width(19) > width(6) && curve[19].survival.ci_low > 0.2 && curve[19].survival.ci_high < 0.38);
    // The first period by hand: S(1) = β/(α + β); its log-odds are ln β − ln α.
    let v = &found.covariance;
    let se = (v[0] + v[3] - 2.0 * v[1]).sqrt();
    let s = curve[0].survival;
    near(s.se, s.value * (1.0 - s.value) * se, 1e-7);
    assert!(found.project(&counts, 10_001).is_err());
    assert_eq!(found.survival(0).unwrap().se, 0.0);
}

fn cohort(lost: &[f64], remaining: f64, contract: Contract) -> Result<FittedContract, StatsError> {
    fit(&Counts::from_cohorts(&[Cohort { lost, remaining }])?, contract)
}

#[test]
fn hard_counts_end_in_a_result_or_a_name() {
    for (_, contract) in MODELS {
        assert!(matches!(
            cohort(&[0.0; 5], 100.0, contract),
            Err(StatsError::NoEvents { .. })
        ));
        assert!(matches!(
            cohort(&[40.0], 60.0, contract),
            Err(StatsError::TooFew { .. })
        ));
        assert!(matches!(cohort(&[], 60.0, contract), Err(StatsError::Empty)));
        // Everybody at once; a chance to leave that is the same for all; one that grows.
        assert!(matches!(
            cohort(&[100.0, 0.0, 0.0], 0.0, contract),
            Err(StatsError::TooFew { .. })
        ));
        // Nothing is lost after the first period: all who stay do so for ever, or as good as.
        if let Err(error) = cohort(&[50.0, 0.0, 0.0, 0.0], 50.0, contract) {
            assert!(matches!(error, StatsError::NoMaximum { .. }), "{error}");
        }
    }
    for scale in [1e-12, 1e-9, 1.0, 1e9, 1e12] {
        let (same, faster) = (
            [500.0 * scale, 250.0 * scale, 125.0 * scale],
            [10.0 * scale, 30.0 * scale, 90.0 * scale],
        );
        for lost in [same, faster] {
            let error = cohort(&lost, 125.0 * scale, Contract::ShiftedBetaGeometric).unwrap_err();
            assert!(matches!(error, StatsError::NoMaximum { .. }), "{error}");
        }
        let lost = [131.0, 126.0, 90.0, 60.0, 42.0, 34.0, 26.0].map(|count| count * scale);
        for (name, contract) in MODELS {
            let found = cohort(&lost, 491.0 * scale, contract).unwrap();
            let expected = &reference("high_end")[name];
            near(found.parameters[0].coef, numbers(&expected["parameters"])[0], 1e-6);
            near(found.parameters[0].se, numbers(&expected["se"])[0] / scale.sqrt(), 1e-5);
        }
    }
    // The value that is named is the parameter's, not its logarithm's.
    let lost = [500.0, 250.0, 125.0];
    let error = cohort(&lost, 125.0, Contract::ShiftedBetaGeometric).unwrap_err();
    assert!(
        matches!(error, StatsError::NoMaximum { value, .. } if value > 1e3),
        "{error}"
    );
    let most = vec![1.0; 10_001];
    assert!(matches!(
        cohort(&most, 1.0, Contract::ShiftedBetaGeometric),
        Err(StatsError::OutOfRange { .. })
    ));
    assert!(matches!(
        cohort(&[1.0, f64::NAN], 1.0, Contract::ShiftedBetaGeometric),
        Err(StatsError::BadValue { index: 1, .. })
    ));
    assert_eq!(Counts::from_cohorts(&[]), Err(StatsError::Empty));
}

#[test]
fn bad_rows_are_named() {
    let rows = |periods: &[f64], lost: &[bool], entry: Option<&[f64]>, weight: Option<&[f64]>| {
        Counts::from_contracts(&Contracts {
            periods,
            lost,
            entry,
            weight,
        })
        .unwrap_err()
    };
    let both = [true, true];
    assert!(matches!(
        rows(&[1.0, 0.0], &both, None, None),
        StatsError::BadValue { index: 1, .. }
    ));
    assert!(
        matches!(rows(&[1.0, 1.5], &both, None, None), StatsError::WrongSetting { reason, .. } if reason.contains("index 1"))
    );
    assert!(matches!(
        rows(&[1.0, -1.0], &both, None, None),
        StatsError::BadValue { index: 1, .. }
    ));
    assert!(matches!(
        rows(&[1.0, 1e300], &both, None, None),
        StatsError::BadValue { index: 1, .. }
    ));
    assert!(matches!(
        rows(&[1.0, 1e-300], &both, None, None),
        StatsError::WrongSetting { .. }
    ));
    assert!(matches!(
        rows(&[1.0, 2.0], &both, Some(&[0.0, 2.0]), None),
        StatsError::EntryNotBeforeExit { index: 1, .. }
    ));
    assert!(matches!(
        rows(&[1.0, 2.0], &both, None, Some(&[1.0, 0.0])),
        StatsError::NonPositiveWeight { index: 1, .. }
    ));
    assert!(matches!(
        rows(&[1.0], &both, None, None),
        StatsError::LengthMismatch { .. }
    ));
    assert_eq!(rows(&[], &[], None, None), StatsError::Empty);
    let (at_risk, lost) = (vec![5.0, 2.0], vec![1.0, 3.0]);
    let counts = Counts {
        at_risk,
        lost,
        customers: 5.0,
    };
    assert!(matches!(
        fit(&counts, Contract::ShiftedBetaGeometric),
        Err(StatsError::Contradiction { index: 1, .. })
    ));
}

#[test]
fn each_family_refuses_the_other_setting() {
    let contract = Setting {
        ends_observed: true,
        regular_periods: true,
        discrete_opportunities: false,
    };
    let shop = Setting {
        ends_observed: false,
        regular_periods: false,
        discrete_opportunities: false,
    };
    let fair = Setting {
        discrete_opportunities: true,
        ..shop
    };
    let any_time = Setting {
        regular_periods: false,
        ..contract
    };
    let families = [
        (Family::BgNbd, [false, true, false, false]),
        (Family::MbgNbd, [false, true, false, false]),
        (Family::ParetoNbd, [false, true, false, false]),
        (Family::BgBb, [false, false, true, false]),
        (Family::GammaGamma, [true; 4]),
        (Family::ShiftedBetaGeometric, [true, false, false, false]),
        (Family::BetaDiscreteWeibull, [true, false, false, false]),
    ];
    for (family, fits) in families {
        for (setting, fits) in [contract, shop, fair, any_time].iter().zip(fits) {
            match check_setting(family, setting) {
                Ok(()) => assert!(fits, "{family:?} {setting:?}"),
                Err(error) => {
                    assert!(!fits, "{family:?} {setting:?}");
                    let StatsError::WrongSetting { model, instead, .. } = error else {
                        panic!()
                    };
                    assert!(model == family.name() && !instead.contains(model), "{model} {instead}");
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn survival_falls_and_lifetimes_are_bounded(
        ln_alpha in -12.0..12.0_f64, ln_beta in -12.0..12.0_f64, ln_shape in -1.5..1.5_f64, at in 0..500_u32,
        discount in 0.001..3.0_f64,
    ) {
        for shape in [1.0, ln_shape.exp()] {
            let model = Renewals::new(ln_alpha.exp(), ln_beta.exp(), shape).unwrap();
            let (now, next) = (model.survival(at), model.survival(at + 1));
            prop_assert!((0.0..=1.0).contains(&now) && (0.0..=1.0).contains(&model.retention(at)));
            prop_assert!(next <= now * (1.0 + 1e-9));
            let lifetime = model.residual_lifetime(at, discount).unwrap();
            prop_assert!((0.0..=(1.0 + discount) / discount * (1.0 + 1e-9)).contains(&lifetime));
        }
    }

    #[test]
    fn any_counts_end_in_a_result_or_a_name(
        lost in proptest::collection::vec(0..40_u32, 1..8), remaining in 0..80_u32, weibull: bool,
    ) {
        let lost: Vec<f64> = lost.into_iter().map(f64::from).collect();
        let contract = if weibull { Contract::BetaDiscreteWeibull } else { Contract::ShiftedBetaGeometric };
        if let Ok(found) = cohort(&lost, f64::from(remaining), contract) {
            prop_assert!(found.log_likelihood <= 0.0);
            for line in &found.parameters {
                prop_assert!(line.coef > 0.0 && line.se >= 0.0 && line.ci_low <= line.coef && line.coef <= line.ci_high);
            }
            prop_assert!((0.0..=1.0).contains(&found.model.survival(9)));
        }
    }
}
