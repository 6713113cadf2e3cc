//! Transforms by hand, and what must hold for all of them.

use holdfast_stats::error::StatsError;
use holdfast_stats::transform::{Bins, Levels, Scale, WoeBins};
use proptest::prelude::*;

#[test]
fn scales_by_hand() {
    let training = [1.0, 2.0, f64::NAN, 3.0, 6.0];
    // Mean 3, squares of deviations 4 + 1 + 0 + 9 = 14, ÷ 3.
    let Scale::ZScore { mean, sd } = Scale::z_score(&training).unwrap() else {
        unreachable!()
    };
    assert!((mean - 3.0).abs() < 1e-15 && (sd - (14.0_f64 / 3.0).sqrt()).abs() < 1e-15);
    assert_eq!(Scale::min_max(&training), Ok(Scale::MinMax { min: 1.0, max: 6.0 }));
    assert_eq!(Scale::MinMax { min: 1.0, max: 6.0 }.apply(11.0), 2.0);
    assert_eq!(Scale::Log.apply(-(1.0_f64.exp() - 1.0)), -1.0);
    assert_eq!((Scale::Log.apply(0.0), Scale::Reciprocal.apply(4.0)), (0.0, 0.25));
    assert!(Scale::Reciprocal.apply(0.0).is_nan() && Scale::Log.apply(f64::NAN).is_nan());
    assert_eq!(
        Scale::z_score(&[2.0, 2.0]),
        Err(StatsError::NoSpread { name: "the column" })
    );
    assert!(matches!(
        Scale::min_max(&[2.0, f64::NAN]),
        Err(StatsError::TooFew { found: 1, .. })
    ));
    assert!(matches!(
        Scale::min_max(&[2.0, f64::INFINITY]),
        Err(StatsError::NotFinite { index: 1, .. })
    ));
}

#[test]
fn bins_by_hand() {
    assert_eq!(Bins::equal_width(&[0.0, 1.0, 10.0], 4).unwrap().cuts, [2.5, 5.0, 7.5]);
    assert_eq!(Bins::equal_count(&[1.0, 2.0, 3.0, 90.0], 2).unwrap().cuts, [2.0]);
    // Mean 0, sd 1.
    assert_eq!(
        Bins::around_mean(&[-1.0, 0.0, 1.0], 1, 2.0).unwrap().cuts,
        [-2.0, 0.0, 2.0]
    );
    let bins = Bins { cuts: vec![2.0, 5.0] };
    assert_eq!(
        [f64::NAN, -9.0, 2.0, 2.1, 5.0, 99.0].map(|x| bins.bin(x)),
        [0, 1, 1, 2, 2, 3]
    );
    assert!(Bins::equal_width(&[0.0, 1.0], 0).is_err() && Bins::around_mean(&[0.0, 1.0], 1, 0.0).is_err());
}

#[test]
fn rare_levels_share_a_code_with_unseen_ones() {
    let seen = [Some("b"), Some("a"), Some("b"), Some("c"), None, Some("b"), Some("a")];
    let levels = Levels::fit(seen, 0.3).unwrap();
    assert_eq!(levels.kept, ["a", "b"]);
    assert_eq!(
        [None, Some("a"), Some("b"), Some("c"), Some("z")].map(|level| levels.code(level)),
        [0, 1, 2, 3, 3]
    );
    let back: Levels = serde_json::from_str(&serde_json::to_string(&levels).unwrap()).unwrap();
    assert_eq!(back, levels);
    assert!(Levels::fit(seen, 1.5).is_err());
}

#[test]
fn weights_by_hand() {
    // Values 1–4, two rows each; churned 0, 1, 0, 2 of 2: the rates 0, ½, 0, 1 rise once 2 and 3 are pooled to ¼.
    let x = [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 4.0, 4.0];
    let churned = [false, false, true, false, false, false, true, true];
    let fitted = WoeBins::fit(&x, &churned, 4).unwrap();
    assert_eq!(fitted.bins.cuts, [1.0, 3.0]);
    let counts: Vec<_> = fitted.weights.iter().map(|bin| (bin.churned, bin.retained)).collect();
    assert_eq!(counts, [(0.0, 0.0), (0.0, 2.0), (1.0, 3.0), (2.0, 0.0)]);
    // Three bins with rows: shares of 3 + 1.5 churned and 5 + 1.5 retained.
    let share = |churned: f64, retained: f64| ((churned + 0.5) / 4.5, (retained + 0.5) / 6.5);
    let (p, q) = share(2.0, 0.0);
    assert!((fitted.apply(4.0) - (p / q).ln()).abs() < 1e-15);
    let terms = [share(0.0, 2.0), share(1.0, 3.0), (p, q)].map(|(p, q)| (p - q) * (p / q).ln());
    assert!((fitted.information_value - terms.iter().sum::<f64>()).abs() < 1e-15);
    assert_eq!(fitted.apply(f64::NAN), 0.0);
    assert_eq!(WoeBins::fit(&[1.0, 2.0], &[true, true], 2), Err(StatsError::OneClass));
    assert!(WoeBins::fit(&[1.0], &[true, false], 2).is_err());
}

#[test]
fn a_small_bin_joins_the_neighbour_of_the_nearer_rate() {
    // Rates 0 (5 rows), ⅓ (3 rows), ½ (2 rows), 1 (10 rows): the third holds a tenth of the rows and is nearer to ⅓.
    let x: Vec<f64> = [(1.0, 5), (2.0, 3), (3.0, 2), (4.0, 10)]
        .iter()
        .flat_map(|&(x, n)| vec![x; n])
        .collect();
    let churned: Vec<bool> = (0..20).map(|row| matches!(row, 5 | 8 | 10..)).collect();
    let weights = vec![1.0; 20];
    let fine = WoeBins::fit_weighted(&x, &churned, &weights, 20, 0.0).unwrap();
    assert_eq!(fine.bins.cuts, [1.0, 2.0, 3.0]);
    let coarse = WoeBins::fit_weighted(&x, &churned, &weights, 20, 0.15).unwrap();
    assert_eq!(coarse.bins.cuts, [1.0, 3.0]);
    assert_eq!((coarse.weights[2].churned, coarse.weights[2].retained), (2.0, 3.0));
    assert!(WoeBins::fit_weighted(&x, &churned, &[0.0; 20], 20, 0.1).is_err());
    assert!(WoeBins::fit_weighted(&x, &churned, &weights[..3], 20, 0.1).is_err());
    assert!(WoeBins::fit_weighted(&x, &churned, &weights, 20, 1.5).is_err());
}

proptest! {
    #[test]
    fn a_row_of_weight_two_is_the_row_twice(
        rows in prop::collection::vec((-30_i32..30, any::<bool>(), 1_u8..4), 2..80),
        most in 1_usize..12,
        least_share in 0.0_f64..0.3,
    ) {
        let x: Vec<f64> = rows.iter().map(|row| f64::from(row.0)).collect();
        let churned: Vec<bool> = rows.iter().map(|row| row.1).collect();
        prop_assume!(churned.iter().any(|&c| c) && churned.iter().any(|&c| !c));
        let weights: Vec<f64> = rows.iter().map(|row| f64::from(row.2)).collect();
        let copies = |index: usize| vec![index; usize::from(rows[index].2)];
        let many: Vec<usize> = (0..rows.len()).flat_map(copies).collect();
        let many_x: Vec<f64> = many.iter().map(|&i| x[i]).collect();
        let many_churned: Vec<bool> = many.iter().map(|&i| churned[i]).collect();
        let weighted = WoeBins::fit_weighted(&x, &churned, &weights, most, least_share).unwrap();
        let repeated = WoeBins::fit_weighted(&many_x, &many_churned, &vec![1.0; many.len()], most, least_share).unwrap();
        prop_assert_eq!(weighted, repeated);
    }

    #[test]
    fn weights_are_monotone_and_know_the_mirror(
        rows in prop::collection::vec((prop_oneof![9 => (-30_i32..30).prop_map(f64::from), 1 => Just(f64::NAN)], any::<bool>()), 2..200),
        most in 1_usize..12,
    ) {
        let (x, churned): (Vec<f64>, Vec<bool>) = rows.into_iter().unzip();
        prop_assume!(churned.iter().any(|&c| c) && churned.iter().any(|&c| !c));
        let fitted = WoeBins::fit(&x, &churned, most).unwrap();
        prop_assert_eq!(fitted.weights.len(), fitted.bins.count());
        prop_assert!(fitted.bins.cuts.is_sorted() && fitted.information_value >= 0.0);
        let rates: Vec<f64> = fitted.weights[1..].iter().filter(|bin| bin.total() > 0.0)
            .map(|bin| bin.churned / bin.total()).collect();
        prop_assert!(rates.is_sorted() || rates.iter().rev().is_sorted());
        // The bins hold all rows, each where `bin` says.
        for (bin, weight) in fitted.weights.iter().enumerate() {
            let count = |class: bool| x.iter().zip(&churned).filter(|&(&x, &c)| c == class && fitted.bins.bin(x) == bin).count() as f64;
            prop_assert_eq!((weight.churned, weight.retained), (count(true), count(false)));
        }
        let back: WoeBins = serde_json::from_str(&serde_json::to_string(&fitted).unwrap()).unwrap();
        prop_assert_eq!(back.bins, fitted.bins.clone());
    }
}
