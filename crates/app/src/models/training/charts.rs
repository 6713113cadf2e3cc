//! The points of the charts that figures are read from: calibration, gains, ROC.

use holdfast_stats::calibration::reliability;
use holdfast_stats::discrimination::roc_curve;
use holdfast_stats::profit::Terms;
use holdfast_stats::targeting;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// Bins of the calibration chart.
const BINS: usize = 10;
/// Points of the gains chart: every 2 %.
const GAINS_POINTS: usize = 50;
/// Points of the ROC curve.
const ROC_POINTS: usize = 100;

/// Points of charts over the rows that judged the winner; empty in records of programs that did not keep them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Charts {
    /// Stated against observed churn, by tenths of the probability.
    pub calibration: Vec<CalibrationPoint>,
    /// What contacting the customers with the highest probabilities would have brought, by share of customers.
    pub gains: Vec<GainsPoint>,
    /// Receiver operating characteristic.
    pub roc: Vec<RocPoint>,
}

/// A bin of the calibration chart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalibrationPoint {
    /// Mean stated probability.
    pub predicted: f64,
    /// Observed churn rate.
    pub observed: f64,
    /// Its 95 % interval (Wilson).
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Rows in the bin.
    pub rows: u64,
}

/// A point of the gains chart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct GainsPoint {
    /// Share of customers contacted, those with the highest probability first.
    pub share: f64,
    /// Lowest probability among them.
    pub threshold: f64,
    /// Share of all lost customers among them.
    pub gains: f64,
    /// Churn rate among them ÷ churn rate of all.
    pub lift: f64,
    /// Churn rate among them.
    pub response: f64,
    /// Profit per customer of the base by the terms of the offer, main currency unit.
    pub profit: f64,
}

/// A corner of the ROC curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RocPoint {
    /// Share of those who stayed at or above the threshold.
    pub false_positive_rate: f64,
    /// Share of the lost at or above it.
    pub true_positive_rate: f64,
}

/// The charts of judged probabilities.
///
/// # Errors
/// [`AppError::Stats`] for probabilities that are none, or one class alone.
pub fn charts(p: &[f64], labels: &[bool], terms: &Terms) -> Result<Charts, AppError> {
    let calibration = reliability(p, labels, BINS)?.into_iter().map(|bin| CalibrationPoint {
        predicted: bin.predicted,
        observed: bin.observed,
        low: bin.interval.low,
        high: bin.interval.high,
        rows: bin.customers,
    });
    let gains = targeting::curve(p, labels, terms, GAINS_POINTS)?
        .into_iter()
        .map(|point| GainsPoint {
            share: point.share,
            threshold: point.threshold,
            gains: point.gains,
            lift: point.lift,
            response: point.response,
            profit: point.profit,
        });
    let roc = roc_curve(p, labels, ROC_POINTS)?.into_iter().map(|point| RocPoint {
        false_positive_rate: point.false_positive_rate,
        true_positive_rate: point.true_positive_rate,
    });
    Ok(Charts {
        calibration: calibration.collect(),
        gains: gains.collect(),
        roc: roc.collect(),
    })
}
