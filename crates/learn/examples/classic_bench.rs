//! Fit and prediction times of the classic learners on a made-up table: `classic_bench [ROWS] [COLUMNS] [NAME]`.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::time::Instant;

use holdfast_learn::bayes::fit::BayesSettings;
use holdfast_learn::contract::method::Method;
use holdfast_learn::contract::row_key::mix;
use holdfast_learn::contract::task::Task;
use holdfast_learn::error::LearnError;
use holdfast_learn::frame::{Feature, FeatureData, Frame};
use holdfast_learn::logistic::elastic::ElasticNetSettings;
use holdfast_learn::logistic::fit::LogisticSettings;
use holdfast_learn::neighbours::fit::NeighbourSettings;
use holdfast_learn::scorecard::settings::ScorecardSettings;
use holdfast_learn::vectors::settings::{Kernel, VectorSettings};
use holdfast_stats::special::log1p_exp;

fn chance(row: usize, stream: usize) -> f64 {
    mix(mix(row as u64) ^ stream as u64) as f64 / u64::MAX as f64
}

fn table(rows: usize, columns: usize) -> (Frame, Vec<bool>) {
    let features = (0..columns).map(|column| {
        let data = if column % 4 == 3 {
            FeatureData::Category {
                codes: (0..rows).map(|row| (chance(row, column) * 6.0) as u32).collect(),
                levels: (0..6).map(|level| format!("l{level}")).collect(),
            }
        } else {
            let value = |row| {
                if chance(row, column + 1000) < 0.1 {
                    f64::NAN
                } else {
                    chance(row, column)
                }
            };
            FeatureData::Number((0..rows).map(value).collect())
        };
        Feature {
            name: format!("c{column}"),
            data,
        }
    });
    let labels = (0..rows)
        .map(|row| {
            let (a, b, c) = (chance(row, 0), chance(row, 1), chance(row, 2));
            let z = -1.5 + 3.0 * (a - 0.5) + if b > 0.6 && c > 0.5 { 2.0 } else { 0.0 }
                - if chance(row, 3) < 0.3 { 1.0 } else { 0.0 };
            chance(row, 9999) < 1.0 / (1.0 + (-z).exp())
        })
        .collect();
    (
        Frame {
            rows,
            columns: features.collect(),
        },
        labels,
    )
}

fn main() -> Result<(), LearnError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, otherwise: usize| {
        arguments
            .get(place)
            .and_then(|text| text.parse().ok())
            .unwrap_or(otherwise)
    };
    let (rows, columns) = (number(0, 100_000), number(1, 40));
    let (frame, labels) = table(rows, columns);
    let (learn, held): (Vec<u32>, Vec<u32>) = (0..rows as u32).partition(|row| row % 5 > 0);
    let task = Task::whole(&frame, &labels, &learn, 0);
    let methods = [
        Method::Logistic(LogisticSettings::default()),
        Method::ElasticNet(ElasticNetSettings::for_rows(rows, columns, 0)),
        Method::Scorecard(ScorecardSettings::default()),
        Method::Neighbours(NeighbourSettings::default()),
        Method::Vectors(VectorSettings {
            kernel: Kernel::Linear,
            ..VectorSettings::default()
        }),
        Method::Vectors(VectorSettings::default()),
        Method::NaiveBayes(BayesSettings::default()),
    ];
    for method in methods
        .iter()
        .filter(|method| arguments.get(2).is_none_or(|name| name == method.name()))
    {
        let start = Instant::now();
        let fitted = method.fit(&task)?;
        let fit = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let margins = fitted.margins(&frame)?;
        let predict = start.elapsed().as_secs_f64();
        let some = frame.take(&held[..held.len().min(200)]);
        let start = Instant::now();
        let reasons = fitted.contributions(&some)?;
        let explain = start.elapsed().as_secs_f64();
        let loss = held.iter().map(|&row| {
            let margin = margins[row as usize];
            log1p_exp(if labels[row as usize] { -margin } else { margin })
        });
        println!(
            "{:12} log loss {:.4}, fit {fit:.2} s, {:.0} rows/s, {:.0} explained/s, base {:.3}",
            method.name(),
            loss.sum::<f64>() / held.len() as f64,
            rows as f64 / predict,
            some.rows as f64 / explain,
            reasons.base,
        );
    }
    Ok(())
}
