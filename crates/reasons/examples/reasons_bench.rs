//! Seconds of reasons and recourse: `cargo run --release -p holdfast-reasons --example reasons_bench -- [CUSTOMERS] [ASKED]`.
//!
//! 150 columns of the panel's features with made-up values and contributions, in tables of 100,000 customers; the first CUSTOMERS are explained (1,000,000), the
//! first ASKED are asked what would have to change (10,000), under a logistic regression on 12 of the columns.

#![allow(clippy::print_stdout)] // It is a measurement for a terminal.

use std::error::Error;
use std::time::Instant;

use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_learn::contract::method::Method;
use holdfast_learn::contract::predict::{Contributions, Predict};
use holdfast_learn::contract::row_key::mix;
use holdfast_learn::contract::task::Task;
use holdfast_learn::frame::{Feature, FeatureData, Frame};
use holdfast_learn::logistic::fit::LogisticSettings;
use holdfast_panel::events::Events;
use holdfast_panel::features::{FeatureOptions, FeatureSet};
use holdfast_panel::periods::Periods;
use holdfast_panel::rhythm::History;
use holdfast_reasons::column::Column;
use holdfast_reasons::population;
use holdfast_reasons::reasoner::Reasoner;
use holdfast_reasons::reasoner::settings::ReasonSettings;
use holdfast_reasons::recourse::donors::Donors;
use holdfast_reasons::recourse::find;
use holdfast_reasons::recourse::found::Outcome;
use holdfast_reasons::recourse::lever::{Allowed, levers};
use holdfast_reasons::recourse::score::Scorer;
use holdfast_reasons::recourse::settings::RecourseSettings;
use holdfast_reasons::wording::Wording;
use holdfast_stats::special::sigmoid;

const TABLE: usize = 100_000;
const COLUMNS: usize = 150;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args()
        .skip(1)
        .filter_map(|text| text.replace('_', "").parse().ok());
    let customers: usize = arguments.next().unwrap_or(1_000_000);
    let asked: usize = arguments.next().unwrap_or(10_000);
    let columns = columns()?;
    let frame = Frame {
        rows: TABLE,
        columns: columns
            .iter()
            .zip(0..)
            .map(|(column, at)| made_up(column, at))
            .collect(),
    };
    let draw = |row: usize| mix(row as u64 ^ 77) as f64 / u64::MAX as f64;
    let labels: Vec<bool> = (0..TABLE)
        .map(|row| draw(row) < sigmoid(value(row, 0) / 5.0 - 3.0))
        .collect();
    let rows: Vec<u32> = (0..TABLE as u32).collect();
    println!("{COLUMNS} columns, {} threads", rayon::current_num_threads());
    let built = timed("population of 100,000", || population::build(&frame, &labels, &rows))?;
    let reasoner = Reasoner::new(
        columns,
        built,
        Wording::plain("CNY", Grain::Month),
        ReasonSettings::default(),
    )?;
    let mut contributions = Contributions::zero(0.0, TABLE, COLUMNS);
    for (at, value) in contributions.values.iter_mut().enumerate() {
        *value = (mix(at as u64) as f64 / u64::MAX as f64 - 0.5) / 4.0;
    }
    let mut reasons = 0;
    timed("coded reasons", || -> Result<(), Box<dyn Error>> {
        for _ in 0..customers.div_ceil(TABLE) {
            reasons += reasoner.explain(&frame, &rows, &contributions)?.reasons.len();
        }
        Ok(())
    })?;
    println!("  {reasons} reasons");
    let explained = reasoner.explain(&frame, &rows, &contributions)?;
    let bytes: usize = timed("sentences of 100,000 customers", || {
        explained
            .reasons
            .iter()
            .filter_map(|coded| reasoner.reason(coded))
            .map(|reason| reason.text.zh.len())
            .sum()
    });
    println!("  {bytes} bytes of Chinese");

    let fitted = Method::Logistic(LogisticSettings::default()).fit(&Task::whole(&narrow(&frame), &labels, &rows, 1))?;
    let scorer = Scorer {
        model: &fitted.model,
        columns: 12,
        probability: &sigmoid,
    };
    let base = fitted.model.margins(&frame, &rows);
    let mut by_risk = rows.clone();
    by_risk.sort_by(|&a, &b| base[b as usize].total_cmp(&base[a as usize]));
    by_risk.truncate(asked);
    let name = reasoner_column(&frame);
    let levers = levers(&reasoner, &[(&name, Allowed::Up)])?;
    let donors = Donors {
        frame: &frame,
        rows: &rows,
        own: &[],
    };
    let settings = RecourseSettings::below(0.3);
    let found = timed("recourse", || {
        find(&reasoner, &scorer, &frame, &by_risk, &levers, &donors, settings)
    })?;
    let reached = found
        .iter()
        .filter(|recourse| matches!(recourse.outcome, Outcome::Reached { .. }));
    println!("  {} asked, {} reached", found.len(), reached.count());
    Ok(())
}

/// Every second or third of the panel's features, up to 150.
fn columns() -> Result<Vec<Column>, Box<dyn Error>> {
    let end_us = 1_704_067_200_000_000;
    let zone = Zone::utc();
    let periods = Periods::before(&zone, Grain::Month, end_us, 24);
    let history = History::build(&Events::default(), &periods, &zone);
    let options = FeatureOptions::all(24, vec!["visit".to_owned()]);
    let features = FeatureSet::compute(&history.panel, &history.rhythm, None, end_us, &options)?;
    let step = features.specs.len() / COLUMNS;
    Ok(features
        .specs
        .into_iter()
        .step_by(step)
        .take(COLUMNS)
        .map(Column::feature)
        .collect())
}

fn value(row: usize, column: u64) -> f64 {
    (mix(row as u64 ^ (column << 40)) % 40) as f64
}

fn made_up(column: &Column, at: u64) -> Feature {
    Feature {
        name: column.name.clone(),
        data: FeatureData::Number((0..TABLE).map(|row| value(row, at)).collect()),
    }
}

fn narrow(frame: &Frame) -> Frame {
    Frame {
        columns: frame.columns[..12].to_vec(),
        rows: frame.rows,
    }
}

fn reasoner_column(frame: &Frame) -> String {
    frame.columns[0].name.clone()
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = work();
    println!("{what}: {:.3} s", start.elapsed().as_secs_f64());
    out
}
