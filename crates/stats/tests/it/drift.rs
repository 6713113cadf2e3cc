use holdfast_stats::drift::{
    Comparison, LabelPeriod, MISSING_LEVEL, Magnitude, NullLaw, Reference, Settings, Tally, compare, flag, label_drift,
};
use holdfast_stats::error::StatsError;
use holdfast_stats::fdr::{benjamini_hochberg, benjamini_yekutieli};

use crate::reference::{close, watch};
use crate::world::World;

fn numbers(then: &[f64], now: &[f64]) -> Comparison {
    let reference = Reference::number(then, then.len() as u64).unwrap();
    let tally = reference.tally_number(now, now.len() as u64).unwrap();
    compare(&reference, &tally, &[], &Settings::default()).unwrap()
}

fn names(levels: &[&str]) -> Vec<String> {
    levels.iter().map(|&level| level.to_owned()).collect()
}

fn codes(counts: &[usize]) -> Vec<u32> {
    counts
        .iter()
        .enumerate()
        .flat_map(|(code, &count)| vec![code as u32; count])
        .collect()
}

#[test]
fn kolmogorov_smirnov_agrees_with_scipy() {
    let expected = watch("ks");
    let get = |name: &str| -> Vec<f64> { serde_json::from_value(expected[name].clone()).unwrap() };
    let ks = numbers(&get("then"), &get("now")).ks.unwrap();
    close(ks.distance, expected["distance"].as_f64().unwrap(), 1e-12);
    close(ks.p_value, expected["p"].as_f64().unwrap(), 1e-9);
}

#[test]
fn a_known_quantile_of_kolmogorovs_law() {
    // 0.05 at λ = 1.3581: two samples of 800 with a gap of .0675 have λ = (20 + .12 + .0055)·.0675 = 1.35847.
    let then: Vec<f64> = (0..800).map(f64::from).collect();
    let now: Vec<f64> = (0..800).map(|k| if k < 54 { 900.0 } else { f64::from(k) }).collect();
    let ks = numbers(&then, &now).ks.unwrap();
    close(ks.distance, 54.0 / 800.0, 1e-12);
    close(ks.p_value, 0.0499, 2e-4);
}

#[test]
fn a_table_agrees_with_scipy() {
    let expected = watch("table");
    let counts: Vec<Vec<usize>> = serde_json::from_value(expected["counts"].clone()).unwrap();
    let levels = names(&["a", "b", "c", "d"]);
    let reference = Reference::category(&codes(&counts[0]), &levels, 500).unwrap();
    let tally = reference.tally_category(&codes(&counts[1]), &levels, 500).unwrap();
    let found = compare(&reference, &tally, &[], &Settings::default()).unwrap();
    let number = |name: &str| expected[name].as_f64().unwrap();
    close(found.chi_squared.statistic, number("chi_squared"), 1e-9);
    close(found.chi_squared.p_value, number("p"), 1e-12);
    close(found.chi_squared.cramers_v, number("v"), 1e-9);
    close(found.psi.value, number("psi"), 1e-12);
    close(found.psi.p_value, number("psi_p"), 1e-12);
    close(found.psi.critical, number("psi_critical"), 1e-9);
    assert_eq!((found.psi.bins, found.law), (4, NullLaw::Sampling));
    assert_eq!(found.p_value, found.chi_squared.p_value);
}

#[test]
fn a_constant_that_changes_is_seen_and_one_that_does_not_is_quiet() {
    let found = numbers(&[7.0; 100], &[7.0; 80]);
    assert_eq!((found.p_value, found.psi.value, found.psi.bins), (1.0, 0.0, 1));
    for other in [6.999, 7.001, f64::INFINITY, f64::NEG_INFINITY] {
        let found = numbers(&[7.0; 100], &[other; 80]);
        assert!(found.p_value < 1e-20 && found.psi.excess > 1.0, "{other}: {found:?}");
        assert_eq!(found.unseen.now, 1.0);
    }
    // −0 is 0.
    assert_eq!(numbers(&[0.0; 50], &[-0.0; 50]).p_value, 1.0);
}

#[test]
fn missing_values_are_a_bin_of_their_own() {
    let then: Vec<f64> = (0..1000)
        .map(|k| if k % 10 == 0 { f64::NAN } else { f64::from(k) })
        .collect();
    let now: Vec<f64> = (0..1000)
        .map(|k| if k % 2 == 0 { f64::NAN } else { f64::from(k) })
        .collect();
    let found = numbers(&then, &now);
    assert_eq!((found.missing.reference, found.missing.now), (0.1, 0.5));
    // The known values are spread as before; only the missing ones give the change away.
    assert!(found.ks.unwrap().p_value > 0.9);
    assert!(found.p_value < 1e-12);
    let all = numbers(&[f64::NAN; 60], &[f64::NAN; 60]);
    assert_eq!((all.ks, all.p_value, all.missing.now), (None, 1.0, 1.0));
    assert!(numbers(&[f64::NAN; 60], &[1.0; 60]).p_value < 1e-12);
}

#[test]
fn levels_are_matched_by_name_and_unseen_ones_counted() {
    let reference = Reference::category(&codes(&[50, 50]), &names(&["south", "north"]), 100).unwrap();
    // Other codes, the same levels.
    let same = reference
        .tally_category(&codes(&[50, 50]), &names(&["north", "south"]), 100)
        .unwrap();
    assert_eq!(same, reference.tally);
    let mut now = codes(&[0, 30, 60]);
    now.extend([MISSING_LEVEL; 10]);
    let tally = reference
        .tally_category(&now, &names(&["north", "south", "west"]), 100)
        .unwrap();
    let found = compare(&reference, &tally, &[], &Settings::default()).unwrap();
    close(found.unseen.now, 0.6, 1e-12);
    close(found.missing.now, 0.1, 1e-12);
    assert!(found.p_value < 1e-12 && found.psi.value.is_finite());
}

#[test]
fn an_identifier_does_not_alarm_by_its_new_values() {
    // 2,000 levels, one row each: the 500 first are named, new ones count among the others.
    let levels = |from: usize| -> Vec<String> { (from..from + 2000).map(|k| format!("{k:06}")).collect() };
    let all: Vec<u32> = (0..2000).collect();
    let reference = Reference::category(&all, &levels(0), 2000).unwrap();
    let tally = reference.tally_category(&all, &levels(0), 2000).unwrap();
    assert_eq!(
        compare(&reference, &tally, &[], &Settings::default()).unwrap().p_value,
        1.0
    );
}

#[test]
fn rows_of_one_customer_do_not_make_a_sample_larger() {
    let (then, now): (Vec<f64>, Vec<f64>) = ((0..300).map(f64::from).collect(), (30..330).map(f64::from).collect());
    let of = |copies: usize| {
        let reference = Reference::number(&then.repeat(copies), 300).unwrap();
        let tally = reference.tally_number(&now.repeat(copies), 300).unwrap();
        compare(&reference, &tally, &[], &Settings::default()).unwrap()
    };
    let (once, tenfold) = (of(1), of(10));
    close(tenfold.p_value, once.p_value, 1e-12);
    close(tenfold.psi.value, once.psi.value, 1e-12);
}

#[test]
fn the_order_of_rows_does_not_matter_and_storing_loses_nothing() {
    let mut world = World::new(3);
    let then: Vec<f64> = (0..500).map(|_| world.normal()).collect();
    let mut turned = then.clone();
    turned.reverse();
    let reference = Reference::number(&then, 500).unwrap();
    assert_eq!(reference, Reference::number(&turned, 500).unwrap());
    let stored: Reference = serde_json::from_str(&serde_json::to_string(&reference).unwrap()).unwrap();
    assert_eq!(stored, reference);
    assert_eq!(stored.tally_number(&then, 500).unwrap(), reference.tally);
}

#[test]
fn significance_and_effect_are_both_asked_for() {
    // A twentieth of a standard deviation in 200,000 rows: sure and small. Half of one in 20 rows: large and unsure.
    let mut world = World::new(11);
    let mut draw = |n: usize, by: f64| -> Vec<f64> { (0..n).map(|_| world.normal() + by).collect() };
    let sure = numbers(&draw(200_000, 0.0), &draw(200_000, 0.05));
    let unsure = numbers(&draw(20, 0.0), &draw(20, 0.5));
    let both = numbers(&draw(2000, 0.0), &draw(2000, 1.0));
    let named = [("sure", sure), ("unsure", unsure), ("both", both)];
    let flagged = flag(
        named.map(|(name, c)| (name.to_owned(), c)).to_vec(),
        &Settings::default(),
    )
    .unwrap();
    assert!(flagged[0].q_value < 1e-6 && flagged[0].magnitude == Magnitude::Small);
    assert!(flagged[1].q_value > 0.01 && flagged[1].magnitude > Magnitude::Small);
    assert!(flagged[2].magnitude == Magnitude::Large);
    assert_eq!(
        flagged.iter().map(|c| c.flagged).collect::<Vec<_>>(),
        [false, false, true]
    );
}

#[test]
fn the_churn_rate_is_judged_against_what_was_expected() {
    let settings = Settings::default();
    let period = |customers, lost, expected, variance| LabelPeriod {
        customers,
        lost,
        expected,
        variance,
    };
    let before = period(1000, 100, Some(100.0), 80.0);
    // Twice as many leave: foreseen, or not.
    let foreseen = label_drift(&before, &period(1000, 200, Some(198.0), 140.0), &[], &settings).unwrap();
    assert!(foreseen.rate_p_value < 1e-6 && !foreseen.flagged);
    close(foreseen.expected_p_value.unwrap(), 0.8658, 1e-3); // z = 2/√140 = .169
    let surprise = label_drift(&before, &period(1000, 200, Some(110.0), 90.0), &[], &settings).unwrap();
    assert!(surprise.flagged);
    // Two proportions by hand: difference .1, pooled .15, z² = .01/(.15·.85·.002) = 39.2.
    let plain = label_drift(&before, &period(1000, 200, None, 0.0), &[], &settings).unwrap();
    close(plain.rate_p_value / 3.8e-10, 1.0, 0.05);
    assert!(plain.flagged && plain.expected_p_value.is_none());
    // Where months differ as much anyway, it is nothing new.
    let history: Vec<LabelPeriod> = [60, 150, 90, 180, 110]
        .map(|lost| period(1000, lost, None, 0.0))
        .to_vec();
    let usual = label_drift(&before, &period(1000, 200, None, 0.0), &history, &settings).unwrap();
    assert_eq!((usual.law, usual.flagged), (NullLaw::Periods(5), false));
}

#[test]
fn what_cannot_be_compared_is_named() {
    let reference = Reference::number(&[1.0, 2.0], 2).unwrap();
    assert_eq!(Reference::number(&[], 1), Err(StatsError::Empty));
    assert!(matches!(Reference::number(&[1.0], 0), Err(StatsError::TooFew { .. })));
    assert_eq!(reference.tally_number(&[], 1), Err(StatsError::Empty));
    assert!(matches!(
        reference.tally_category(&[0], &names(&["a"]), 1),
        Err(StatsError::WrongSetting { .. })
    ));
    let other = Tally {
        counts: vec![1, 2],
        customers: 3,
    };
    assert!(matches!(
        compare(&reference, &other, &[], &Settings::default()),
        Err(StatsError::LengthMismatch { .. })
    ));
    let settings = Settings {
        level: 1.0,
        ..Settings::default()
    };
    let named = compare(&reference, &reference.tally, &[], &settings);
    assert!(matches!(named, Err(StatsError::OutOfRange { name: "level", .. })));
    // One row against one row says nothing.
    let one = Reference::number(&[5.0], 1).unwrap();
    let now = one.tally_number(&[6.0], 1).unwrap();
    assert!(compare(&one, &now, &[], &Settings::default()).unwrap().p_value > 0.5);
}

#[test]
fn any_dependence_costs_the_harmonic_sum() {
    let p = [0.01, 0.04, 0.03];
    let (plain, careful) = (benjamini_hochberg(&p).unwrap(), benjamini_yekutieli(&p).unwrap());
    for (plain, careful) in plain.iter().zip(&careful) {
        close(*careful, plain * 11.0 / 6.0, 1e-12);
    }
}
