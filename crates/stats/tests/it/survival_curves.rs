use holdfast_stats::error::StatsError;
use holdfast_stats::interval::Interval;
use holdfast_stats::survival::spells::Spells;
use holdfast_stats::survival::{
    CauseSpells, Correction, HazardTies, KaplanMeier, Weighting, cumulative_incidence, kaplan_meier, nelson_aalen,
    nelson_aalen_with, pairwise_log_rank, quantile_difference, restricted_mean_difference, survival_curve,
    survival_difference, weighted_log_rank,
};
use proptest::prelude::*;
use serde_json::Value;

use crate::reference::{Section, close};

/// Every figure agrees with R and lifelines to this share of itself.
const TOLERANCE: f64 = 1e-9;

#[track_caller]
fn same(found: f64, expected: f64) {
    close(found, expected, TOLERANCE * expected.abs().max(1e-6));
}

fn r() -> Value {
    serde_json::from_str(include_str!("../reference/survival_curves_r.json")).unwrap()
}

fn lifelines() -> Value {
    serde_json::from_str(include_str!("../reference/survival_curves_lifelines.json")).unwrap()
}

fn column<T: serde::de::DeserializeOwned>(section: &Value, name: &str) -> Vec<T> {
    serde_json::from_value(section[name].clone()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The sixty rows of both scripts.
struct Rows {
    entry: Vec<f64>,
    exit: Vec<f64>,
    event: Vec<bool>,
    weight: Vec<f64>,
    whole: Vec<f64>,
    group: Vec<u32>,
    stratum: Vec<u32>,
    cause: Vec<u16>,
}

fn rows() -> Rows {
    let data = &r()["data"];
    Rows {
        entry: column(data, "entry"),
        exit: column(data, "exit"),
        event: column(data, "event"),
        weight: column(data, "weight"),
        whole: column(data, "whole"),
        group: column(data, "group"),
        stratum: column(data, "stratum"),
        cause: column(data, "cause"),
    }
}

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

fn rossi() -> (Vec<f64>, Vec<bool>, Vec<u32>, Vec<u32>) {
    let rossi = Section::named("rossi");
    (
        rossi.get("week"),
        rossi.get("arrest"),
        rossi.get("fin"),
        rossi.get("prio"),
    )
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

#[test]
fn cumulative_hazard_agrees_with_lifelines() {
    let (rows, expected) = (rows(), lifelines());
    let plain = Spells::new(&rows.exit, &rows.event);
    let cases = [
        ("na", plain),
        ("na_late", plain.entered(&rows.entry)),
        ("na_weights", plain.weighted(&rows.whole)),
    ];
    for (name, spells) in cases {
        let expected: Vec<[f64; 4]> = column(&expected, name);
        let found = nelson_aalen(&spells).unwrap();
        assert_eq!(found.steps.len(), expected.len());
        for (step, [time, hazard, low, high]) in found.steps.iter().zip(expected) {
            assert_eq!(step.time, time);
            same(step.hazard, hazard);
            same(step.interval.low, low);
            same(step.interval.high, high);
        }
        assert_eq!(found.hazard_at(0.5), 0.0);
        same(found.hazard_at(100.0), found.steps[found.steps.len() - 1].hazard);
    }
    for (name, spells) in [
        ("km_late", plain.entered(&rows.entry)),
        ("km_weights", plain.weighted(&rows.whole)),
    ] {
        let expected: Vec<[f64; 6]> = column(&expected, name);
        for (step, [time, at_risk, events, survival, low, high]) in
            survival_curve(&spells).unwrap().steps.iter().zip(expected)
        {
            assert_eq!((step.time, step.at_risk, step.events), (time, at_risk, events));
            // lifelines multiplies logarithms and misses 0 by 1e-13.
            close(step.survival, survival, 1e-12);
            if step.survival > 0.0 {
                same(step.interval.low, low);
                same(step.interval.high, high);
            }
        }
    }
}

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
        assert_eq!((curve.events, curve.steps.len() > 0), (events, events > 0));
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

#[test]
fn the_family_agrees_with_lifelines() {
    let (rows, expected) = (rows(), lifelines());
    let (week, arrest, _, prio) = rossi();
    let family = [
        ("log_rank", Weighting::LogRank),
        ("wilcoxon", Weighting::Wilcoxon),
        ("tarone_ware", Weighting::TaroneWare),
        ("peto", Weighting::Peto),
        ("fleming_harrington", Weighting::FlemingHarrington { p: 0.5, q: 1.5 }),
    ];
    for (name, weighting) in family {
        for (data, spells, groups) in [
            ("small", Spells::new(&rows.exit, &rows.event), &rows.group),
            ("rossi", Spells::new(&week, &arrest), &prio),
        ] {
            let [statistic, p_value]: [f64; 2] = serde_json::from_value(expected[data][name].clone()).unwrap();
            let found = weighted_log_rank(&spells, groups, 5, None, weighting).unwrap();
            same(found.test.chi_squared, statistic);
            same(found.test.p_value, p_value);
        }
    }
    let spells = Spells::new(&week, &arrest);
    let pairs = |correction| pairwise_log_rank(&spells, &prio, 5, None, Weighting::LogRank, correction).unwrap();
    let expected: Vec<f64> = column(&expected, "rossi_pairs");
    let raw = pairs(Correction::None);
    for (pair, p) in raw.iter().zip(&expected) {
        same(pair.test.unwrap().p_value, *p);
    }
    assert_eq!((raw[4].first, raw[4].second, raw.len()), (1, 2, 10));
    let smallest = raw.iter().filter_map(|pair| pair.adjusted_p).fold(1.0, f64::min);
    for correction in [Correction::Bonferroni, Correction::Holm, Correction::BenjaminiHochberg] {
        let adjusted: Vec<f64> = pairs(correction).iter().filter_map(|pair| pair.adjusted_p).collect();
        close(adjusted.iter().copied().fold(1.0, f64::min), 10.0 * smallest, 1e-12);
        assert!(adjusted.iter().zip(&raw).all(|(a, raw)| Some(*a) >= raw.adjusted_p));
    }
    // The second smallest, of nine left: 9·0.01211… .
    let mut holm: Vec<f64> = pairs(Correction::Holm)
        .iter()
        .filter_map(|pair| pair.adjusted_p)
        .collect();
    holm.sort_by(f64::total_cmp);
    close(holm[1], 9.0 * expected[8], 1e-9);
}

#[test]
fn strata_rho_and_late_entry_agree_with_r() {
    let (rows, r) = (rows(), r());
    let (week, arrest, fin, prio) = rossi();
    let plain = Spells::new(&rows.exit, &rows.event);
    let rossi = Spells::new(&week, &arrest);
    let untied: Vec<f64> = column(&r["late_log_rank"], "exit");
    let late = Spells::new(&untied, &rows.event).entered(&rows.entry);
    let rho = |p| Weighting::FlemingHarrington { p, q: 0.0 };
    let strata = Some(&rows.stratum[..]);
    for (name, spells, groups, strata, weighting) in [
        ("log_rank", plain, &rows.group, None, Weighting::LogRank),
        ("log_rank_strata", plain, &rows.group, strata, Weighting::LogRank),
        ("rho_one", plain, &rows.group, None, rho(1.0)),
        ("rho_strata", plain, &rows.group, strata, rho(0.5)),
        ("late_log_rank", late, &rows.group, None, Weighting::LogRank),
        ("late_log_rank_strata", late, &rows.group, strata, Weighting::LogRank),
        ("rossi_strata", rossi, &fin, Some(&prio[..]), Weighting::LogRank),
        ("rossi_peto", rossi, &prio, None, rho(1.0)),
    ] {
        let found = weighted_log_rank(&spells, groups, 7, strata, weighting).unwrap();
        same(found.test.chi_squared, column::<f64>(&r[name], "chi_squared")[0]);
        if r[name]["observed"].is_array() {
            let (observed, expected) = (column(&r[name], "observed"), column(&r[name], "expected"));
            for (index, group) in found.groups.iter().enumerate() {
                same(group.observed, observed[index]);
                same(group.expected, expected[index]);
            }
        }
    }
}

#[test]
fn trend_of_two_groups_is_their_test() {
    let rows = rows();
    let groups: Vec<u32> = rows.group.iter().map(|group| group.min(&1) * 3).collect();
    let spells = Spells::new(&rows.exit, &rows.event).entered(&rows.entry);
    let found = weighted_log_rank(&spells, &groups, 4, None, Weighting::TaroneWare).unwrap();
    let trend = found.trend(&[-1.0, 4.0]).unwrap();
    close(trend.z * trend.z, found.test.chi_squared, 1e-12);
    close(trend.p_value, found.test.p_value, 1e-12);
    assert_eq!(trend.z > 0.0, found.groups[1].observed > found.groups[1].expected);
    close(found.trend(&[-1e300, 1.7e308]).unwrap().z, trend.z, 1e-12);
    assert!(matches!(found.trend(&[2.0, 2.0]), Err(StatsError::NoSpread { .. })));
    assert!(found.trend(&[1.0]).is_err() && found.trend(&[1.0, f64::NAN]).is_err());
}

#[test]
fn hard_inputs_end_in_a_number_or_a_name() {
    let exit = [1e-300, 1e300, 1e300, 0.0, 1e-9, 5.0];
    let event = [true, true, false, true, true, false];
    let weight = [1e-12, 1e12, 1e-12, 1e12, 1.0, 1e-12];
    let entry = [-1.0, 4.0, 1e299, -1e300, 1e-300, 0.0];
    let plain = Spells::new(&exit, &event);
    for spells in [
        plain,
        plain.weighted(&weight),
        plain.entered(&entry),
        plain.entered(&entry).weighted(&weight),
    ] {
        check_curve(&survival_curve(&spells).unwrap());
        for ties in [HazardTies::Spread, HazardTies::Together] {
            let hazard = nelson_aalen_with(&spells, ties).unwrap();
            assert!(
                hazard
                    .steps
                    .iter()
                    .all(|step| step.hazard.is_finite() && step.se.is_finite())
            );
        }
        for weighting in [
            Weighting::Wilcoxon,
            Weighting::Peto,
            Weighting::FlemingHarrington { p: 0.0, q: 3.0 },
        ] {
            match weighted_log_rank(&spells, &[0, 1, 0, 1, 0, 1], 2, None, weighting) {
                Ok(found) => assert!(found.test.chi_squared >= 0.0 && found.test.p_value <= 1.0),
                Err(error) => assert!(matches!(error, StatsError::NoComparison), "{error}"),
            }
        }
    }
    // Small weights keep their digits beside large ones.
    let step = survival_curve(&plain.weighted(&weight)).unwrap().steps[3];
    assert_eq!((step.time, step.survival > 0.0), (1e300, true));
    let huge = [f64::MAX; 6];
    let overflow = survival_curve(&plain.weighted(&huge));
    assert!(matches!(overflow, Err(StatsError::Overflow { .. })));
    assert!(matches!(
        survival_curve(&plain.weighted(&[5e-324; 6])),
        Err(StatsError::Overflow { .. })
    ));
    assert_eq!(
        survival_curve(&plain.entered(&[0.0; 6])),
        Err(StatsError::EntryNotBeforeExit {
            index: 3,
            entry: 0.0,
            exit: 0.0
        })
    );
    let negative = Weighting::FlemingHarrington { p: -1.0, q: 0.0 };
    assert!(weighted_log_rank(&plain, &[0, 1, 0, 1, 0, 1], 2, None, negative).is_err());
    assert!(weighted_log_rank(&plain, &[0, 1, 0, 1, 0, 1], 2, Some(&[1]), Weighting::LogRank).is_err());
}

#[test]
fn more_groups_than_can_be_told_apart_are_refused() {
    let exit = vec![1.0; 1_200];
    let groups: Vec<u32> = (0..1_200).collect();
    let found = weighted_log_rank(
        &Spells::new(&exit, &[true; 1_200]),
        &groups,
        1_200,
        None,
        Weighting::LogRank,
    );
    assert!(matches!(found, Err(StatsError::OutOfRange { value: 1_200.0, .. })));
}

#[track_caller]
fn check_curve(curve: &KaplanMeier) {
    let mut before = 1.0;
    for step in &curve.steps {
        let Interval { low, high } = step.interval;
        assert!(0.0 <= step.survival && step.survival <= before, "{step:?}");
        assert!(0.0 <= low && low <= step.survival + 1e-12, "{step:?}");
        assert!(step.survival <= high + 1e-12 && high <= 1.0, "{step:?}");
        assert!(step.se >= 0.0 && step.se.is_finite(), "{step:?}");
        before = step.survival;
    }
}

type Row = (f64, f64, bool, u32, u32, u16);

/// (entry, stay, event, weight, group and stratum, cause); coarse, so that times tie.
fn spells() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        (-1_i8..6).prop_map(|entry| f64::from(entry) / 2.0),
        (1_u8..10).prop_map(|stay| f64::from(stay) / 2.0),
        any::<bool>(),
        1_u32..4,
        0_u32..6,
        0_u16..3,
    );
    prop::collection::vec(row, 1..40)
}

proptest! {
    #[test]
    fn a_weight_is_that_many_rows(rows in spells()) {
        let once: Vec<&Row> = rows.iter().collect();
        let often: Vec<&Row> = rows.iter().flat_map(|row| std::iter::repeat_n(row, row.3 as usize)).rev().collect();
        let columns = |rows: &[&Row]| {
            let exit: Vec<f64> = rows.iter().map(|row| (row.0 + row.1).max(0.0)).collect();
            let entry: Vec<f64> = exit.iter().zip(rows).map(|(exit, row)| exit - row.1).collect();
            let event: Vec<bool> = rows.iter().map(|row| row.2).collect();
            let weight: Vec<f64> = rows.iter().map(|row| f64::from(row.3)).collect();
            let group: Vec<u32> = rows.iter().map(|row| row.4 % 3).collect();
            let stratum: Vec<u32> = rows.iter().map(|row| row.4 / 3).collect();
            let cause: Vec<u16> = rows.iter().map(|row| row.5).collect();
            (exit, entry, event, weight, group, stratum, cause)
        };
        let (exit, entry, event, weight, group, stratum, cause) = columns(&once);
        let (exits, entries, events, _, groups, strata, causes) = columns(&often);
        for late in [false, true] {
            let weighted = Spells { entry: late.then_some(&entry), exit: &exit, event: &event, weight: Some(&weight) };
            let repeated = Spells { entry: late.then_some(&entries), exit: &exits, event: &events, weight: None };
            let (a, b) = (survival_curve(&weighted).unwrap(), survival_curve(&repeated).unwrap());
            check_curve(&a);
            prop_assert_eq!(a.steps, b.steps);
            prop_assert_eq!(nelson_aalen(&weighted).unwrap().steps, nelson_aalen(&repeated).unwrap().steps);
            for weighting in [Weighting::LogRank, Weighting::Peto, Weighting::FlemingHarrington { p: 1.0, q: 0.5 }] {
                for by in [false, true] {
                    let a = weighted_log_rank(&weighted, &group, 3, by.then_some(&stratum), weighting);
                    let b = weighted_log_rank(&repeated, &groups, 3, by.then_some(&strata), weighting);
                    match (a, b) {
                        (Ok(a), Ok(b)) => {
                            let (a, b) = (a.test, b.test);
                            prop_assert_eq!(a.degrees_of_freedom, b.degrees_of_freedom);
                            prop_assert!((a.chi_squared - b.chi_squared).abs() <= 1e-9 * (1.0 + a.chi_squared));
                        }
                        (a, b) => prop_assert_eq!(a.err(), b.err()),
                    }
                }
            }
            let weighted = CauseSpells { entry: weighted.entry, exit: &exit, cause: &cause, weight: Some(&weight) };
            let repeated = CauseSpells { entry: repeated.entry, exit: &exits, cause: &causes, weight: None };
            let (a, b) = (cumulative_incidence(&weighted, 2).unwrap(), cumulative_incidence(&repeated, 2).unwrap());
            for (a, b) in a.causes.iter().zip(&b.causes) {
                prop_assert_eq!(&a.steps, &b.steps);
            }
        }
    }

    #[test]
    fn everybody_stays_or_left_for_a_cause(rows in spells()) {
        let exit: Vec<f64> = rows.iter().map(|row| row.1).collect();
        let cause: Vec<u16> = rows.iter().map(|row| row.5).collect();
        let event: Vec<bool> = cause.iter().map(|&cause| cause > 0).collect();
        let all = kaplan_meier(&exit, &event).unwrap();
        let spells = CauseSpells { entry: None, exit: &exit, cause: &cause, weight: None };
        let found = cumulative_incidence(&spells, 2).unwrap();
        for t in [0.0, 1.0, 2.5, 4.0, 10.0] {
            let left: f64 = found.causes.iter().map(|curve| curve.incidence_at(t)).sum();
            prop_assert!((left + all.survival_at(t) - 1.0).abs() < 1e-12);
        }
        for step in found.causes.iter().flat_map(|curve| &curve.steps) {
            prop_assert!(step.interval.low <= step.incidence + 1e-12 && step.incidence <= step.interval.high + 1e-12);
            prop_assert!(step.se.is_finite() && step.hazard >= step.incidence - 1e-12);
        }
    }

    #[test]
    fn counting_and_sorting_agree(rows in spells()) {
        let exit: Vec<f64> = rows.iter().map(|row| (2.0 * row.1).trunc()).collect();
        let entry: Vec<f64> = exit.iter().zip(&rows).map(|(exit, row)| exit - 1.0 - (2.0 * row.1).trunc()).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.2).collect();
        let counted = Spells::new(&exit, &event).entered(&entry);
        let ones = vec![1.0; rows.len()];
        prop_assert_eq!(survival_curve(&counted).unwrap(), survival_curve(&counted.weighted(&ones)).unwrap());
    }

    #[test]
    fn a_restricted_mean_is_at_most_its_horizon(rows in spells(), tau in 0.1_f64..4.9) {
        let exit: Vec<f64> = rows.iter().map(|row| row.1).collect();
        let event: Vec<bool> = rows.iter().map(|row| row.2).collect();
        let curve = kaplan_meier(&exit, &event).unwrap();
        match curve.restricted_mean(tau) {
            Ok(found) => {
                prop_assert!(found.mean >= 0.0 && found.mean <= tau * (1.0 + 1e-12) && found.se.is_finite());
                prop_assert!(found.interval.low <= found.mean && found.mean <= found.interval.high + 1e-12);
            }
            Err(error) => prop_assert!(tau > curve.last_time, "{}", error),
        }
    }
}
