//! What always holds of a Cox regression.

use holdfast_stats::error::StatsError;
use holdfast_stats::survival::cox::{CoxSettings, Errors, Ties, Transform};
use proptest::prelude::*;

use crate::survival_cox::Table;

fn small() -> impl Strategy<Value = Table> {
    (3..25_usize, 1..4_usize).prop_flat_map(|(n, k)| {
        let columns = prop::collection::vec(prop::collection::vec(-3..4_i8, n), k);
        let rows = prop::collection::vec((0..8_u8, any::<bool>(), 1..4_u8, 0..3_u8, 0..4_u8), n);
        (columns, rows, any::<[bool; 3]>()).prop_map(|(columns, rows, [late, weighted, stratified])| {
            let names = ["a", "b", "c"];
            let columns: Vec<(&str, Vec<f64>)> = names
                .into_iter()
                .zip(columns.iter().map(|c| c.iter().map(|x| f64::from(*x)).collect()))
                .collect();
            let exit = rows.iter().map(|r| f64::from(r.0)).collect();
            let mut table = Table::new(&columns, exit, rows.iter().map(|r| r.1).collect());
            table.weight = weighted.then(|| rows.iter().map(|r| f64::from(r.2)).collect());
            table.strata = stratified.then(|| rows.iter().map(|r| u32::from(r.3)).collect());
            table.entry = late.then(|| rows.iter().map(|r| f64::from(r.0) - 1.0 - f64::from(r.4)).collect());
            table
        })
    })
}

proptest! {
    #[test]
    fn every_data_set_ends_in_a_maximum_or_a_name(table in small(), breslow in any::<bool>(), l1 in 0..3_u8) {
        let settings = CoxSettings {
            ties: if breslow { Ties::Breslow } else { Ties::Efron },
            errors: Errors::Model,
            penalty: if l1 == 0 { 0.0 } else { 0.02 },
            l1_share: if l1 == 2 { 1.0 } else { 0.0 },
        };
        match table.fit(&settings) {
            Ok(fitted) => {
                prop_assert!(fitted.coefficients.iter().all(|c| c.coef.is_finite() && c.se.is_finite() && c.p.is_finite()));
                // Weighted martingale residuals add up to 0.
                let residuals = table.with(|data| fitted.martingale_residuals(data).unwrap());
                let weight = |row: usize| table.weight.as_ref().map_or(1.0, |w| w[row]);
                let sum: f64 = residuals.iter().enumerate().map(|(row, r)| weight(row) * r).sum();
                prop_assert!(sum.abs() < 1e-8, "{sum}");
                // At the maximum the score is 0.
                if l1 == 0 {
                    for column in table.with(|data| fitted.score_residuals(data).unwrap()) {
                        let sum: f64 = column.iter().enumerate().map(|(row, r)| weight(row) * r).sum();
                        prop_assert!(sum.abs() < 1e-6, "{sum}");
                    }
                }
                for baseline in &fitted.baselines {
                    prop_assert!(baseline.steps.windows(2).all(|w| w[0].time < w[1].time && w[0].cumulative_hazard <= w[1].cumulative_hazard));
                }
            }
            Err(error) => prop_assert!(!matches!(error, StatsError::Overflow { .. }), "{error}"),
        }
    }
}

/// Numbers that break optimisers.
fn hostile() -> impl Strategy<Value = Table> {
    let value = prop::sample::select(vec![
        0.0,
        1.0,
        -1.0,
        2.5,
        1e9,
        -1e9,
        1e-9,
        1e300,
        -1e300,
        1e-300,
        f64::MAX,
    ]);
    let time = prop::sample::select(vec![0.0, 1e-300, 1.0, 2.0, 3.0, 1e9, 1e300, f64::MAX]);
    let weight = prop::sample::select(vec![1e-12, 1.0, 1e12, 1e-300, 1e300]);
    let row = (value.clone(), value.clone(), time, any::<bool>(), weight, value);
    (prop::collection::vec(row, 1..20), any::<[bool; 3]>()).prop_map(|(rows, [late, weighted, moved])| {
        let a = rows.iter().map(|r| r.0).collect();
        let b = rows.iter().map(|r| r.1).collect();
        let exit = rows.iter().map(|r| r.2).collect();
        let mut table = Table::new(&[("a", a), ("b", b)], exit, rows.iter().map(|r| r.3).collect());
        table.weight = weighted.then(|| rows.iter().map(|r| r.4).collect());
        table.entry = late.then(|| rows.iter().map(|r| if r.5 < r.2 { r.5 } else { -1.0 }).collect());
        table.offset = moved.then(|| rows.iter().map(|r| r.5.clamp(-5.0, 5.0)).collect());
        table
    })
}

proptest! {
    #[test]
    fn hostile_numbers_end_in_numbers_or_a_name(table in hostile(), robust in any::<bool>(), penalty in 0..3_u8) {
        let settings = CoxSettings {
            ties: Ties::Efron,
            errors: if robust { Errors::Robust } else { Errors::Model },
            penalty: f64::from(penalty) * 0.1,
            l1_share: if penalty == 2 { 0.5 } else { 0.0 },
        };
        if let Ok(fitted) = table.fit(&settings) {
            let mut numbers: Vec<f64> = fitted.coefficients.iter().flat_map(|c| [c.coef, c.se, c.z, c.p, c.ci_low, c.ci_high]).collect();
            numbers.extend(fitted.covariance.iter().chain(&fitted.model_covariance));
            numbers.extend([fitted.log_likelihood, fitted.null_log_likelihood]);
            if let Some(tests) = fitted.tests {
                numbers.extend([tests.likelihood_ratio, tests.wald, tests.score].map(|test| test.chi_squared + test.p_value));
            }
            table.with(|data| {
                numbers.extend(fitted.martingale_residuals(data).unwrap_or_default());
                numbers.extend(fitted.deviance_residuals(data).unwrap_or_default());
                numbers.extend(fitted.score_residuals(data).unwrap_or_default().concat());
                numbers.extend(fitted.dfbeta_residuals(data).unwrap_or_default().concat());
                if let Ok(test) = fitted.proportional_hazards_test(data, Transform::Rank) {
                    numbers.extend(test.columns.iter().map(|c| c.rho + c.test.chi_squared));
                    numbers.push(test.global.chi_squared);
                }
            });
            for predictor in [0.0, 1e300, -1e300] {
                numbers.push(fitted.survival_at(predictor, 0, 2.0).unwrap());
                fitted.quantile(predictor, 0, 0.5).unwrap();
            }
            prop_assert!(numbers.iter().all(|x| x.is_finite()), "{fitted:?}");
        }
    }
}
