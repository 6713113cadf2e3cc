use holdfast_stats::error::StatsError;
use holdfast_stats::survival::spells::Spells;
use holdfast_stats::survival::{
    HazardTies, KaplanMeier, kaplan_meier, nelson_aalen_with, quantile_difference, restricted_mean_difference,
    survival_curve, survival_difference,
};
use serde_json::Value;

use super::{column, r, rossi, rows, same};
use crate::reference::close;

/// Steps, cumulative hazard, quantiles and restricted mean of R.
#[track_caller]
fn agrees_with_r(expected: &Value, spells: &Spells) {
    let curve = survival_curve(spells).unwrap();
    let hazard = nelson_aalen_with(spells, HazardTies::Together).unwrap();
    let plain = |name: &str| column::<f64>(expected, name);
    let gaps = |name: &str| column::<Option<f64>>(expected, name);
    assert_eq!(curve.steps.len(), plain("time").len());
    for (index, (step, hazard)) in curve.steps.iter().zip(&hazard.steps).enumerate() {
        same(step.time, plain("time")[index]);
        same(step.at_risk, plain("at_risk")[index]);
        same(step.events, plain("events")[index]);
        same(step.survival, plain("survival")[index]);
        same(hazard.hazard, plain("hazard")[index]);
        same(hazard.se, plain("hazard_se")[index]);
        // R has no band where S is 0.
        let band = [
            (step.se, "se"),
            (step.interval.low, "low"),
            (step.interval.high, "high"),
        ];
        for (found, name) in band.into_iter().filter(|_| step.survival > 0.0) {
            same(found, gaps(name)[index].unwrap());
        }
    }
    for (index, share) in [0.1, 0.25, 0.5, 0.9].into_iter().enumerate() {
        let found = curve.quantile(share).unwrap();
        assert_eq!(found.map(|q| q.time), gaps("quantile")[index]);
        if let Some(found) = found {
            // R has no band once S is 0, and sorts a band that dips and comes back.
            if let Some(low) = gaps("quantile_low")[index] {
                let band = |time| curve.step_at(time).unwrap().interval.low;
                assert!(found.low == low || (found.low < low && band(found.low) < band(low)));
            }
            // R knows no upper band once S is 0, we keep the last.
            assert!(found.high == gaps("quantile_high")[index] || gaps("quantile_high")[index].is_none());
        }
    }
    let mean = curve.restricted_mean(plain("tau")[0]).unwrap();
    same(mean.mean, plain("mean")[0]);
    same(mean.se, plain("mean_se")[0]);
}

#[test]
fn curves_agree_with_r() {
    let (rows, r) = (rows(), r());
    let plain = Spells::new(&rows.exit, &rows.event);
    agrees_with_r(&r["plain"], &plain);
    agrees_with_r(&r["late"], &plain.entered(&rows.entry));
    agrees_with_r(&r["weighted"], &plain.weighted(&rows.weight));
    agrees_with_r(&r["late_weighted"], &plain.entered(&rows.entry).weighted(&rows.weight));
}

#[test]
fn a_risk_set_that_runs_empty_agrees_with_r() {
    let gap = &r()["gap"];
    let (entry, exit, event) = (column(gap, "entry"), column(gap, "exit"), column(gap, "event"));
    let spells = Spells::new(&exit, &event).entered(&entry);
    agrees_with_r(gap, &spells);
    // Empty by censoring from 3.5 to 4: the curve goes on. Empty by churn at 7: it is over.
    let curve = survival_curve(&spells).unwrap();
    assert_eq!(curve.survival_at(7.0), 0.0);
    assert_eq!((curve.survival_at(9.5), curve.steps[3].se), (0.0, 0.0));
    assert_eq!(curve.steps[3].interval.high, curve.steps[1].interval.high);
}

fn rossi_by_fin() -> [KaplanMeier; 2] {
    let (week, arrest, fin, _) = rossi();
    [0, 1].map(|value| {
        let member = |row: &usize| fin[*row] == value;
        let week: Vec<f64> = (0..432).filter(member).map(|row| week[row]).collect();
        let arrest: Vec<bool> = (0..432).filter(member).map(|row| arrest[row]).collect();
        agrees_with_r(&r()[format!("rossi_fin_{value}")], &Spells::new(&week, &arrest));
        kaplan_meier(&week, &arrest).unwrap()
    })
}

#[test]
fn differences_on_rossi_follow_from_the_two_curves() {
    let [without, with] = rossi_by_fin();
    let r = r();
    let figure = |section: &str, name: &str| column::<f64>(&r[section], name)[0];
    let mean = restricted_mean_difference(&without, &with, 52.0).unwrap();
    same(
        mean.estimate,
        figure("rossi_fin_0", "mean") - figure("rossi_fin_1", "mean"),
    );
    let se = figure("rossi_fin_0", "mean_se").hypot(figure("rossi_fin_1", "mean_se"));
    same(mean.z, mean.estimate / se);
    same(mean.interval.high - mean.interval.low, 2.0 * 1.959_963_984_540_054 * se);
    let at_26 = survival_difference(&without, &with, 26.0).unwrap();
    let (a, b) = (without.step_at(26.0).unwrap(), with.step_at(26.0).unwrap());
    close(at_26.z, (a.survival - b.survival) / a.se.hypot(b.se), 1e-12);
    assert!(at_26.p_value > 0.0 && at_26.p_value < 1.0);
    // 75 % and 86 % of the groups are arrested later than week 52: neither median is known.
    let median = quantile_difference(&without, &with, 0.5);
    assert!(matches!(median, Err(StatsError::OutOfRange { value: 0.5, .. })));
}

#[test]
fn difference_of_medians_by_hand() {
    let early: Vec<f64> = (1..=40).map(f64::from).collect();
    let late: Vec<f64> = (11..=50).map(f64::from).collect();
    let [a, b] = [&late, &early].map(|times| kaplan_meier(times, &[true; 40]).unwrap());
    let found = quantile_difference(&a, &b, 0.5).unwrap();
    let q = b.quantile(0.5).unwrap().unwrap();
    assert_eq!((found.estimate, q.time), (10.0, 20.0));
    // Both intervals have the same ends about their medians.
    let (below, above) = (20.0 - q.low, q.high.unwrap() - 20.0);
    close(found.interval.low, 10.0 - below.hypot(above), 1e-12);
    close(found.interval.high, 10.0 + below.hypot(above), 1e-12);
    assert_eq!(found.p_value < 0.05, found.interval.low > 0.0);
}

#[test]
fn restricted_mean_by_hand() {
    // S is 1 to 1, ⅔ to 2, ⅓ to 4: ∫ to 3 = 1 + ⅔ + ⅓. Parts beyond 1 and 2: 1² and ⅓², with d/(n(n−d)) = 1/6 and ½.
    let curve = kaplan_meier(&[1.0, 2.0, 4.0], &[true; 3]).unwrap();
    let mean = curve.restricted_mean(3.0).unwrap();
    close(mean.mean, 2.0, 1e-15);
    close(mean.se, (1.0_f64 / 6.0 + 1.0 / 18.0).sqrt(), 1e-15);
    // All are gone: any horizon will do, and the mean is the mean.
    close(curve.restricted_mean(100.0).unwrap().mean, 7.0 / 3.0, 1e-13);
    let censored = kaplan_meier(&[1.0, 2.0, 4.0], &[true, true, false]).unwrap();
    assert!(matches!(
        censored.restricted_mean(4.5),
        Err(StatsError::OutOfRange { value: 4.5, .. })
    ));
    assert!(censored.restricted_mean(f64::NAN).is_err() && censored.quantile(1.0).is_err());
}

#[test]
fn late_entry_and_weights_by_hand() {
    // At 2 the first two are at risk; the third enters at 2, after the event. At 5 the third and fourth, weights 2 and 3.
    let (entry, exit) = ([0.0, 0.0, 2.0, 3.0], [2.0, 4.0, 5.0, 5.0]);
    let spells = Spells::new(&exit, &[true, false, true, false]).entered(&entry);
    let curve = survival_curve(&spells.weighted(&[1.0, 3.0, 2.0, 3.0])).unwrap();
    let steps: Vec<_> = curve.steps.iter().map(|s| (s.time, s.at_risk, s.events)).collect();
    assert_eq!(steps, [(2.0, 4.0, 1.0), (5.0, 5.0, 2.0)]);
    close(curve.steps[1].survival, 0.75 * 0.6, 1e-15);
    close(curve.steps[1].se, 0.45 * (1.0_f64 / 12.0 + 2.0 / 15.0).sqrt(), 1e-15);
}
