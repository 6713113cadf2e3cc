//! Boosting on a CSV file with a label column, for `cargo xtask bench boosting`: rows with number % 5 = 0 are the test
//! rows. Prints JSON: AUC, log loss, seconds to fit and to predict.
//!
//! `boost_bench FILE [LABEL ID [cv]]`: a column is numeric where every value of it is a number, else a category; with `cv`
//! the whole ensemble is cross-validated instead.

#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::time::Instant;

use holdfast_learn::boost::fit::fit;
use holdfast_learn::boost::settings::BoostSettings;
use holdfast_learn::encode::binner::{BinSettings, Binner};
use holdfast_learn::ensemble::candidate::Candidate;
use holdfast_learn::ensemble::cross_validate::cross_validate;
use holdfast_learn::ensemble::fit::EnsembleSettings;
use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};
use holdfast_stats::calibration::{log_loss, slope_intercept};
use holdfast_stats::discrimination::auc;
use holdfast_stats::special::sigmoid;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(file) = arguments.first() else {
        return Err("usage: boost_bench FILE [LABEL_COLUMN ID_COLUMN [cv]]".into());
    };
    let named = |place: usize, usual: &'static str| arguments.get(place).map_or(usual, String::as_str);
    let (frame, labels) = read(file, named(1, "churn"), named(2, "id"))?;
    if arguments.get(3).is_some_and(|a| a == "cv") {
        return cross_validated(&frame, &labels);
    }
    let (test, train): (Vec<u32>, Vec<u32>) = (0..frame.rows as u32).partition(|r| r % 5 == 0);
    let started = Instant::now();
    let settings = BoostSettings::for_rows(train.len(), 1);
    // The number of trees is found on a fifth of the training rows, then all of them are learned from.
    let binner = Binner::fit(&frame, &train, BinSettings::default());
    let binned = binner.transform(&frame);
    let (watch, learn): (Vec<u32>, Vec<u32>) = train.iter().partition(|&&r| r % 5 == 1);
    let trial = fit(&binned, &labels, &learn, &watch, &settings)?;
    let best = trial
        .curve
        .iter()
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(b.1))
        .map_or(1, |(i, _)| i.max(1));
    let trial_seconds = started.elapsed().as_secs_f64();
    let refit = Instant::now();
    let booster = fit(
        &binned,
        &labels,
        &train,
        &[],
        &BoostSettings {
            rounds: best,
            ..settings
        },
    )?
    .booster;
    let refit_seconds = refit.elapsed().as_secs_f64();
    let predicting = Instant::now();
    let probabilities: Vec<f64> = booster.margins(&binned, &test).into_iter().map(sigmoid).collect();
    let predict_seconds = predicting.elapsed().as_secs_f64();
    let truth: Vec<bool> = test.iter().map(|&r| labels[r as usize]).collect();
    let report = serde_json::json!({
        "auc": auc(&probabilities, &truth)?,
        "log_loss": log_loss(&probabilities, &truth)?,
        "fit_seconds": refit_seconds,
        "search_seconds": trial_seconds,
        "predict_seconds": predict_seconds,
        "trees": best,
        "leaves": 1 << settings.depth,
        "learning_rate": settings.learning_rate,
    });
    println!("{report}");
    Ok(())
}

fn cross_validated(frame: &Frame, labels: &[bool]) -> Result<(), Box<dyn std::error::Error>> {
    for seed in 0..3 {
        let started = Instant::now();
        let settings = EnsembleSettings::for_rows(frame.rows, frame.columns.len(), seed);
        let cv = cross_validate(frame, labels, 5, &settings, &mut |_, _| ())?;
        print!(
            "seed {seed}: {:.2}s chosen {:?}",
            started.elapsed().as_secs_f64(),
            cv.chosen
        );
        for candidate in Candidate::ALL {
            let p = &cv.by_candidate[candidate as usize];
            print!(
                " | {} auc {:.4} loss {:.4}",
                candidate.name(),
                auc(p, labels)?,
                log_loss(p, labels)?
            );
        }
        let slope = slope_intercept(&cv.probabilities, labels)?;
        println!(
            " | final auc {:.4} loss {:.4} slope {:.3}",
            auc(&cv.probabilities, labels)?,
            log_loss(&cv.probabilities, labels)?,
            slope.slope
        );
    }
    Ok(())
}

fn read(file: &str, label: &str, id: &str) -> Result<(Frame, Vec<bool>), Box<dyn std::error::Error>> {
    let mut reader = csv::Reader::from_path(file)?;
    let names: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    let mut cells: Vec<Vec<String>> = vec![Vec::new(); names.len()];
    for record in reader.records() {
        for (column, cell) in cells.iter_mut().zip(record?.iter()) {
            column.push(cell.trim().to_owned());
        }
    }
    let rows = cells[0].len();
    let mut labels = Vec::new();
    let mut columns = Vec::new();
    for (name, values) in names.into_iter().zip(cells) {
        if name == label {
            labels = values.iter().map(|v| v == "1" || v == "Yes" || v == "是").collect();
        } else if name != id {
            columns.push(Feature {
                name,
                data: feature(&values),
            });
        }
    }
    Ok((Frame { columns, rows }, labels))
}

fn feature(values: &[String]) -> FeatureData {
    let numbers: Option<Vec<f64>> = values
        .iter()
        .map(|v| if v.is_empty() { Some(f64::NAN) } else { v.parse().ok() })
        .collect();
    if let Some(numbers) = numbers {
        return FeatureData::Number(numbers);
    }
    let mut code_of: BTreeMap<&str, u32> = BTreeMap::new();
    let mut levels = Vec::new();
    let codes = values
        .iter()
        .map(|v| {
            if v.is_empty() {
                return MISSING;
            }
            *code_of.entry(v).or_insert_with(|| {
                levels.push(v.clone());
                levels.len() as u32 - 1
            })
        })
        .collect();
    FeatureData::Category { codes, levels }
}
