//! The winner, fitted on every row, and how its log-odds become probabilities.

use holdfast_learn::blend::contract::BlendModel;
use holdfast_learn::contract::fitted::Fitted;
use holdfast_learn::contract::model::Model;
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::error::LearnError;
use holdfast_stats::calibration::calibrator::{Calibrator, Kind};
use holdfast_stats::calibration::choose::choose;
use holdfast_stats::error::StatsError;
use holdfast_stats::special::sigmoid;

use super::trial::{Ground, Judged, Tried, sides};

/// Fits the winner on `rows`.
///
/// # Errors
/// See [`holdfast_learn::contract::method::Method::fit`].
pub fn fit(ground: &Ground, tried: &[Tried], winner: usize, rows: &[u32]) -> Result<Fitted, LearnError> {
    let won = &tried[winner];
    if let Some(method) = &won.candidate.method {
        return method.fit(&ground.task(rows));
    }
    let Some(stack) = &won.stack else {
        return Err(LearnError::NoColumns);
    };
    let mut parts = Vec::new();
    let mut weights = Vec::new();
    for (part, &weight) in tried.iter().zip(&stack.weights) {
        if let Some(method) = part.candidate.method.as_ref().filter(|_| weight > 0.0) {
            parts.push(method.fit(&ground.task(rows))?.model);
            weights.push(weight);
        }
    }
    Ok(Fitted {
        schema: Schema::of(ground.frame),
        model: Model::Blend(BlendModel {
            parts,
            intercept: stack.intercept,
            weights,
            tried: stack.weights.clone(),
        }),
    })
}

/// A calibration of the judged log-odds, and what it makes of them when each side is calibrated by the others.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// Fitted on all judged rows.
    pub calibrator: Calibrator,
    /// Probability of each judged row by a calibration that it had no part in.
    pub probabilities: Vec<f64>,
}

/// Customers of a class in the judged rows below which nothing is calibrated: two parameters need more than that.
const LEAST_OF_CLASS: usize = 50;

/// Chooses and fits the calibration; the blend has its own (docs/adr/0004).
///
/// # Errors
/// See [`choose`].
pub fn calibrate(won: &Tried, judged: &Judged) -> Result<Calibrated, StatsError> {
    let side = sides(judged);
    let plain = || Calibrated {
        calibrator: Calibrator::Identity,
        probabilities: won.margins.iter().map(|&z| sigmoid(z)).collect(),
    };
    let enough = (0..=side.iter().max().copied().unwrap_or(0)).all(|held| {
        let others = || (0..side.len()).filter(|&row| side[row] != held);
        let churned = others().filter(|&row| judged.labels[row]).count();
        churned.min(others().count() - churned) >= LEAST_OF_CLASS
    });
    if won.stack.is_some() || !enough || side.iter().all(|&one| one == side[0]) {
        return Ok(plain());
    }
    // Isotonic regression would cut the tie between reasons and probability; lines in log-odds keep it.
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Isotonic).collect();
    let chosen = choose(&won.margins, &judged.labels, &[], &side, &kinds)?.calibrator;
    let kind = chosen.kind();
    let mut probabilities = vec![0.0; side.len()];
    for held in 0..=side.iter().max().copied().unwrap_or(0) {
        let learn: Vec<usize> = (0..side.len()).filter(|&row| side[row] != held).collect();
        let z: Vec<f64> = learn.iter().map(|&row| won.margins[row]).collect();
        let y: Vec<bool> = learn.iter().map(|&row| judged.labels[row]).collect();
        let fitted = kind.fit(&z, &y, &[])?;
        for row in (0..side.len()).filter(|&row| side[row] == held) {
            probabilities[row] = fitted.probability(won.margins[row]);
        }
    }
    Ok(Calibrated {
        calibrator: chosen,
        probabilities,
    })
}

/// Stable name of a calibration.
pub fn name(calibrator: &Calibrator) -> &'static str {
    match calibrator.kind() {
        Kind::Identity => "none",
        Kind::Temperature => "temperature",
        Kind::Platt => "platt",
        Kind::Isotonic => "isotonic",
    }
}
