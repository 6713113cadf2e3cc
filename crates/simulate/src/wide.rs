//! A wide table for benchmarks: categories, numbers of many shapes, gaps, and a label that can be learned in part.

use std::io::Write;

use crate::causes::logistic;
use crate::cell::Cell;
use crate::csv_line::{push_header, push_real, push_row};
use crate::draw::{Draw, mix};
use crate::plan::SimulateError;

/// The fewest columns: id, label, ten categories, ten numbers.
pub const MIN_COLUMNS: u32 = 22;
/// The most columns.
pub const MAX_COLUMNS: u32 = 2_000;

const CATEGORIES: usize = 10;
const MISSING: f64 = 0.10;
/// Rows are written in pieces of about this size.
const PIECE_BYTES: usize = 1 << 18;
/// Log-odds when nothing pulls; with [`GAIN`] chosen so that about a fifth churn and the best AUC is about .82.
const BASE: f64 = -2.35;
const GAIN: f64 = 1.3;

/// What a wide table holds.
#[derive(Clone, Debug, PartialEq)]
pub struct WideTruth {
    /// Columns that the label depends on.
    pub informative: Vec<String>,
    /// Rows with label 1.
    pub churned: u64,
    /// Rows in all.
    pub rows: u64,
}

/// Writes `rows` rows of `columns` columns in CSV: `id`, ten categories `cat_01…` of 3 to 50 levels, numbers `num_001…`
/// (normal, log-normal, exponential, whole, zero-inflated, two-humped by turns), `churn` (1/0). One value in ten is
/// missing, whatever it is. The label depends on five categories and ten numbers, some bent, some in pairs.
///
/// # Errors
/// [`SimulateError::Columns`] outside [`MIN_COLUMNS`]–[`MAX_COLUMNS`]; [`SimulateError::Writer`] when `writer` fails.
pub fn wide_snapshot(rows: u64, columns: u32, seed: u64, writer: &mut dyn Write) -> Result<WideTruth, SimulateError> {
    if !(MIN_COLUMNS..=MAX_COLUMNS).contains(&columns) {
        return Err(SimulateError::Columns(columns));
    }
    let numbers = columns as usize - 2 - CATEGORIES;
    // Informative numbers lie all over the table: every `stride`-th.
    let stride = numbers / 10;
    let categories: Vec<Category> = (0..CATEGORIES).map(|index| Category::new(seed, index)).collect();
    let mut out = Vec::with_capacity(PIECE_BYTES + 64 * columns as usize);
    let names = names(numbers);
    push_header(&mut out, &names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut z = vec![0.0; numbers];
    let mut churned = 0;
    for row in 1..=rows {
        let mut draw = Draw::new(seed, row);
        push_row(&mut out, &[Cell::Digits { number: row, width: 9 }]);
        out.pop();
        let mut log_odds = BASE;
        for (index, category) in categories.iter().enumerate() {
            // Squaring makes the first levels common and the last ones rare.
            let level = (draw.unit().powi(2) * category.effects.len() as f64) as usize;
            let effect = category.effects.get(level).copied().unwrap_or(0.0);
            log_odds += if index % 2 == 0 { effect } else { 0.0 };
            out.push(b',');
            if !draw.chance(MISSING) {
                push_level(&mut out, index, level);
            }
        }
        for (index, z) in z.iter_mut().enumerate() {
            *z = draw.normal();
            out.push(b',');
            let (value, decimals) = shape(index, *z, &mut draw);
            if !draw.chance(MISSING) {
                push_real(&mut out, value, decimals);
            }
        }
        let informative: [f64; 10] = std::array::from_fn(|index| z.get(index * stride).copied().unwrap_or(0.0));
        let label = draw.chance(logistic(log_odds + GAIN * pull(&informative)));
        churned += u64::from(label);
        out.extend_from_slice(if label { b",1\n" } else { b",0\n" });
        if out.len() >= PIECE_BYTES {
            writer.write_all(&out).map_err(SimulateError::Writer)?;
            out.clear();
        }
    }
    writer
        .write_all(&out)
        .and_then(|()| writer.flush())
        .map_err(SimulateError::Writer)?;
    let cats = (0..CATEGORIES).step_by(2).filter_map(|index| names.get(1 + index));
    let nums = (0..10).filter_map(|index| names.get(1 + CATEGORIES + index * stride));
    Ok(WideTruth {
        informative: cats.chain(nums).cloned().collect(),
        churned,
        rows,
    })
}

struct Category {
    effects: Vec<f64>,
}

impl Category {
    /// 3 to 50 levels, each with its own effect on the log-odds.
    fn new(seed: u64, index: usize) -> Self {
        const LEVELS: [usize; CATEGORIES] = [3, 4, 5, 6, 8, 10, 15, 20, 30, 50];
        let mut draw = Draw::new(mix(seed), u64::MAX - index as u64);
        let levels = LEVELS.get(index).copied().unwrap_or(3);
        Self {
            effects: (0..levels).map(|_| 0.6 * draw.normal()).collect(),
        }
    }
}

fn names(numbers: usize) -> Vec<String> {
    let mut names = vec!["id".to_string()];
    names.extend((1..=CATEGORIES).map(|index| format!("cat_{index:02}")));
    names.extend((1..=numbers).map(|index| format!("num_{index:03}")));
    names.push("churn".to_string());
    names
}

fn push_level(out: &mut Vec<u8>, category: usize, level: usize) {
    out.push(b'A' + category as u8);
    out.push(b'0' + (level / 10) as u8);
    out.push(b'0' + (level % 10) as u8);
}

/// Bends, steps, a valley and three pairs.
fn pull(z: &[f64; 10]) -> f64 {
    let step = |yes: bool, size: f64| if yes { size } else { 0.0 };
    0.75 * z[0] + 0.65 * z[1].tanh() - 0.6 * z[2].max(0.0)
        + 0.35 * (z[3] * z[3] - 1.0)
        + step(z[4] > 0.8, 0.8)
        + 0.55 * z[5] * step(z[6] > 0.0, 1.0)
        + 0.4 * z[6] * z[7]
        + step(z[8] > 0.0 && z[9] > 0.0, 0.8)
        - 0.4 * (2.0 * z[9]).sin()
}

/// The value shown for a hidden standard-normal `z`: six shapes by turns.
fn shape(index: usize, z: f64, draw: &mut Draw) -> (f64, u8) {
    match index % 6 {
        0 => (50.0 + 12.0 * z, 3),
        1 => ((3.0 + 0.9 * z).exp(), 2),
        // A logistic curve of z, turned into an exponential-like tail.
        2 => (-30.0 * (1.0 - logistic(1.7 * z)).ln(), 2),
        3 => ((20.0 + 6.0 * z).round().max(0.0), 0),
        4 => (if z < -0.4 { 0.0 } else { (4.0 * (z + 0.4)).ceil() }, 0),
        _ => (z + if draw.chance(0.5) { 6.0 } else { 0.0 }, 4),
    }
}
