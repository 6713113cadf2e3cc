//! Cases that can be worked out on paper.

use super::*;

#[test]
fn exponential_and_log_normal_by_hand() {
    // Two events in 1 + 3 + 8 days: mean 6, error of its logarithm 1/√2.
    let fitted = fit(&[1.0, 3.0, 8.0], &[true, false, true], Family::Exponential).unwrap();
    let intercept = &fitted.coefficients[0];
    near(intercept.coef, 6.0_f64.ln(), 1e-10);
    near(intercept.se, 0.5_f64.sqrt(), 1e-8);
    near(fitted.log_likelihood, -2.0 * 6.0_f64.ln() - 2.0, 1e-12);
    near(fitted.mean(&[]).unwrap().unwrap(), 6.0, 1e-9);
    near(fitted.median(&[]).unwrap().value, 6.0 * 2.0_f64.ln(), 1e-9);
    // Mean and spread of the logarithms 0, 1, 2: errors σ/√3 and 1/√6.
    let e = std::f64::consts::E;
    let fitted = fit(&[1.0, e, e * e], &[true; 3], Family::LogNormal).unwrap();
    let sigma = (2.0_f64 / 3.0).sqrt();
    near(fitted.coefficients[0].coef, 1.0, 1e-9);
    near(fitted.coefficients[0].se, sigma / 3.0_f64.sqrt(), 1e-7);
    near(fitted.coefficients[1].coef, sigma.ln(), 1e-8);
    near(fitted.coefficients[1].se, 1.0 / 6.0_f64.sqrt(), 1e-7);
    near(
        fitted.mean(&[]).unwrap().unwrap(),
        (1.0 + sigma * sigma / 2.0).exp(),
        1e-8,
    );
    near(fitted.quantile(&[], 0.5).unwrap().value, e, 1e-9);
    // Odds of churning by t: t^(1/σ)/e^(location/σ); no mean where the tail is heavy.
    let fitted = fit(&[0.01, 1.0, 100.0], &[true; 3], Family::LogLogistic).unwrap();
    assert_eq!(fitted.mean(&[]).unwrap(), None);
    near(fitted.survival_at(&[], 1.0).unwrap().value, 0.5, 1e-9);
}

#[test]
fn piecewise_by_hand() {
    // (0, 2]: events at 1 and 2, time 1 + 2 + 2 + 2; after: event at 5, time 2 + 3.
    let fitted = fit_piecewise(
        &Spells::new(&[1.0, 2.0, 4.0, 5.0], &[true, true, false, true]),
        &Covariates::NONE,
        Breakpoints::At(&[2.0]),
        &PiecewiseSettings::default(),
    )
    .unwrap();
    let [first, second] = &fitted.intervals[..] else {
        panic!()
    };
    assert_eq!((first.events, second.events, second.to), (2, 1, f64::INFINITY));
    near(first.log_hazard.coef, (2.0_f64 / 7.0).ln(), 1e-12);
    near(first.log_hazard.se, 0.5_f64.sqrt(), 1e-10);
    near(second.log_hazard.coef, 0.2_f64.ln(), 1e-12);
    let survival = fitted.survival_at(&[], 3.0).unwrap().value;
    near(survival, (-4.0_f64 / 7.0 - 0.2).exp(), 1e-12);
    near(fitted.quantile(&[], 1.0 - survival).unwrap().value, 3.0, 1e-10);
    let quantiles = fit_piecewise(
        &Spells::new(&[1.0, 2.0, 4.0, 5.0], &[true, true, true, true]),
        &Covariates::NONE,
        Breakpoints::Quantiles(2),
        &PiecewiseSettings::default(),
    )
    .unwrap();
    assert_eq!(quantiles.breakpoints, [2.0]);
}

#[test]
fn follow_up_by_hand() {
    // Last event at 6, last seen at 10: events in (2, 6] are 3, 5 and 6, so (1 − 3/8)⁸.
    let time = [1.0, 2.0, 3.0, 5.0, 6.0, 9.0, 9.5, 10.0];
    let event = [true, true, true, true, true, false, false, false];
    let upper = upper(&time, &event);
    let data = Censored {
        lower: &time,
        upper: &upper,
        entry: None,
        weight: None,
    };
    let fitted = fit_cure(&data, &Covariates::NONE, &Covariates::NONE, Family::Weibull, &PLAIN).unwrap();
    let test = fitted.follow_up;
    assert_eq!(
        (test.events_near_end, test.largest_event, test.largest_time),
        (3, 6.0, 10.0)
    );
    near(test.p_value, 0.625_f64.powi(8), 1e-12);
    assert!(test.sufficient && (0.2..0.5).contains(&fitted.cure_share));
}
