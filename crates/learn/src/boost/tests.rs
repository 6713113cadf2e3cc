//! What the learner keeps, whatever the table.

use holdfast_stats::calibration::log_loss;
use holdfast_stats::discrimination::auc;
use holdfast_stats::special::sigmoid;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::plan::{BoostingSettings, Monotone};
use crate::contract::fitted::Fitted;
use crate::contract::method::Method;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::{Feature, FeatureData, Frame, MISSING};

/// A table with an interaction, a category of 60 levels and gaps.
fn table(rows: usize, seed: u64) -> (Frame, Vec<bool>) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut numbers = vec![Vec::new(); 4];
    let mut codes = vec![Vec::new(); 2];
    let mut labels = Vec::new();
    for _ in 0..rows {
        let x: [f64; 4] = std::array::from_fn(|_| rng.gen_range(-2.0..2.0));
        let few: u32 = rng.gen_range(0..3);
        let many: u32 = rng.gen_range(0..60);
        let z = x[0] + x[1] * f64::from(few == 1) + f64::from(many % 7) * 0.4 - 2.0;
        labels.push(rng.r#gen::<f64>() < sigmoid(z));
        for (column, value) in numbers.iter_mut().zip(x) {
            let gone = rng.r#gen::<f64>() < 0.1;
            column.push(if gone { f64::NAN } else { value });
        }
        codes[0].push(few);
        codes[1].push(if rng.r#gen::<f64>() < 0.1 { MISSING } else { many });
    }
    let mut columns: Vec<Feature> = (numbers.into_iter().enumerate())
        .map(|(k, values)| Feature {
            name: format!("x{k}"),
            data: FeatureData::Number(values),
        })
        .collect();
    for (name, codes, levels) in [("few", codes.remove(0), 3), ("many", codes.remove(0), 60)] {
        columns.push(Feature {
            name: name.into(),
            data: FeatureData::Category {
                codes,
                levels: (0..levels).map(|level| format!("level {level}")).collect(),
            },
        });
    }
    (Frame { columns, rows }, labels)
}

fn method() -> Method {
    Method::Boosting(BoostingSettings::default())
}

fn whole(frame: &Frame) -> Vec<u32> {
    (0..frame.rows as u32).collect()
}

fn fit(frame: &Frame, labels: &[bool]) -> Fitted {
    method().fit(&Task::whole(frame, labels, &whole(frame), 7)).unwrap()
}

#[test]
fn learns_what_was_planted_and_is_calibrated_on_new_rows() {
    let (frame, labels) = table(3000, 1);
    let (new, truth) = table(3000, 2);
    let p = fit(&frame, &labels).probabilities(&new).unwrap();
    // With the planted log-odds, gaps integrated out, AUC is .807 and log loss .505. 3,000 new rows are within .016 and .02 of that (two
    // standard errors), and .03 is what learning it from 3,000 rows may cost.
    let (area, loss) = (auc(&p, &truth).unwrap(), log_loss(&p, &truth).unwrap());
    assert!(area > 0.807 - 0.016 - 0.03, "{area}");
    assert!(loss < 0.505 + 0.02 + 0.03, "{loss}");
    let rate = |values: Vec<f64>| values.iter().sum::<f64>() / 3000.0;
    let seen = rate(truth.iter().map(|&l| f64::from(u8::from(l))).collect());
    assert!((rate(p) - seen).abs() < 0.03);
}

#[test]
fn the_order_of_rows_and_a_whole_weight_change_no_bit() {
    let (frame, labels) = table(700, 3);
    let rows = whole(&frame);
    let weights: Vec<f64> = rows.iter().map(|row| f64::from(1 + row % 3)).collect();
    let weighted = Task {
        weights: &weights,
        ..Task::whole(&frame, &labels, &rows, 7)
    };
    let by_weight = method().fit(&weighted).unwrap().margins(&frame).unwrap();
    // Row r stands 1 + r % 3 times, and all stand backwards.
    let repeated: Vec<u32> = rows
        .iter()
        .rev()
        .flat_map(|&row| vec![row; 1 + row as usize % 3])
        .collect();
    let copies = frame.take(&repeated);
    let copied: Vec<bool> = repeated.iter().map(|&row| labels[row as usize]).collect();
    let by_row = method()
        .fit(&Task::whole(&copies, &copied, &whole(&copies), 7))
        .unwrap()
        .margins(&frame)
        .unwrap();
    assert_eq!(by_weight, by_row);
}

#[test]
fn fractional_and_huge_weights_shift_the_base_rate_as_they_should() {
    let (frame, labels) = table(800, 4);
    let rows = whole(&frame);
    for unit in [0.37, 1e12] {
        let weights: Vec<f64> = labels
            .iter()
            .map(|&label| if label { 3.0 * unit } else { unit })
            .collect();
        let task = Task {
            weights: &weights,
            ..Task::whole(&frame, &labels, &rows, 7)
        };
        let p = method().fit(&task).unwrap().probabilities(&frame).unwrap();
        let all: f64 = weights.iter().sum();
        let mean: f64 = p.iter().zip(&weights).map(|(p, w)| p * w).sum::<f64>() / all;
        let churned: f64 = (weights.iter().zip(&labels))
            .map(|(w, &l)| if l { *w } else { 0.0 })
            .sum();
        assert!((mean - churned / all).abs() < 0.03, "{mean} {}", churned / all);
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let (frame, labels) = table(40_000, 5);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| serde_json::to_string(&fit(&frame, &labels)).unwrap())
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn a_monotone_column_is_kept_everywhere() {
    let (frame, labels) = table(2500, 6);
    let settings = BoostingSettings {
        monotone: vec![
            Monotone {
                column: "x0".into(),
                rising: true,
            },
            Monotone {
                column: "x1".into(),
                rising: false,
            },
        ],
        ..BoostingSettings::default()
    };
    let fitted = Method::Boosting(settings)
        .fit(&Task::whole(&frame, &labels, &whole(&frame), 7))
        .unwrap();
    let some: Vec<u32> = (0..60).collect();
    for (column, sign) in [(0, 1.0), (1, -1.0)] {
        let mut before: Option<Vec<f64>> = None;
        for step in 0..60 {
            let mut moved = frame.take(&some);
            moved.columns[column].data = FeatureData::Number(vec![f64::from(step) / 15.0 - 2.0; 60]);
            let margins = fitted.margins(&moved).unwrap();
            if let Some(before) = before {
                assert!(before.iter().zip(&margins).all(|(a, b)| (b - a) * sign >= -1e-12));
            }
            before = Some(margins);
        }
    }
}

#[test]
fn a_monotone_column_must_be_a_number() {
    let (frame, labels) = table(200, 6);
    let settings = BoostingSettings {
        monotone: vec![Monotone {
            column: "few".into(),
            rising: true,
        }],
        ..BoostingSettings::default()
    };
    let refused = Method::Boosting(settings).fit(&Task::whole(&frame, &labels, &whole(&frame), 7));
    assert!(matches!(refused, Err(LearnError::MissingColumn { column }) if column == "few"));
}

#[test]
fn a_stored_model_predicts_and_explains_to_the_bit() {
    let (frame, labels) = table(900, 8);
    let fitted = fit(&frame, &labels);
    let read: Fitted = serde_json::from_str(&serde_json::to_string(&fitted).unwrap()).unwrap();
    assert_eq!(fitted.margins(&frame).unwrap(), read.margins(&frame).unwrap());
    assert_eq!(
        fitted.contributions(&frame).unwrap(),
        read.contributions(&frame).unwrap()
    );
}

#[test]
fn contributions_add_up_for_seen_and_unseen_levels() {
    let (frame, labels) = table(1200, 9);
    let fitted = fit(&frame, &labels);
    let mut strange = frame.take(&(0..50).collect::<Vec<u32>>());
    strange.columns[5].data = FeatureData::Category {
        codes: (0..50).map(|row| if row % 5 == 0 { MISSING } else { 0 }).collect(),
        levels: vec!["never seen".into()],
    };
    for frame in [&frame, &strange] {
        let margins = fitted.margins(frame).unwrap();
        let reasons = fitted.contributions(frame).unwrap();
        for (row, margin) in margins.iter().enumerate() {
            let sum = reasons.base + reasons.row(row).iter().sum::<f64>();
            assert!((sum - margin).abs() < 1e-9 * margin.abs().max(1.0));
        }
    }
    // Counted from the mean over the background: on the rows it was fitted on the values average to about 0.
    let reasons = fitted.contributions(&frame).unwrap();
    let mean: f64 = (0..1200).map(|row| reasons.row(row)[0]).sum::<f64>() / 1200.0;
    assert!(mean.abs() < 0.1, "{mean}");
}

#[test]
fn hard_tables_end_in_numbers() {
    let labels: Vec<bool> = (0..40).map(|row| row % 13 == 0).collect();
    let number = |name: &str, of: &dyn Fn(usize) -> f64| Feature {
        name: name.into(),
        data: FeatureData::Number((0..40).map(of).collect()),
    };
    let frame = Frame {
        columns: vec![
            number("missing", &|_| f64::NAN),
            number("constant", &|_| 3.0),
            number("huge", &|row| if row % 2 == 0 { 1e300 } else { -1e300 }),
            number("id", &|row| row as f64),
        ],
        rows: 40,
    };
    let p = fit(&frame, &labels).probabilities(&frame).unwrap();
    assert!(p.iter().all(|p| p.is_finite() && *p > 0.0 && *p < 1.0));
    let one = Frame {
        columns: vec![frame.columns[0].clone()],
        rows: 40,
    };
    let p = fit(&one, &labels).probabilities(&one).unwrap();
    // Nothing to go by: everybody has the churn rate.
    assert!(p.iter().all(|p| (p - 0.1).abs() < 1e-9), "{p:?}");
}

#[test]
fn one_in_a_hundred_and_four_hundred_columns_are_learned_from() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
    let rows = 6000;
    let columns: Vec<Vec<f64>> = (0..400)
        .map(|_| (0..rows).map(|_| rng.gen_range(-2.0..2.0)).collect())
        .collect();
    let labels: Vec<bool> = (0..rows)
        .map(|row| rng.r#gen::<f64>() < sigmoid(2.0 * columns[3][row] - 6.2))
        .collect();
    let columns = (columns.into_iter().enumerate())
        .map(|(k, values)| Feature {
            name: format!("x{k}"),
            data: FeatureData::Number(values),
        })
        .collect();
    let frame = Frame { columns, rows };
    let train: Vec<u32> = (0..4000).collect();
    let test: Vec<u32> = (4000..6000).collect();
    let fitted = method().fit(&Task::whole(&frame, &labels, &train, 7)).unwrap();
    let p = fitted.probabilities(&frame.take(&test)).unwrap();
    let truth: Vec<bool> = test.iter().map(|&row| labels[row as usize]).collect();
    assert!(auc(&p, &truth).unwrap() > 0.8, "{}", auc(&p, &truth).unwrap());
}

#[test]
fn tables_of_a_few_different_rows_keep_the_rate_of_each() {
    // Equal rows have equal keys: no part can be held out.
    let rate_in_20 = [1, 6, 11, 17];
    let cell = |row: usize| row % 4;
    let labels: Vec<bool> = (0..2000).map(|row| row / 4 % 20 < rate_in_20[cell(row)]).collect();
    let column = |name: &str, of: &dyn Fn(usize) -> f64| Feature {
        name: name.into(),
        data: FeatureData::Number((0..2000).map(of).collect()),
    };
    let frame = Frame {
        columns: vec![
            column("a", &|row| (cell(row) / 2) as f64),
            column("b", &|row| (cell(row) % 2) as f64),
        ],
        rows: 2000,
    };
    let p = fit(&frame, &labels).probabilities(&frame).unwrap();
    for (row, &rate) in rate_in_20.iter().enumerate() {
        assert!((p[row] - rate as f64 / 20.0).abs() < 0.03, "{} {rate}", p[row]);
    }
    let constant = Frame {
        columns: vec![column("c", &|_| 1.0)],
        rows: 2000,
    };
    let p = fit(&constant, &labels).probabilities(&constant).unwrap();
    assert!((p[0] - 35.0 / 80.0).abs() < 1e-9, "{}", p[0]);
}
