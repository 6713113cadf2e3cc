use holdfast_stats::error::StatsError;
use holdfast_stats::interval::{bootstrap, net_promoter, over_folds, wilson};

use crate::reference::{Section, close};

#[test]
fn wilson_agrees_with_scipy() {
    for [successes, n, low, high] in Section::named("other").get::<Vec<[f64; 4]>>("wilson") {
        let found = wilson(successes as u64, n as u64);
        close(found.low, low, 1e-12);
        close(found.high, high, 1e-12);
    }
}

#[test]
fn wilson_is_exact_at_the_ends() {
    let nothing = wilson(0, 0);
    assert_eq!((nothing.low, nothing.high), (0.0, 1.0));
    assert_eq!(wilson(0, 7).low, 0.0);
    assert_eq!(wilson(7, 7).high, 1.0);
    assert_eq!(wilson(9, 7), wilson(7, 7));
}

#[test]
fn folds_agree_with_scipy() {
    let reference = Section::named("other");
    let folds: Vec<f64> = reference.get("folds");
    let found = over_folds(&folds, 0.2).unwrap();
    let [low, high]: [f64; 2] = reference.get("fold_interval");
    close(found.ci_low, low, 1e-9);
    close(found.ci_high, high, 1e-9);
    assert_eq!(found.n, 5);
}

#[test]
fn equal_folds_have_no_width() {
    let found = over_folds(&[0.1; 5], 0.2).unwrap();
    assert_eq!(
        (found.mean, found.sd, found.ci_low, found.ci_high),
        (0.1, 0.0, 0.1, 0.1)
    );
}

#[test]
fn unusable_folds_are_named() {
    assert!(matches!(
        over_folds(&[0.5], 0.2),
        Err(StatsError::TooFew { found: 1, .. })
    ));
    assert!(matches!(
        over_folds(&[0.5, 0.6], 1.0),
        Err(StatsError::OutOfRange { name: "test share", .. })
    ));
    assert!(matches!(
        over_folds(&[0.5, f64::NAN], 0.2),
        Err(StatsError::NotFinite { index: 1, .. })
    ));
}

fn mean_of(values: &[f64]) -> impl Fn(&[u32]) -> Option<f64> + Sync {
    move |rows| Some(rows.iter().map(|&row| values[row as usize]).sum::<f64>() / rows.len() as f64)
}

#[test]
fn bootstrap_of_a_mean_finds_its_standard_error() {
    let values: Vec<f64> = (0..400).map(|i| f64::from((i * 73) % 400)).collect();
    let found = bootstrap(400, 2000, 7, mean_of(&values)).unwrap();
    assert_eq!((found.mean, found.n), (199.5, 2000));
    // The standard error of the mean of 0…399.
    let expected = ((400.0_f64 * 400.0 - 1.0) / 12.0).sqrt() / 20.0;
    close(found.sd, expected, 0.05 * expected);
    close(found.ci_low, 199.5 - 1.96 * expected, 0.15 * expected);
    close(found.ci_high, 199.5 + 1.96 * expected, 0.15 * expected);
}

#[test]
fn bootstrap_depends_on_the_seed_and_not_on_threads() {
    let values: Vec<f64> = (0..50).map(f64::from).collect();
    let on = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| bootstrap(50, 300, seed, mean_of(&values)).unwrap())
    };
    assert_eq!(on(1, 1), on(4, 1));
    assert_ne!(on(1, 1), on(1, 2));
}

#[test]
fn samples_without_a_value_are_left_out_or_refused() {
    // Undefined where row 0 is missing: about e⁻¹ of the samples.
    let needs_row_0 = |rows: &[u32]| rows.contains(&0).then_some(1.0);
    let found = bootstrap(30, 400, 3, needs_row_0).unwrap();
    assert!((200..320).contains(&found.n), "{}", found.n);
    // Defined on the rows themselves alone.
    let needs_every_row = |rows: &[u32]| rows.iter().enumerate().all(|(i, &row)| i as u32 == row).then_some(1.0);
    let refused = bootstrap(30, 400, 3, needs_every_row);
    assert_eq!(
        refused,
        Err(StatsError::UndefinedStatistic {
            defined: 0,
            replicates: 400
        })
    );
    let never = bootstrap(30, 400, 3, |_| Some(f64::NAN));
    assert!(matches!(never, Err(StatsError::UndefinedStatistic { .. })));
    assert_eq!(bootstrap(0, 400, 3, |_| Some(1.0)), Err(StatsError::Empty));
}

#[test]
fn net_promoter_by_hand() {
    // 10 answers, 5 promoters, 2 detractors: p = 5.75/13, d = 2.75/13, p − d = 3/13, variance (8.5/13 − 9/169)/13 = .0462.
    let found = net_promoter(5, 2, 10).unwrap();
    close(found.score, 0.3, 1e-15);
    let half = 1.959_963_984_540_054 * ((8.5 / 13.0 - 9.0 / 169.0) / 13.0_f64).sqrt();
    close(found.interval.low, 3.0 / 13.0 - half, 1e-12);
    close(found.interval.high, 3.0 / 13.0 + half, 1e-12);
    close(half, 0.421_275, 1e-6);
    // One answer knows little: p − d = 1.75/4 − .75/4 = .25, variance (2.5/4 − .0625)/4 = .140625, ±1.96·.375. All of one kind is no
    // certainty.
    close(
        net_promoter(1, 0, 1).unwrap().interval.high,
        0.25 + 1.959_963_984_540_054 * 0.375,
        1e-12,
    );
    assert!(net_promoter(50, 0, 50).unwrap().interval.low < 0.96);
    assert_eq!(net_promoter(0, 0, 0), Err(StatsError::Empty));
    assert!(matches!(net_promoter(2, 2, 3), Err(StatsError::OutOfRange { .. })));
}
