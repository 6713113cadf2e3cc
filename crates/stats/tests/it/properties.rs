use holdfast_stats::calibration::{brier, log_loss, reliability, slope_intercept};
use holdfast_stats::discrimination::{auc, average_precision, ks, top_share_lift};
use holdfast_stats::error::StatsError;
use holdfast_stats::fdr::benjamini_hochberg;
use holdfast_stats::interval::wilson;
use holdfast_stats::profit::{Terms, empc, empc_per_customer, maximum_profit};
use holdfast_stats::quantile::cut_points;
use holdfast_stats::survival::{kaplan_meier, log_rank};
use holdfast_stats::targeting::curve;
use proptest::prelude::*;

/// Scores on a coarse grid (many ties) with labels; the first two rows make sure of both classes.
fn scored() -> impl Strategy<Value = Vec<(f64, bool)>> {
    prop::collection::vec(((0_u8..=20).prop_map(|s| f64::from(s) / 20.0), any::<bool>()), 2..80).prop_map(|mut rows| {
        rows[0].1 = true;
        rows[1].1 = false;
        rows
    })
}

fn spells() -> impl Strategy<Value = Vec<(f64, bool, u32)>> {
    prop::collection::vec(((0_u8..12).prop_map(f64::from), any::<bool>(), 0_u32..5), 1..60)
}

fn unzip(rows: &[(f64, bool)]) -> (Vec<f64>, Vec<bool>) {
    rows.iter().copied().unzip()
}

proptest! {
    #[test]
    fn ranks_alone_decide(rows in scored(), rotate in 0_usize..80) {
        let (scores, labels) = unzip(&rows);
        let transformed: Vec<f64> = scores.iter().map(|s| (3.0 * s).exp() - 5.0).collect();
        let mut moved = rows.clone();
        moved.rotate_left(rotate % rows.len());
        let (moved_scores, moved_labels) = unzip(&moved);
        for measure in [auc, average_precision, ks] {
            let value = measure(&scores, &labels).unwrap();
            prop_assert!((0.0..=1.0).contains(&value));
            prop_assert_eq!(measure(&transformed, &labels).unwrap(), value);
            prop_assert_eq!(measure(&moved_scores, &moved_labels).unwrap(), value);
        }
        let lift = |scores: &[f64], labels: &[bool]| top_share_lift(scores, labels, 0.1).unwrap();
        prop_assert_eq!(lift(&scores, &labels), lift(&moved_scores, &moved_labels));
        let inverted: Vec<f64> = scores.iter().map(|s| -s).collect();
        let sum = auc(&scores, &labels).unwrap() + auc(&inverted, &labels).unwrap();
        prop_assert!((sum - 1.0).abs() < 1e-12);
    }

    #[test]
    fn targeting_ignores_row_order_and_gains_rise(rows in scored(), rotate in 0_usize..80, points in 1_usize..40) {
        let (scores, labels) = unzip(&rows);
        let mut moved = rows.clone();
        moved.rotate_left(rotate % rows.len());
        moved.reverse();
        let (moved_scores, moved_labels) = unzip(&moved);
        let found = curve(&scores, &labels, &Terms::verbraken(), points).unwrap();
        prop_assert_eq!(&found, &curve(&moved_scores, &moved_labels, &Terms::verbraken(), points).unwrap());
        prop_assert!(found.windows(2).all(|w| w[0].gains <= w[1].gains + 1e-12 && w[0].threshold >= w[1].threshold));
        let last = found[points - 1];
        prop_assert!((last.gains - 1.0).abs() < 1e-12 && (last.lift - 1.0).abs() < 1e-9);
    }

    #[test]
    fn knowing_the_acceptance_never_earns_less(rows in scored(), rotate in 0_usize..80) {
        let (scores, labels) = unzip(&rows);
        let terms = Terms::verbraken();
        let expected = empc(&scores, &labels, &terms).unwrap();
        // Jensen: the expectation of a maximum is at least the maximum at the mean.
        prop_assert!(expected.profit >= maximum_profit(&scores, &labels, &terms).unwrap().profit - 1e-9);
        prop_assert!(expected.threshold_share >= expected.fraction - 1e-6);
        let values: Vec<f64> = (0..rows.len()).map(|i| (i * 37 % 50) as f64 + 0.1).collect();
        let mut moved: Vec<(f64, bool, f64)> = (0..rows.len()).map(|i| (scores[i], labels[i], values[i])).collect();
        moved.rotate_left(rotate % rows.len());
        let moved_scores: Vec<f64> = moved.iter().map(|row| row.0).collect();
        let moved_labels: Vec<bool> = moved.iter().map(|row| row.1).collect();
        let moved_values: Vec<f64> = moved.iter().map(|row| row.2).collect();
        let before = empc_per_customer(&scores, &labels, &values, &terms).unwrap();
        let after = empc_per_customer(&moved_scores, &moved_labels, &moved_values, &terms).unwrap();
        prop_assert!((before.profit - after.profit).abs() < 1e-9 * (1.0 + before.profit));
    }

    #[test]
    fn calibration_gives_numbers_or_names(rows in scored(), bins in 1_usize..15) {
        let (p, labels) = unzip(&rows);
        prop_assert!(log_loss(&p, &labels).unwrap() >= 0.0);
        prop_assert!((0.0..=1.0).contains(&brier(&p, &labels).unwrap()));
        let found = reliability(&p, &labels, bins).unwrap();
        prop_assert!(found.len() <= bins);
        prop_assert_eq!(found.iter().map(|bin| bin.customers).sum::<u64>(), rows.len() as u64);
        prop_assert!(found.windows(2).all(|w| w[0].predicted < w[1].predicted));
        match slope_intercept(&p, &labels) {
            Ok(fit) => prop_assert!(fit.slope.is_finite() && fit.slope_se > 0.0 && fit.intercept.is_finite()),
            Err(error) => {
 let named = matches!(error, StatsError::Separation | StatsError::NoSpread { .. });
 prop_assert!(named, "{}", error);
}
        }
    }

    #[test]
    fn adjusted_p_values_keep_the_order(p in prop::collection::vec(0.0_f64..=1.0, 0..60)) {
        let adjusted = benjamini_hochberg(&p).unwrap();
        for i in 0..p.len() {
            prop_assert!(adjusted[i] >= p[i] && adjusted[i] <= 1.0);
            for j in 0..p.len() {
                prop_assert!(p[i] > p[j] || adjusted[i] <= adjusted[j]);
            }
        }
    }

    #[test]
    fn survival_falls_inside_its_band(rows in spells()) {
        let durations: Vec<f64> = rows.iter().map(|row| row.0).collect();
        let events: Vec<bool> = rows.iter().map(|row| row.1).collect();
        let km = kaplan_meier(&durations, &events).unwrap();
        prop_assert!(km.steps.windows(2).all(|w| w[0].survival > w[1].survival && w[0].time < w[1].time));
        for step in &km.steps {
            prop_assert!(0.0 <= step.interval.low && step.interval.low <= step.survival + 1e-12);
            prop_assert!(step.survival <= step.interval.high + 1e-12 && step.interval.high <= 1.0);
        }
        prop_assert_eq!(km.steps.iter().map(|step| step.events).sum::<f64>(), km.events as f64);
    }

    #[test]
    fn log_rank_ignores_the_names_of_groups(rows in spells()) {
        let durations: Vec<f64> = rows.iter().map(|row| row.0).collect();
        let events: Vec<bool> = rows.iter().map(|row| row.1).collect();
        let groups: Vec<u32> = rows.iter().map(|row| row.2).collect();
        let renamed: Vec<u32> = groups.iter().map(|g| 2 * (4 - g) + 1).collect();
        match (log_rank(&durations, &events, &groups, 5), log_rank(&durations, &events, &renamed, 10)) {
            (Ok(a), Ok(b)) => {
                prop_assert!(a.chi_squared >= 0.0 && (0.0..=1.0).contains(&a.p_value));
                prop_assert_eq!(a.degrees_of_freedom, b.degrees_of_freedom);
                prop_assert!((a.chi_squared - b.chi_squared).abs() < 1e-7 * (1.0 + a.chi_squared));
            }
            (a, b) => prop_assert_eq!(a, b),
        }
    }

    #[test]
    fn wilson_holds_the_rate_inside_0_to_1(n in 1_u64..1_000_000_000, share in 0.0_f64..=1.0) {
        let successes = (n as f64 * share) as u64;
        let found = wilson(successes, n);
        let rate = successes as f64 / n as f64;
        prop_assert!(0.0 <= found.low && found.low <= rate && rate <= found.high && found.high <= 1.0);
        prop_assert!(found.low < found.high);
    }

    #[test]
    fn no_bin_is_empty(values in prop::collection::vec((0_u8..30).prop_map(f64::from), 0..80), bins in 0_usize..20) {
        let cuts = cut_points(&values, bins);
        prop_assert!(cuts.len() < bins.max(1));
        prop_assert!(cuts.windows(2).all(|w| w[0] < w[1]));
        for bin in 0..=cuts.len() {
            let members = values.iter().filter(|v| cuts.iter().filter(|c| *c < v).count() == bin).count();
            prop_assert!(members > 0 || values.is_empty());
        }
    }
}
