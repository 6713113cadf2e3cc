//! Fitting: one tree a round, then the rates of all periods.

use holdfast_stats::error::StatsError;
use rayon::prelude::*;

use super::baseline::Baseline;
use super::fitted::{FittedHazard, add};
use super::grow::Grower;
use super::people::People;
use super::settings::HazardSettings;
use crate::boost::tree::Tree;
use crate::encode::binner::{Binned, Binner};
use crate::error::LearnError;
use crate::frame::Frame;

/// A fitted hazard and how its loss on the validation rows fell.
#[derive(Debug)]
pub struct HazardFit {
    /// The hazard, truncated to the best round where there are validation rows.
    pub hazard: FittedHazard,
    /// Mean negative log-likelihood of a validation customer after 0, 1, 2… trees; empty without validation rows.
    pub curve: Vec<f64>,
}

/// Rows summed by one thread at a time.
const CHUNK: usize = 4096;

/// Fits on the rows `train`, stopping early on the rows `validation` if there are any.
///
/// `periods`: the last period of each row of the frame under observation, from 1; `events`: whether the customer churned
/// in it. Link: complementary log-log, so that margins are log hazard ratios and a customer's likelihood over a segment
/// of time is closed (see `people`). Each round grows a tree by Newton steps (Friedman 2001; Chen & Guestrin 2016) whose
/// splits are on columns and on segments of time with about the same churn, then moves the rate of every baseline piece
/// (consecutive periods with at least ten churners) by a Newton step. The effect of a column may differ between
/// segments, not between periods of one segment. Nothing is copied for each period: memory is the bins plus 24 bytes for
/// each customer and segment. The result depends on the data, the settings and the seed, not on the number of threads.
///
/// # Errors
/// [`LearnError::Empty`], [`LearnError::NoColumns`], [`LearnError::OneClass`] without churn,
/// [`LearnError::Stats`] for lengths that differ, a period of 0 (with its row), a row that the frame has not, or settings
/// out of range.
pub fn fit(
    frame: &Frame,
    periods: &[u32],
    events: &[bool],
    train: &[u32],
    validation: &[u32],
    settings: &HazardSettings,
) -> Result<HazardFit, LearnError> {
    check(frame, periods, events, train, validation, settings)?;
    let binner = Binner::fit(frame, train, settings.bins);
    let binned = binner.transform(frame);
    let of = |rows: &[u32]| -> (Vec<u32>, Vec<bool>) {
        rows.iter()
            .map(|&row| (periods[row as usize], events[row as usize]))
            .unzip()
    };
    let (train_periods, train_events) = of(train);
    let mut baseline = Baseline::new(&train_periods, &train_events, settings.segments);
    let people = People::new(train_periods.into_iter().zip(train_events), &baseline);
    let (later, churned) = of(validation);
    let mut watch = Watch::new(
        validation,
        People::new(later.into_iter().zip(churned), &baseline),
        &baseline,
    );
    let mut grower = Grower::new(&binned, train, &people, &settings.boost);
    let mut margins = vec![0.0; people.len() * people.segments];
    let mut trees = Vec::with_capacity(settings.boost.rounds);
    for round in 0..settings.boost.rounds {
        people.gradients(&margins, &baseline, &mut grower.slopes);
        // A draw of columns may hold none that splits; the fit ends when all columns together hold none.
        let Some(tree) = grower
            .grow(false, &mut margins)
            .or_else(|| grower.grow(true, &mut margins))
        else {
            break;
        };
        let steps = people.baseline_steps(&margins, &baseline);
        baseline.shift(&steps);
        watch.add(&tree, &binned, &baseline, round + 1);
        trees.push(tree);
        if !validation.is_empty() && round + 1 - watch.best.rounds >= settings.boost.patience {
            break;
        }
    }
    if !validation.is_empty() {
        trees.truncate(watch.best.rounds);
        baseline = watch.best.baseline;
    }
    Ok(HazardFit {
        hazard: FittedHazard {
            binner,
            trees,
            baseline,
        },
        curve: watch.curve,
    })
}

/// The validation rows.
struct Watch<'a> {
    rows: &'a [u32],
    people: People,
    margins: Vec<f64>,
    curve: Vec<f64>,
    best: Best,
}

struct Best {
    loss: f64,
    rounds: usize,
    baseline: Baseline,
}

impl<'a> Watch<'a> {
    fn new(rows: &'a [u32], people: People, baseline: &Baseline) -> Self {
        let margins = vec![0.0; people.len() * people.segments];
        let curve: Vec<f64> = if rows.is_empty() {
            Vec::new()
        } else {
            vec![people.loss(&margins, baseline)]
        };
        Self {
            rows,
            people,
            margins,
            best: Best {
                loss: curve.first().copied().unwrap_or(f64::INFINITY),
                rounds: 0,
                baseline: baseline.clone(),
            },
            curve,
        }
    }

    /// The loss after one more tree.
    fn add(&mut self, tree: &Tree, binned: &Binned, baseline: &Baseline, rounds: usize) {
        if self.rows.is_empty() {
            return;
        }
        let width = self.people.segments;
        let blocks = self
            .margins
            .par_chunks_mut(CHUNK * width)
            .zip(self.rows.par_chunks(CHUNK));
        blocks.for_each(|(margins, rows)| {
            for (margins, &row) in margins.chunks_exact_mut(width).zip(rows) {
                for (segment, margin) in margins.iter_mut().enumerate() {
                    *margin += add(tree, binned, row as usize, segment);
                }
            }
        });
        let loss = self.people.loss(&self.margins, baseline);
        self.curve.push(loss);
        if loss < self.best.loss {
            self.best = Best {
                loss,
                rounds,
                baseline: baseline.clone(),
            };
        }
    }
}

fn check(
    frame: &Frame,
    periods: &[u32],
    events: &[bool],
    train: &[u32],
    validation: &[u32],
    settings: &HazardSettings,
) -> Result<(), LearnError> {
    if frame.columns.is_empty() {
        return Err(LearnError::NoColumns);
    }
    for right in [periods.len(), events.len()] {
        if right != frame.rows {
            let left = frame.rows;
            return Err(StatsError::LengthMismatch { left, right }.into());
        }
    }
    if !(1..=64).contains(&settings.segments) {
        return Err(StatsError::OutOfRange {
            name: "segments",
            value: settings.segments as f64,
            expected: "1 to 64",
        }
        .into());
    }
    for (index, &row) in train.iter().chain(validation).enumerate() {
        let Some(&period) = periods.get(row as usize) else {
            return Err(StatsError::BadValue {
                name: "row",
                index,
                value: f64::from(row),
                expected: "below the number of rows of the frame",
            }
            .into());
        };
        if period == 0 {
            let index = row as usize;
            return Err(StatsError::NonPositiveDuration { index, value: 0.0 }.into());
        }
    }
    if train.is_empty() {
        return Err(LearnError::Empty);
    }
    if !train.iter().any(|&row| events[row as usize]) {
        return Err(LearnError::OneClass {
            rows: train.len(),
            class: "retained",
        });
    }
    Ok(())
}
