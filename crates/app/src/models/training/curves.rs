//! How much history a model needs, and how quickly it ages.

use std::collections::BTreeSet;

use holdfast_learn::contract::method::Method;
use holdfast_learn::contract::predict::Predict;
use holdfast_learn::error::LearnError;
use holdfast_learn::frame::Frame;
use holdfast_stats::calibration::log_loss;
use holdfast_stats::discrimination::auc;
use holdfast_stats::special::sigmoid;
use serde::{Deserialize, Serialize};

use super::origins::Origin;
use super::trial::Ground;
use crate::models::observe::{Observed, Source};

/// A point of a curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// Periods of history, cutoffs, or days ahead: see the curve.
    pub at: f64,
    /// Rows that were learned from.
    pub learned_rows: u64,
    /// Rows that judged.
    pub judged_rows: u64,
    /// AUC, absent where the judging rows have one class.
    pub auc: Option<f64>,
    /// Mean log loss.
    pub log_loss: Option<f64>,
}

/// Three curves of one method on the last origin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Curves {
    /// The method.
    pub method: String,
    /// By length of the history that features look back on, periods; the last point is all of it, with what looks back on the whole past.
    pub by_history: Vec<CurvePoint>,
    /// By number of cutoffs that were learned from, the latest ones.
    pub by_cutoffs: Vec<CurvePoint>,
    /// By days between the cutoff and the outcome window: how the ranking of a day decays.
    pub by_days_ahead: Vec<CurvePoint>,
}

/// When rows and their outcomes are.
#[derive(Clone, Copy, Debug)]
pub struct Times<'a> {
    /// The cutoffs, days since 1970.
    pub days: &'a [i32],
    /// Gap and outcome window together, in days.
    pub window_days: i32,
    /// By row: up to how many days after the beginning of its outcome window losses are known.
    pub known_days: &'a [i32],
}

/// Windows of the outcome that are looked ahead.
const AHEAD: i32 = 5;

/// Computes the curves.
///
/// # Errors
/// See [`Method::fit`].
pub fn curves(
    ground: &Ground,
    method: &Method,
    observed: &Observed,
    sources: &[Source],
    origin: &Origin,
    horizon_days: i32,
    times: &Times,
) -> Result<Curves, LearnError> {
    let mut out = Curves {
        method: method.name().to_owned(),
        ..Curves::default()
    };
    let lengths: BTreeSet<u32> = sources
        .iter()
        .filter_map(|source| match source {
            Source::Feature(spec) => spec.window_periods,
            Source::Attribute(_) => None,
        })
        .collect();
    for &length in &lengths {
        let within = |source: &Source| match source {
            Source::Feature(spec) => spec.window_periods.is_some_and(|window| window <= length),
            Source::Attribute(_) => true,
        };
        let kept: Vec<usize> = (0..sources.len()).filter(|&at| within(&sources[at])).collect();
        if kept.is_empty() {
            continue;
        }
        let frame = columns(ground.frame, &kept);
        let part = Ground {
            frame: &frame,
            ..*ground
        };
        out.by_history
            .push(judge(&part, method, &origin.learn, &origin.judge, f64::from(length))?);
    }
    let whole = judge(
        ground,
        method,
        &origin.learn,
        &origin.judge,
        lengths.last().map_or(0.0, |&length| f64::from(length)),
    )?;
    out.by_history.push(whole);
    let mut cuts: Vec<u16> = origin.learn.iter().map(|&row| observed.cuts[row as usize]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut taken = 1;
    while taken <= cuts.len() {
        let from = cuts[cuts.len() - taken];
        let learn: Vec<u32> = origin
            .learn
            .iter()
            .copied()
            .filter(|&row| observed.cuts[row as usize] >= from)
            .collect();
        match judge(ground, method, &learn, &origin.judge, taken as f64) {
            Ok(point) => out.by_cutoffs.push(point),
            // A few rows of one class teach nothing; more cutoffs may.
            Err(LearnError::OneClass { .. } | LearnError::TooFewOfClass { .. }) => {}
            Err(other) => return Err(other),
        }
        if taken == cuts.len() {
            break;
        }
        taken = (taken * 2).min(cuts.len());
    }
    out.by_days_ahead = ahead(ground, method, observed, horizon_days, times)?;
    Ok(out)
}

fn columns(frame: &Frame, kept: &[usize]) -> Frame {
    Frame {
        columns: kept.iter().map(|&at| frame.columns[at].clone()).collect(),
        rows: frame.rows,
    }
}

fn judge(ground: &Ground, method: &Method, learn: &[u32], test: &[u32], at: f64) -> Result<CurvePoint, LearnError> {
    let fitted = method.fit(&ground.task(learn))?;
    let p = probabilities(&fitted.model.margins(ground.frame, test));
    let labels: Vec<bool> = test.iter().map(|&row| ground.labels[row as usize]).collect();
    Ok(CurvePoint {
        at,
        learned_rows: learn.len() as u64,
        judged_rows: test.len() as u64,
        auc: auc(&p, &labels).ok(),
        log_loss: log_loss(&p, &labels).ok(),
    })
}

fn probabilities(margins: &[f64]) -> Vec<f64> {
    margins.iter().map(|&z| sigmoid(z)).collect()
}

/// The ranking of the last cutoff that is old enough against losses in later and later windows, of those who were still there when each began.
fn ahead(
    ground: &Ground,
    method: &Method,
    observed: &Observed,
    horizon_days: i32,
    times: &Times,
) -> Result<Vec<CurvePoint>, LearnError> {
    let mut out = Vec::new();
    let step = (horizon_days / 3).max(1);
    // The judging cutoff must be old enough for the farthest window: the oldest rows that are known so long judge.
    let farthest = horizon_days + step * AHEAD;
    let judged: Vec<u32> = (0..observed.frame.rows as u32)
        .filter(|&row| times.known_days[row as usize] >= farthest)
        .collect();
    let Some(cut) = judged.iter().map(|&row| observed.cuts[row as usize]).max() else {
        return Ok(out);
    };
    let test: Vec<u32> = judged
        .into_iter()
        .filter(|&row| observed.cuts[row as usize] == cut)
        .collect();
    let day = times.days[usize::from(cut)];
    let learn = observed.rows_of(|earlier| times.days[usize::from(earlier)] + times.window_days <= day);
    let fitted = match method.fit(&ground.task(&learn)) {
        Ok(fitted) => fitted,
        // Too little was known by that day: there is no such curve.
        Err(LearnError::Empty | LearnError::OneClass { .. } | LearnError::TooFewOfClass { .. }) => return Ok(out),
        Err(other) => return Err(other),
    };
    let p = probabilities(&fitted.model.margins(ground.frame, &test));
    for later in 0..=AHEAD {
        let begin = step * later;
        let (mut scores, mut labels) = (Vec::new(), Vec::new());
        for (&row, &p) in test.iter().zip(&p) {
            let lost = observed.lost_after_days[row as usize];
            if lost >= begin {
                scores.push(p);
                labels.push(lost < begin + horizon_days);
            }
        }
        out.push(CurvePoint {
            at: f64::from(begin),
            learned_rows: learn.len() as u64,
            judged_rows: scores.len() as u64,
            auc: auc(&scores, &labels).ok(),
            log_loss: None,
        });
    }
    Ok(out)
}
