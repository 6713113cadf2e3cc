use holdfast_stats::error::StatsError;
use holdfast_stats::survival::spells::Spells;
use holdfast_stats::survival::{Correction, Weighting, pairwise_log_rank, weighted_log_rank};

use super::{column, lifelines, r, rossi, rows, same};
use crate::reference::close;

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
