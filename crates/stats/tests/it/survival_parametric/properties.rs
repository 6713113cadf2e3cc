//! What holds for any rows.

use super::*;

/// Kind 0 exact, 1 right-, 2 left-, 3 interval-censored; the logarithm of the time and of the width; a covariate.
fn rows() -> impl Strategy<Value = Vec<(u8, f64, f64, f64, bool)>> {
    let row = (0..4_u8, -3.0..3.0_f64, -12.0..3.0_f64, -2.0..2.0_f64, any::<bool>());
    (
        proptest::collection::vec(row, 1..25),
        prop_oneof![Just(1.0), Just(1e-6), Just(200.0)],
    )
        .prop_map(|(rows, spread)| {
            let spread_out = |(kind, time, width, x, late)| (kind, time * spread, width, x, late);
            rows.into_iter().map(spread_out).collect()
        })
}

fn family() -> impl Strategy<Value = Family> {
    prop_oneof![
        Just(Family::Exponential),
        Just(Family::Weibull),
        Just(Family::LogNormal),
        Just(Family::LogLogistic),
        Just(Family::GeneralisedGamma),
    ]
}

proptest! {
    #[test]
    fn any_rows_give_a_result_or_a_named_error(rows in rows(), family in family(), cured in any::<bool>()) {
        let bounds = rows.iter().map(|&(kind, time, width, ..)| match kind {
            0 => (time.exp(), time.exp()),
            1 => (time.exp(), f64::INFINITY),
            2 => (0.0, time.exp()),
            _ => (time.exp(), time.exp() * (1.0 + width.exp())),
        });
        let (lower, upper): (Vec<f64>, Vec<f64>) = bounds.unzip();
        let entry: Vec<f64> = rows.iter().zip(&lower).map(|(row, t)| if row.4 { 0.3 * t } else { 0.0 }).collect();
        let data = Censored { lower: &lower, upper: &upper, entry: Some(&entry), weight: None };
        let x: Vec<f64> = rows.iter().map(|row| row.3).collect();
        let table = Table::new(&[("x", &x)]);
        if cured {
            let fitted = table.with(|x| fit_cure(&data, &Covariates::NONE, x, family, &PLAIN));
            if let Ok(fitted) = fitted {
                prop_assert!(fitted.log_likelihood.is_finite());
                let all = fitted.incidence.iter().chain(&fitted.latency);
                prop_assert!(all.into_iter().all(|c| c.coef.is_finite() && c.se.is_finite() && c.se > 0.0));
                let found = fitted.survival_at(&[], &[0.5], 1.0).unwrap();
                prop_assert!((0.0..=1.0).contains(&found.value) && found.se.is_finite());
                prop_assert!(found.interval.low <= found.value && found.value <= found.interval.high);
            }
        } else if let Ok(fitted) = table.with(|x| fit_aft(&data, x, family, &PLAIN)) {
            prop_assert!(fitted.log_likelihood.is_finite());
            prop_assert!(fitted.coefficients.iter().all(|c| c.coef.is_finite() && c.se.is_finite() && c.se > 0.0));
            let mut before = 1.0;
            for t in [0.0, 0.01, 1.0, 2.0, 1e9] {
                let found = fitted.survival_at(&[0.5], t).unwrap();
                prop_assert!(found.value <= before + 1e-12 && found.value >= 0.0 && found.se.is_finite());
                prop_assert!(found.interval.low <= found.value && found.value <= found.interval.high);
                before = found.value;
            }
            if let Ok(median) = fitted.median(&[0.5]) {
                prop_assert!(median.value.is_finite() && median.se.is_finite());
            }
            if let Ok(Some(mean)) = fitted.mean(&[0.5]) {
                prop_assert!(mean.is_finite() && mean >= 0.0);
            }
        }
    }

    #[test]
    fn a_weight_of_two_is_the_row_twice(rows in proptest::collection::vec((-2.0..2.0_f64, any::<bool>(), -1.0..1.0_f64), 6..20)) {
        let time: Vec<f64> = rows.iter().map(|row| row.0.exp()).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.1).collect();
        let x: Vec<f64> = rows.iter().map(|row| row.2).collect();
        let weight: Vec<f64> = (0..rows.len()).map(|at| if at % 2 == 0 { 2.0 } else { 1.0 }).collect();
        let twice = |values: &[f64]| -> Vec<f64> {
            let repeat = |(at, &value): (usize, &f64)| vec![value; if at % 2 == 0 { 2 } else { 1 }];
            values.iter().enumerate().flat_map(repeat).collect()
        };
        let ends = upper(&time, &event);
        let weighted = Censored { lower: &time, upper: &ends, entry: None, weight: Some(&weight) };
        let (time_twice, ends_twice) = (twice(&time), twice(&ends));
        let repeated = Censored { lower: &time_twice, upper: &ends_twice, entry: None, weight: None };
        let once = Table::new(&[("x", &x)]).with(|x| fit_aft(&weighted, x, Family::LogNormal, &PLAIN));
        let again = Table::new(&[("x", &twice(&x))]).with(|x| fit_aft(&repeated, x, Family::LogNormal, &PLAIN));
        if let (Ok(once), Ok(again)) = (once, again) {
            close(once.log_likelihood, again.log_likelihood, 1e-8 * (1.0 + again.log_likelihood.abs()));
            close(once.bic, again.bic, 1e-8 * (1.0 + again.bic.abs()));
        }
    }
}

proptest! {
    #[test]
    fn any_spells_give_pieces_or_a_named_error(rows in rows(), pieces in 1..8_usize, weighted in any::<bool>()) {
        let time: Vec<f64> = rows.iter().map(|row| row.1.exp()).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.0 == 0).collect();
        let entry: Vec<f64> = rows.iter().zip(&time).map(|(row, t)| if row.4 { 0.3 * t } else { -1.0 }).collect();
        let weight: Vec<f64> = rows.iter().map(|row| if weighted { row.2.exp() } else { 1.0 }).collect();
        let x: Vec<f64> = rows.iter().map(|row| row.3).collect();
        let table = Table::new(&[("x", &x)]);
        let spells = Spells::new(&time, &event).entered(&entry).weighted(&weight);
        let cuts = Breakpoints::Quantiles(pieces);
        let settings = PiecewiseSettings::default();
        if let Ok(fitted) = table.with(|x| fit_piecewise(&spells, x, cuts, &settings)) {
            prop_assert!(fitted.log_likelihood.is_finite());
            let hazards = fitted.intervals.iter().map(|interval| &interval.log_hazard);
            let mut all = fitted.coefficients.iter().chain(hazards);
            prop_assert!(all.all(|c| c.coef.is_finite() && c.se.is_finite() && c.se > 0.0));
            prop_assert_eq!(fitted.intervals.iter().map(|interval| interval.events).sum::<u64>(), fitted.events);
            let mut before = 1.0;
            for t in [0.0, 0.01, 1.0, 2.0, 1e9] {
                let found = fitted.survival_at(&[0.5], t).unwrap();
                prop_assert!(found.value <= before && found.value >= 0.0 && found.se.is_finite());
                prop_assert!(found.interval.low <= found.value && found.value <= found.interval.high);
                before = found.value;
            }
            if let Ok(median) = fitted.median(&[0.5]) {
                // A steep hazard passes one half between two neighbouring numbers.
                let at = |t: f64| fitted.survival_at(&[0.5], t).unwrap().value;
                prop_assert!(at(median.value * (1.0 - 1e-13)) >= 0.5 - 1e-6);
                prop_assert!(at(median.value * (1.0 + 1e-13)) <= 0.5 + 1e-6);
            }
        }
    }
}
