use holdfast_stats::error::StatsError;
use holdfast_stats::profit::{MaximumProfit, Terms, empc, empc_per_customer, maximum_profit};

use crate::reference::{Section, close};

fn alternating(n: u32) -> Vec<bool> {
    (0..n).map(|i| i % 2 == 0).collect()
}

/// METHODS §3: half of the customers churn and are ranked on top.
#[test]
fn perfect_ranking_earns_28() {
    let labels = alternating(1000);
    let scores: Vec<f64> = labels
        .iter()
        .enumerate()
        .map(|(i, &l)| if l { 2000.0 } else { 0.0 } + i as f64)
        .collect();
    let found = empc(&scores, &labels, &Terms::verbraken()).unwrap();
    close(found.profit, 28.0, 1e-6);
    close(found.fraction, 0.5, 1e-6);
    close(found.threshold_share, 0.5, 1e-12);
}

/// METHODS §3: ranked at the bottom. The hull is then the diagonal: everybody is targeted as soon as 95γ − 6 > 0, the
/// figure depends neither on n nor on how the scores are spaced.
#[test]
fn inverted_ranking_earns_22_5007912() {
    let labels = alternating(1000);
    let distinct: Vec<f64> = labels
        .iter()
        .enumerate()
        .map(|(i, &l)| if l { 0.0 } else { 2000.0 } + i as f64)
        .collect();
    let two_levels: Vec<f64> = labels.iter().map(|&l| if l { 0.0 } else { 1.0 }).collect();
    for scores in [distinct, two_levels, vec![0.5; 1000]] {
        let found = empc(&scores, &labels, &Terms::verbraken()).unwrap();
        close(found.profit, 22.500_791_2, 5e-8);
        close(found.fraction, 0.99916, 5e-6);
        assert_eq!(found.threshold_share, 1.0);
    }
}

#[test]
fn agrees_with_brute_force_integration() {
    let (ranking, profit) = (Section::named("ranking"), Section::named("profit"));
    let (scores, labels): (Vec<f64>, Vec<bool>) = (ranking.get("scores"), ranking.get("labels"));
    let values: Vec<f64> = ranking.get("values");
    let compare = |name: &str, found: holdfast_stats::profit::Empc| {
        let expected: serde_json::Value = profit.get(name);
        close(found.profit, expected["profit"].as_f64().unwrap(), 1e-6 * found.profit);
        // The best cut jumps, so that the grid of the brute force is coarser for the fraction.
        close(found.fraction, expected["fraction"].as_f64().unwrap(), 1e-4);
    };
    compare("verbraken", empc(&scores, &labels, &Terms::verbraken()).unwrap());
    compare("steep", empc(&scores, &labels, &profit.get::<Terms>("steep")).unwrap());
    compare(
        "per_customer",
        empc_per_customer(&scores, &labels, &values, &Terms::verbraken()).unwrap(),
    );
}

#[test]
fn equal_values_are_the_plain_measure() {
    let ranking = Section::named("ranking");
    let (scores, labels): (Vec<f64>, Vec<bool>) = (ranking.get("scores"), ranking.get("labels"));
    let plain = empc(&scores, &labels, &Terms::verbraken()).unwrap();
    let same = empc_per_customer(&scores, &labels, &vec![200.0; scores.len()], &Terms::verbraken()).unwrap();
    close(same.profit, plain.profit, 1e-9);
    close(same.fraction, plain.fraction, 1e-9);
    // In cents instead of yuan.
    let cents = empc_per_customer(&scores, &labels, &vec![20_000.0; scores.len()], &Terms::verbraken()).unwrap();
    close(cents.profit, 100.0 * plain.profit, 1e-7);
}

#[test]
fn ranking_the_valuable_first_earns_more() {
    let labels = [true, true, false, false, false, false, false, false];
    let values = [1000.0, 20.0, 100.0, 100.0, 100.0, 100.0, 100.0, 100.0];
    let valuable_first = [0.9, 0.2, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];
    let cheap_first = [0.2, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];
    let earned = |scores: &[f64]| {
        empc_per_customer(scores, &labels, &values, &Terms::verbraken())
            .unwrap()
            .profit
    };
    assert!(earned(&valuable_first) > earned(&cheap_first));
}

#[test]
fn maximum_profit_by_hand() {
    // A churner brings .3·190 − 1 = 56, another customer −11. Cuts: 56, 45, 34, 90, 79 over five customers.
    let scores = [0.9, 0.8, 0.7, 0.6, 0.5];
    let labels = [true, false, false, true, false];
    let found = maximum_profit(&scores, &labels, &Terms::verbraken()).unwrap();
    close(found.profit, 90.0 / 5.0, 1e-12);
    assert_eq!((found.fraction, found.threshold), (0.8, 0.6));
    // Tied with the customer below, the churner comes only together with her: 79.
    let tied = maximum_profit(&[0.9, 0.8, 0.7, 0.5, 0.5], &labels, &Terms::verbraken()).unwrap();
    close(tied.profit, 79.0 / 5.0, 1e-12);
    assert_eq!((tied.fraction, tied.threshold), (1.0, 0.5));
}

#[test]
fn where_nobody_is_worth_the_offer_nobody_is_targeted() {
    let terms = Terms {
        offer_cost: 500.0,
        ..Terms::verbraken()
    };
    let (scores, labels) = ([0.9, 0.1], [true, false]);
    let nobody = MaximumProfit {
        profit: 0.0,
        fraction: 0.0,
        threshold: f64::INFINITY,
    };
    assert_eq!(maximum_profit(&scores, &labels, &terms), Ok(nobody));
    let expected = empc(&scores, &labels, &terms).unwrap();
    assert_eq!(
        (expected.profit, expected.fraction, expected.threshold_share),
        (0.0, 0.0, 0.0)
    );
}

#[test]
fn a_free_campaign_targets_everybody() {
    let terms = Terms {
        offer_cost: 0.0,
        contact_cost: 0.0,
        ..Terms::verbraken()
    };
    let found = empc(&[0.1, 0.9], &[true, false], &terms).unwrap();
    close(found.profit, 0.5 * 0.3 * 200.0, 1e-9);
    close(found.fraction, 1.0, 1e-12);
}

#[test]
fn bad_terms_and_values_are_named() {
    let (scores, labels) = ([0.9, 0.1], [true, false]);
    for (terms, expected) in [
        (
            Terms {
                alpha: 0.0,
                ..Terms::verbraken()
            },
            "alpha",
        ),
        (
            Terms {
                beta: f64::NAN,
                ..Terms::verbraken()
            },
            "beta",
        ),
        (
            Terms {
                customer_value: -1.0,
                ..Terms::verbraken()
            },
            "customer value",
        ),
        (
            Terms {
                offer_cost: -0.1,
                ..Terms::verbraken()
            },
            "offer cost",
        ),
        (
            Terms {
                contact_cost: f64::INFINITY,
                ..Terms::verbraken()
            },
            "contact cost",
        ),
    ] {
        let found = empc(&scores, &labels, &terms);
        assert!(
            matches!(found, Err(StatsError::OutOfRange { name, .. }) if name == expected),
            "{found:?}"
        );
    }
    let worthless = empc_per_customer(&scores, &labels, &[-1.0, 1.0], &Terms::verbraken());
    assert!(matches!(
        worthless,
        Err(StatsError::OutOfRange {
            name: "mean customer value",
            ..
        })
    ));
    let missing = empc_per_customer(&scores, &labels, &[1.0, f64::NAN], &Terms::verbraken());
    assert!(matches!(missing, Err(StatsError::NotFinite { index: 1, .. })));
    assert_eq!(
        empc(&scores, &[true, true], &Terms::verbraken()),
        Err(StatsError::OneClass)
    );
}
