//! Who won, and by how much.

use holdfast_domain::lang::Bilingual;
use holdfast_stats::special::{log1p_exp, sigmoid};
use serde::{Deserialize, Serialize};

use super::figures::{Figures, figures, paired};
use super::trial::{Judged, Tried};
use crate::error::AppError;

/// A line of the leaderboard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Stable name.
    pub name: String,
    /// The name in words.
    pub title: Bilingual,
    /// Its figures.
    pub figures: Figures,
    /// Mean log loss above that of the best, and its standard error over customers.
    pub worse: f64,
    /// Standard error of `worse`.
    pub worse_se: f64,
    /// Whether it was chosen.
    pub chosen: bool,
    /// Weights of the parts, for the blend.
    pub weights: Vec<(String, f64)>,
}

/// The leaderboard, simplest candidate first, and the index of the winner: the simplest whose log loss is within one standard error of the best
/// (Breiman et al. 1984, the one-standard-error rule; the error is that of the paired difference between customers).
///
/// # Errors
/// [`AppError::Stats`].
pub fn rank(tried: &[Tried], judged: &Judged, customers: &[u32], seed: u64) -> Result<(Vec<Line>, usize), AppError> {
    let losses: Vec<Vec<f64>> = tried
        .iter()
        .map(|one| {
            one.margins
                .iter()
                .zip(&judged.labels)
                .map(|(&z, &label)| log1p_exp(if label { -z } else { z }))
                .collect()
        })
        .collect();
    let mean = |losses: &Vec<f64>| losses.iter().sum::<f64>() / losses.len() as f64;
    let best = (0..tried.len())
        .min_by(|&a, &b| mean(&losses[a]).total_cmp(&mean(&losses[b])).then(a.cmp(&b)))
        .unwrap_or(0);
    let mut lines = Vec::with_capacity(tried.len());
    for (at, one) in tried.iter().enumerate() {
        let (worse, worse_se) = paired(&losses[at], &losses[best], customers);
        let probabilities: Vec<f64> = one.margins.iter().map(|&z| sigmoid(z)).collect();
        let weights = one.stack.as_ref().map_or_else(Vec::new, |stack| {
            tried
                .iter()
                .zip(&stack.weights)
                .map(|(part, &weight)| (part.candidate.name.to_owned(), weight))
                .collect()
        });
        lines.push(Line {
            name: one.candidate.name.to_owned(),
            title: one.candidate.title.clone(),
            figures: figures(&probabilities, &judged.labels, customers, seed, true)?,
            worse,
            worse_se,
            chosen: false,
            weights,
        });
    }
    let winner = lines
        .iter()
        .position(|line| line.worse <= line.worse_se)
        .unwrap_or(best);
    lines[winner].chosen = true;
    Ok((lines, winner))
}
