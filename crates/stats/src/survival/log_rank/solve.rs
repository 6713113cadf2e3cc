//! The statistic from its parts.

use crate::error::StatsError;
use crate::tail::chi_squared_upper;

/// Result of a log-rank test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRank {
    /// The statistic, 0 or more; larger is a clearer difference.
    pub chi_squared: f64,
    /// Rank of the covariance: groups − 1, less where some were never observed together.
    pub degrees_of_freedom: u64,
    /// Probability of a statistic at least this large if all groups have the same hazard, 0–1.
    pub p_value: f64,
}

/// UᵀV⁻U where V is the Laplacian of the graph with these weights: its null space is known exactly (one dimension for
/// each set of groups connected by positive weights), so no rank has to be guessed from rounded eigenvalues.
pub(super) fn solve(excess: &[f64], weights: &[f64]) -> Result<LogRank, StatsError> {
    let k = excess.len();
    let mut seen = vec![false; k];
    let (mut chi_squared, mut degrees_of_freedom) = (0.0, 0);
    for start in 0..k {
        if seen[start] {
            continue;
        }
        let members = connected(start, k, weights, &mut seen);
        // V of a connected set loses its only null direction when one member is left out.
        let kept = &members[1..];
        chi_squared += quadratic_form(kept, excess, weights, &members, k);
        degrees_of_freedom += kept.len() as u64;
    }
    if degrees_of_freedom == 0 {
        return Err(StatsError::NoComparison);
    }
    if !chi_squared.is_finite() {
        return Err(StatsError::Overflow {
            name: "the log-rank statistic",
        });
    }
    Ok(LogRank {
        chi_squared,
        degrees_of_freedom,
        p_value: chi_squared_upper(chi_squared, degrees_of_freedom as f64),
    })
}

/// Groups that `start` was observed together with, directly or through others.
fn connected(start: usize, k: usize, weights: &[f64], seen: &mut [bool]) -> Vec<usize> {
    let mut members = vec![start];
    seen[start] = true;
    let mut next = 0;
    while let Some(&g) = members.get(next) {
        for h in 0..k {
            if h != g && !seen[h] && weights[g * k + h] > 0.0 {
                seen[h] = true;
                members.push(h);
            }
        }
        next += 1;
    }
    members
}

/// uᵀM⁻¹u by Cholesky, M = V restricted to `kept`: the squared length of L⁻¹u.
fn quadratic_form(kept: &[usize], excess: &[f64], weights: &[f64], members: &[usize], k: usize) -> f64 {
    let size = kept.len();
    let mut lower = vec![0.0; size * size];
    let mut whitened = vec![0.0; size];
    for i in 0..size {
        let g = kept[i];
        for j in 0..=i {
            let entry = if i == j {
                // Rows of V sum to zero; adding positive weights does not cancel.
                members.iter().filter(|&&h| h != g).map(|&h| weights[g * k + h]).sum()
            } else {
                -weights[g * k + kept[j]]
            };
            let known: f64 = (0..j).map(|m| lower[i * size + m] * lower[j * size + m]).sum();
            lower[i * size + j] = if i == j {
                (entry - known).max(f64::MIN_POSITIVE).sqrt()
            } else {
                (entry - known) / lower[j * size + j]
            };
        }
        let known: f64 = (0..i).map(|m| lower[i * size + m] * whitened[m]).sum();
        whitened[i] = (excess[g] - known) / lower[i * size + i];
    }
    whitened.iter().map(|w| w * w).sum()
}
