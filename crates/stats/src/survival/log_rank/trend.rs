//! Whether churn rises along ordered groups.

use super::statistic::WeightedLogRank;
use crate::check;
use crate::coefficient::normal_two_sided;
use crate::error::StatsError;

/// Result of a test for trend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Standard normal if there is no trend; above 0: groups with higher scores churn sooner.
    pub z: f64,
    /// Probability of a |z| at least as large without a trend, 0–1.
    pub p_value: f64,
}

impl WeightedLogRank {
    /// Test for trend (Tarone 1975): z = Σ s_g·U_g/√(sᵀVs), more powerful than the k-sample test where hazards rise with
    /// the score.
    ///
    /// `scores`: one for each entry of `groups`, such as its rank; only their spacing matters.
    ///
    /// Errors: as many scores as groups; a score that is not finite; scores that are equal wherever groups were observed
    /// together; scores whose squares overflow.
    pub fn trend(&self, scores: &[f64]) -> Result<Trend, StatsError> {
        check::same_length(self.groups.len(), scores.len())?;
        check::finite(scores)?;
        // Halves cannot overflow in their difference; the largest is scaled to 1.
        let middle = scores[0] / 2.0;
        let largest = scores
            .iter()
            .fold(0.0_f64, |most, s| most.max((s / 2.0 - middle).abs()));
        if largest == 0.0 {
            return Err(StatsError::NoSpread { name: "scores" });
        }
        let scaled: Vec<f64> = scores.iter().map(|s| (s / 2.0 - middle) / largest).collect();
        let excess = self.groups.iter().zip(&scaled);
        let sum: f64 = excess.map(|(g, s)| s * (g.observed - g.expected)).sum();
        let k = scaled.len();
        let mut variance = 0.0;
        for g in 0..k {
            for h in 0..g {
                // V is a Laplacian: its quadratic form is a sum of squares.
                variance += self.pair_weights[g * k + h] * (scaled[g] - scaled[h]).powi(2);
            }
        }
        if variance <= 0.0 {
            return Err(StatsError::NoSpread {
                name: "scores of groups observed together",
            });
        }
        let z = check::no_overflow("the statistic of the trend", sum / variance.sqrt())?;
        Ok(Trend {
            z,
            p_value: normal_two_sided(z),
        })
    }
}
