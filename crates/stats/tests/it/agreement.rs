use holdfast_stats::agreement::{adjusted_rand, cross_table};
use holdfast_stats::error::StatsError;
use holdfast_stats::hypergeometric::upper_tail;

use crate::reference::close;

#[test]
fn agrees_with_scikit_learn_and_scipy() {
    let all: serde_json::Value = serde_json::from_str(include_str!("../reference/groups.json")).unwrap();
    let groups = |name: &str| -> Vec<u32> { serde_json::from_value(all[name].clone()).unwrap() };
    let table = cross_table(&groups("a"), &groups("b"), 4, 4).unwrap();
    close(
        adjusted_rand(&table).unwrap(),
        all["adjusted_rand"].as_f64().unwrap(),
        1e-12,
    );
    let tails: Vec<(u64, u64, u64, u64, f64)> = serde_json::from_value(all["tails"].clone()).unwrap();
    for (hits, drawn, churned, total, expected) in tails {
        let found = upper_tail(hits, drawn, churned, total).unwrap();
        assert!(
            (found - expected).abs() <= 1e-7 * expected,
            "{hits} {drawn}: {found} {expected}"
        );
    }
}

#[test]
fn names_do_not_matter_and_no_choice_agrees() {
    let a = [0, 0, 1, 1, 2, 2];
    let b = [2, 2, 0, 0, 1, 1];
    assert_eq!(adjusted_rand(&cross_table(&a, &b, 3, 3).unwrap()), Ok(1.0));
    assert_eq!(adjusted_rand(&cross_table(&[0; 5], &[0; 5], 1, 1).unwrap()), Ok(1.0));
    assert!(matches!(adjusted_rand(&[vec![1]]), Err(StatsError::TooFew { .. })));
    assert!(cross_table(&a, &[3; 6], 3, 3).is_err());
    assert!(upper_tail(3, 2, 5, 9).is_err());
}

#[test]
fn tails_by_hand() {
    // 2 of 4 drawn, 2 of 4 churned: P(both) = 1/6, P(at least one) = 5/6.
    close(upper_tail(2, 2, 2, 4).unwrap(), 1.0 / 6.0, 1e-12);
    close(upper_tail(1, 2, 2, 4).unwrap(), 5.0 / 6.0, 1e-12);
    assert_eq!(upper_tail(0, 2, 2, 4), Ok(1.0));
    // Seven of nine drawn and eight churned: at least six hits whatever is drawn.
    assert_eq!(upper_tail(6, 7, 8, 9), Ok(1.0));
}
