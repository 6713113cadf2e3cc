//! Whether two groupings of the same customers say the same.

use crate::check;
use crate::error::StatsError;

/// Table of two groupings: customers by group of the first and group of the second, `counts[first][second]`.
///
/// # Errors
/// `LengthMismatch`, `Empty`, `GroupOutOfRange`.
pub fn cross_table(
    first: &[u32],
    second: &[u32],
    first_groups: usize,
    second_groups: usize,
) -> Result<Vec<Vec<u64>>, StatsError> {
    check::same_length(first.len(), second.len())?;
    let mut counts = vec![vec![0_u64; second_groups]; first_groups];
    for (index, (&a, &b)) in first.iter().zip(second).enumerate() {
        for (group, group_count) in [(a, first_groups), (b, second_groups)] {
            if group as usize >= group_count {
                return Err(StatsError::GroupOutOfRange {
                    index,
                    group,
                    group_count,
                });
            }
        }
        counts[a as usize][b as usize] += 1;
    }
    Ok(counts)
}

/// Adjusted Rand index of a table of two groupings (Hubert & Arabie 1985): 1 where they are the same up to names, 0 on average where they
/// have nothing to do with each other, below 0 where they agree less than chance. Names of groups do not matter.
///
/// (Σ C(nᵢⱼ,2) − E) ÷ (½(Σ C(aᵢ,2) + Σ C(bⱼ,2)) − E), E = Σ C(aᵢ,2)·Σ C(bⱼ,2) ÷ C(n,2). Two groupings without any choice (all in one, or each
/// alone, in both) agree: 1.
///
/// # Errors
/// `TooFew` for fewer than two customers.
pub fn adjusted_rand(counts: &[Vec<u64>]) -> Result<f64, StatsError> {
    let pairs = |n: u64| n as f64 * (n as f64 - 1.0) / 2.0;
    let rows: Vec<u64> = counts.iter().map(|row| row.iter().sum()).collect();
    let columns: Vec<u64> = (0..counts.first().map_or(0, Vec::len))
        .map(|column| counts.iter().map(|row| row[column]).sum())
        .collect();
    let n: u64 = rows.iter().sum();
    if n < 2 {
        return Err(StatsError::TooFew {
            name: "customers",
            needed: 2,
            found: n,
        });
    }
    let together: f64 = counts.iter().flatten().map(|&n| pairs(n)).sum();
    let (first, second): (f64, f64) = (
        rows.iter().map(|&n| pairs(n)).sum(),
        columns.iter().map(|&n| pairs(n)).sum(),
    );
    let expected = first * second / pairs(n);
    let largest = 0.5 * (first + second);
    if largest == expected {
        return Ok(1.0);
    }
    Ok((together - expected) / (largest - expected))
}
