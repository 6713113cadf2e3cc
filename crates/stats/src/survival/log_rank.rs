//! Whether groups of customers differ in how long they stay.

use super::durations::check_durations;
use crate::error::StatsError;
use crate::tail::chi_squared_upper;

/// Groups beyond this make a test of hundreds of degrees of freedom and a covariance that no longer fits in memory.
const MOST_GROUPS: usize = 1_000;

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

/// k-sample log-rank test (Mantel 1966; Peto & Peto 1972) with the hypergeometric variance, so that ties are exact.
///
/// U_g = Σ over event times (d_g − d·n_g/n), with covariance V_gh = Σ d(n−d)/(n−1)·(n_g/n)(δ_gh − n_h/n); statistic
/// UᵀV⁻U with the pseudo-inverse. Censoring at the time of an event counts as after it. `groups` are indices below
/// `group_count`; empty groups are dropped. O(n log n + n·k).
///
/// Errors: lengths differ, no rows, a duration that is negative or not finite, a group that is not below `group_count`,
/// fewer than two or more than 1,000 groups with customers, no event while two groups were observed together.
pub fn log_rank(durations: &[f64], events: &[bool], groups: &[u32], group_count: usize) -> Result<LogRank, StatsError> {
    check_durations(durations, events)?;
    let (dense, sizes) = drop_empty(groups, group_count, durations.len())?;
    let mut rows: Vec<Row> = (durations.iter().zip(events).zip(&dense))
        .map(|((&duration, &event), &group)| Row {
            // Adding zero turns −0 into 0, so that the two are one time.
            time: duration + 0.0,
            group,
            event,
        })
        .collect();
    rows.sort_unstable_by(|a, b| (a.time.total_cmp(&b.time)).then((a.group, a.event).cmp(&(b.group, b.event))));
    let (excess, weights) = accumulate(&rows, &sizes);
    solve(&excess, &weights)
}

struct Row {
    time: f64,
    group: u32,
    event: bool,
}

/// Renumbers the groups that have customers; returns each row's group and each group's size.
fn drop_empty(groups: &[u32], group_count: usize, rows: usize) -> Result<(Vec<u32>, Vec<u64>), StatsError> {
    if groups.len() != rows {
        return Err(StatsError::LengthMismatch {
            left: rows,
            right: groups.len(),
        });
    }
    if let Some(index) = groups.iter().position(|&group| group as usize >= group_count) {
        return Err(StatsError::GroupOutOfRange {
            index,
            group: groups[index],
            group_count,
        });
    }
    let mut present: Vec<u32> = groups.to_vec();
    present.sort_unstable();
    present.dedup();
    if present.len() < 2 {
        return Err(StatsError::TooFew {
            name: "groups with customers",
            needed: 2,
            found: present.len() as u64,
        });
    }
    if present.len() > MOST_GROUPS {
        return Err(StatsError::OutOfRange {
            name: "groups with customers",
            value: present.len() as f64,
            expected: "at most 1,000",
        });
    }
    let mut sizes = vec![0_u64; present.len()];
    let dense = groups
        .iter()
        .map(|group| {
            let index = present.partition_point(|other| other < group);
            sizes[index] += 1;
            index as u32
        })
        .collect();
    Ok((dense, sizes))
}

/// Observed minus expected events of each group, and the k × k weights w_gh = −V_gh ≥ 0 (g ≠ h).
///
/// Sums over event times are turned into sums over customers: a customer who leaves at t was at risk at every event
/// time up to t, so the cumulated d/n is its expected number of events, and the cumulated d(n−d)/((n−1)n²) times those
/// still there is its part in Σ n_g·n_h. That costs k per customer instead of k² per event time.
fn accumulate(rows: &[Row], sizes: &[u64]) -> (Vec<f64>, Vec<f64>) {
    let k = sizes.len();
    let mut here: Vec<f64> = sizes.iter().map(|&size| size as f64).collect();
    let mut n = rows.len() as f64;
    let mut excess = vec![0.0; k];
    let mut half = vec![0.0; k * k];
    let (mut hazard, mut pair_weight) = (0.0, 0.0);
    for tie in rows.chunk_by(|a, b| a.time == b.time) {
        let d = tie.iter().filter(|row| row.event).count() as f64;
        hazard += d / n;
        if n > 1.0 {
            pair_weight += d * (n - d) / ((n - 1.0) * n * n);
        }
        for row in tie {
            let group = row.group as usize;
            excess[group] += f64::from(u8::from(row.event)) - hazard;
            here[group] -= 1.0;
            for (sum, others) in half[group * k..(group + 1) * k].iter_mut().zip(&here) {
                *sum += pair_weight * others;
            }
        }
        n -= tie.len() as f64;
    }
    let weights = (0..k * k).map(|at| half[at] + half[(at % k) * k + at / k]).collect();
    (excess, weights)
}

/// UᵀV⁻U where V is the Laplacian of the graph with these weights: its null space is known exactly (one dimension for
/// each set of groups connected by positive weights), so no rank has to be guessed from rounded eigenvalues.
fn solve(excess: &[f64], weights: &[f64]) -> Result<LogRank, StatsError> {
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
