//! Planted segments are found, named and followed; a continuum is not called segments.

use holdfast_domain::lang::Bilingual;
use holdfast_stats::agreement::{adjusted_rand, cross_table};
use proptest::prelude::*;

use super::figures::figures;
use super::matching::best_matching;
use super::migration::Migration;
use super::profile::What;
use super::segment::{Family, SegmentModel, SegmentSettings};
use crate::contract::row_key::mix;
use crate::error::LearnError;
use crate::frame::{Feature, FeatureData, Frame, MISSING};

fn uniform(row: usize, stream: u64) -> f64 {
    mix(mix(row as u64) ^ stream) as f64 / u64::MAX as f64
}

fn normal(row: usize, stream: u64) -> f64 {
    (0..12).map(|k| uniform(row, stream * 100 + k)).sum::<f64>() - 6.0
}

fn number(name: &str, values: Vec<f64>) -> Feature {
    Feature {
        name: name.into(),
        data: FeatureData::Number(values),
    }
}

fn category(name: &str, codes: Vec<u32>, levels: &[&str]) -> Feature {
    Feature {
        name: name.into(),
        data: FeatureData::Category {
            codes,
            levels: levels.iter().map(|&l| l.to_owned()).collect(),
        },
    }
}

/// Four planted segments of 40, 30, 20 and 10 %: spend is heavy-tailed, some values are missing, one column says nothing.
fn planted(n: usize) -> (Frame, Vec<u32>) {
    let truth: Vec<u32> = (0..n)
        .map(|row| match uniform(row, 1) {
            u if u < 0.4 => 0,
            u if u < 0.7 => 1,
            u if u < 0.9 => 2,
            _ => 3,
        })
        .collect();
    let of = |values: [f64; 4], row: usize| values[truth[row] as usize];
    let spend = (0..n)
        .map(|row| (of([1.0, 1.0, 5.0, 5.0], row) + 0.4 * normal(row, 2)).exp())
        .collect();
    let visits = (0..n)
        .map(|row| {
            if row % 31 == 0 {
                f64::NAN
            } else {
                of([2.0, 20.0, 20.0, 2.0], row) + 1.5 * normal(row, 3)
            }
        })
        .collect();
    let plan = (0..n)
        .map(|row| {
            if row % 37 == 0 {
                MISSING
            } else if uniform(row, 4) < 0.9 {
                truth[row] % 2
            } else {
                2
            }
        })
        .collect();
    let noise = (0..n).map(|row| normal(row, 5)).collect();
    let frame = Frame {
        rows: n,
        columns: vec![
            number("spend", spend),
            number("visits", visits),
            category("plan", plan, &["basic", "gold", "other"]),
            number("noise", noise),
        ],
    };
    (frame, truth)
}

fn agreement(a: &[u32], b: &[u32], groups: usize) -> f64 {
    adjusted_rand(&cross_table(a, b, groups, groups).unwrap()).unwrap()
}

#[test]
fn planted_segments_are_recovered_and_their_number_is_found() {
    let (frame, truth) = planted(3000);
    let rows: Vec<u32> = (0..3000).collect();
    // A column of noise is for mixtures only: to a centre it is as good as any.
    for (family, columns) in [(Family::KMeans, 3), (Family::Mixture, 4)] {
        let columns: Vec<usize> = (0..columns).collect();
        let settings = SegmentSettings {
            family,
            ..SegmentSettings::default()
        };
        let model = SegmentModel::fit(&frame, &columns, &rows, &settings).unwrap().unwrap();
        assert_eq!(model.segments, 4, "{family:?} {:?}", model.tried);
        assert!(model.stable && model.apart);
        assert_eq!(model.tried.len(), 7);
        let found = model.assign(&frame).unwrap();
        let agreement = agreement(&found, &truth, 4);
        assert!(agreement > 0.93, "{family:?} {agreement}");
        // Numbered by falling size.
        let sizes: Vec<u64> = figures(&found, 4, None, None)
            .unwrap()
            .iter()
            .map(|f| f.customers)
            .collect();
        assert!(sizes.windows(2).all(|w| w[0] >= w[1]), "{sizes:?}");
    }
}

#[test]
fn a_stored_model_divides_another_table_the_same_way_whatever_the_order() {
    let (frame, _) = planted(1500);
    let rows: Vec<u32> = (0..1500).collect();
    let settings = SegmentSettings {
        max_groups: 5,
        ..SegmentSettings::default()
    };
    let model = SegmentModel::fit(&frame, &[0, 1, 2], &rows, &settings)
        .unwrap()
        .unwrap();
    let found = model.assign(&frame).unwrap();
    let reversed: Vec<u32> = rows.iter().rev().copied().collect();
    let turned = SegmentModel::fit(&frame.take(&reversed), &[0, 1, 2], &rows, &settings)
        .unwrap()
        .unwrap();
    assert_eq!(turned.assign(&frame).unwrap(), found);
    let stored: SegmentModel = serde_json::from_str(&serde_json::to_string(&model).unwrap()).unwrap();
    assert_eq!(stored, model);
    // Columns elsewhere, levels under other codes, a level that was not there.
    let mut other = frame.take(&rows);
    other.columns.reverse();
    if let FeatureData::Category { codes, levels } = &mut other.columns[1].data {
        levels.swap(0, 1);
        levels.push("new".into());
        codes.iter_mut().for_each(|c| {
            *c = match *c {
                0 => 1,
                1 => 0,
                c => c,
            }
        });
        codes[7] = 3;
    }
    let again = stored.assign(&other).unwrap();
    assert!(
        again
            .iter()
            .zip(&found)
            .enumerate()
            .all(|(row, (a, b))| row == 7 || a == b)
    );
    assert!(matches!(
        stored.assign(&Frame {
            rows: 1,
            columns: vec![number("spend", vec![1.0])]
        }),
        Err(LearnError::MissingColumn { .. })
    ));
}

#[test]
fn a_continuum_is_not_called_segments() {
    let n = 2000;
    let frame = Frame {
        rows: n,
        columns: (0..4)
            .map(|k| number(&format!("x{k}"), (0..n).map(|row| normal(row, k)).collect()))
            .collect(),
    };
    let rows: Vec<u32> = (0..n as u32).collect();
    let apart = |frame: &Frame, seed: u64| {
        let settings = SegmentSettings {
            seed,
            ..SegmentSettings::default()
        };
        let model = SegmentModel::fit(frame, &[0, 1, 2, 3], &rows, &settings)
            .unwrap()
            .unwrap();
        model.apart
    };
    assert!(!apart(&frame, 0) && !apart(&frame, 1));
    // A long cloud: cut across it comes back on any half, but it is one.
    let long = (0..4)
        .map(|k| {
            number(
                &format!("x{k}"),
                (0..n).map(|row| 2.0 * normal(row, 9) + normal(row, k)).collect(),
            )
        })
        .collect();
    assert!(!apart(&Frame { rows: n, columns: long }, 0));
}

#[test]
fn small_constant_and_missing_tables_are_answered() {
    let settings = SegmentSettings::default();
    let fit = |columns: Vec<Feature>, n: usize| {
        let rows: Vec<u32> = (0..n as u32).collect();
        let all: Vec<usize> = (0..columns.len()).collect();
        SegmentModel::fit(&Frame { rows: n, columns }, &all, &rows, &settings).unwrap()
    };
    assert!(fit(vec![number("x", vec![1.0; 50])], 50).is_none());
    assert!(fit(vec![number("x", vec![f64::NAN; 50])], 50).is_none());
    assert!(fit(vec![category("c", vec![MISSING; 9], &["a"])], 9).is_none());
    assert!(fit(vec![number("x", vec![3.0])], 1).is_none());
    // Ids are names, not groups.
    let ids: Vec<String> = (0..60).map(|i| format!("id{i}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    assert!(fit(vec![category("id", (0..60).collect(), &ids)], 60).is_none());
    // Thirty rows, a missing category as the only difference, huge values.
    let model = fit(
        vec![number("x", (0..30).map(|i| f64::from(i % 2) * 1e300).collect())],
        30,
    )
    .unwrap();
    assert_eq!(model.segments, 2);
    assert!(
        fit(
            vec![category(
                "c",
                (0..30).map(|i| if i % 2 == 0 { 0 } else { MISSING }).collect(),
                &["a"]
            )],
            30
        )
        .is_some()
    );
    let wrong = SegmentSettings {
        min_groups: 1,
        ..settings
    };
    let frame = Frame {
        rows: 2,
        columns: vec![number("x", vec![1.0, 2.0])],
    };
    assert!(matches!(
        SegmentModel::fit(&frame, &[0], &[0, 1], &wrong),
        Err(LearnError::Setting { .. })
    ));
    assert!(matches!(
        SegmentModel::fit(&frame, &[3], &[0, 1], &settings),
        Err(LearnError::Mismatch { .. })
    ));
}

#[test]
fn segments_are_named_by_what_sets_them_apart() {
    let (frame, truth) = planted(3000);
    let rows: Vec<u32> = (0..3000).collect();
    let model = SegmentModel::fit(&frame, &[0, 1, 2, 3], &rows, &SegmentSettings::default())
        .unwrap()
        .unwrap();
    let assignment = model.assign(&frame).unwrap();
    let profiles = model.profiles(&frame, &assignment).unwrap();
    let labels = [
        ("花费", "spend"),
        ("到店次数", "visits"),
        ("套餐", "plan"),
        ("噪声", "noise"),
    ]
    .map(|(zh, en)| Bilingual::new(zh, en));
    let names = model.names(&profiles, &labels);
    let of = |planted: u32| {
        let row = truth.iter().position(|&t| t == planted).unwrap();
        assignment[row] as usize
    };
    // The rarest: high spend, few visits; the most frequent: low spend, few visits.
    assert!(
        names[of(3)].en.contains("high spend") && names[of(3)].zh.contains("花费偏高"),
        "{names:?}"
    );
    assert!(
        profiles[of(3)]
            .telling(3)
            .iter()
            .any(|d| d.name == "visits" && d.difference < 0.0)
    );
    for (i, profile) in profiles.iter().enumerate() {
        assert!(profile.telling(3).iter().all(|d| d.name != "noise"), "{profile:?}");
        assert!(
            names.iter().enumerate().all(|(j, name)| i == j || *name != names[i]),
            "{names:?}"
        );
    }
    let d = profiles[of(2)].distinctions.iter().find(|d| d.name == "spend").unwrap();
    let What::Number { own, rest } = d.what else { panic!() };
    assert!(own > 100.0 && rest < 20.0, "{own} {rest}");
}

#[test]
fn figures_by_hand() {
    let found = figures(
        &[0, 1, 0, 0],
        3,
        Some(&[true, false, false, true]),
        Some(&[1.0, 2.0, 3.0, 4.5]),
    )
    .unwrap();
    assert_eq!((found[0].customers, found[0].share), (3, 0.75));
    let churn = found[0].churn.unwrap();
    assert_eq!((churn.churned, churn.rate), (2, 2.0 / 3.0));
    assert_eq!(churn.interval, holdfast_stats::interval::wilson(2, 3));
    let value = found[0].value.unwrap();
    assert_eq!((value.sum, value.churned), (8.5, Some(5.5)));
    assert_eq!((found[2].customers, found[2].churn.unwrap().interval.high), (0, 1.0));
    assert!(figures(&[3], 3, None, None).is_err());
    assert_eq!(figures(&[], 3, None, None), Err(LearnError::Empty));
    assert!(matches!(
        figures(&[0], 1, None, Some(&[f64::NAN])),
        Err(LearnError::NotFinite { row: 0, .. })
    ));
}

#[test]
fn moves_by_hand() {
    let before = [(1, 0), (2, 0), (3, 1), (4, 1), (5, 1)];
    let after = [(9, 0), (2, 1), (1, 0), (4, 1), (3, 1)];
    let moved = Migration::of_one_model(&before, &after, 2).unwrap();
    assert_eq!(moved.counts, [[1, 1], [0, 2]]);
    assert_eq!(
        (moved.gone.as_slice(), moved.new.as_slice()),
        ([0, 1].as_slice(), [1, 0].as_slice())
    );
    assert_eq!(moved.shares(0), Some(vec![0.5, 0.5]));
    assert_eq!(moved.stayed(), Some(0.75));
    // Another model with other numbers, and one segment more.
    let renamed: Vec<(u64, u32)> = before.iter().map(|&(c, s)| (c, [2, 0][s as usize])).collect();
    let matched = Migration::of_two_models(&before, &renamed, 2, 3).unwrap();
    assert_eq!(matched.successor, [Some(2), Some(0)]);
    assert_eq!((matched.stayed(), matched.agreement()), (Some(1.0), Ok(1.0)));
    assert!(Migration::of_one_model(&[(1, 0), (1, 1)], &after, 2).is_err());
    assert_eq!(Migration::of_one_model(&before, &[(7, 0)], 2).unwrap().stayed(), None);
}

#[test]
fn greedy_matching_would_be_worse() {
    // The largest pair first (10) leaves 0; the best is 9 + 9.
    assert_eq!(best_matching(&[vec![10, 9], vec![9, 0]]), [Some(1), Some(0)]);
    assert_eq!(best_matching(&[vec![1], vec![5], vec![0]]), [None, Some(0), None]);
    assert!(best_matching(&[]).is_empty());
}

proptest! {
    #[test]
    fn a_matching_is_the_best_of_all(gain in prop::collection::vec(prop::collection::vec(0u64..20, 4), 4)) {
        fn best(gain: &[Vec<u64>], row: usize, taken: u8) -> u64 {
            if row == gain.len() { return 0; }
            (0..4).filter(|c| taken >> c & 1 == 0).map(|c| gain[row][c] + best(gain, row + 1, taken | 1 << c)).max().unwrap()
        }
        let found = best_matching(&gain);
        let sum: u64 = found.iter().enumerate().filter_map(|(r, c)| Some(gain[r][(*c)?])).sum();
        prop_assert_eq!(sum, best(&gain, 0, 0));
        let mut used: Vec<usize> = found.into_iter().flatten().collect();
        used.sort_unstable();
        let n = used.len();
        used.dedup();
        prop_assert_eq!(used.len(), n);
    }
}
