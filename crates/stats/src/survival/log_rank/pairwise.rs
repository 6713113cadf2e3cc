//! Every two groups against each other.

use rayon::prelude::*;

use super::groups::drop_empty;
use super::solve::LogRank;
use super::statistic::weighted_log_rank;
use super::weighting::Weighting;
use crate::check;
use crate::error::StatsError;
use crate::fdr::benjamini_hochberg;
use crate::survival::spells::Spells;

/// Pairs grow with the square of the groups, and with them the least p that still counts.
const MOST_GROUPS: usize = 50;

/// How p-values of many comparisons are adjusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correction {
    /// Not at all.
    None,
    /// Times the number of comparisons: controls the chance of any false one.
    Bonferroni,
    /// Step-down (Holm 1979): controls the same and is never weaker.
    Holm,
    /// Benjamini & Hochberg (1995): controls the share of false ones among those called different.
    BenjaminiHochberg,
}

/// Two groups compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The lower group.
    pub first: u32,
    /// The higher group.
    pub second: u32,
    /// The test; `None` if no event happened while both were observed.
    pub test: Option<LogRank>,
    /// Its p after correction, 0–1; `None` without a test.
    pub adjusted_p: Option<f64>,
}

/// [`weighted_log_rank`] of every two groups with customers, on the rows of these two alone (weights w as well), in the
/// order (0, 1), (0, 2), … , with p-values adjusted over the pairs that could be tested; as R's `pairwise_survdiff`.
///
/// Errors: as [`weighted_log_rank`], but no comparison is an error only for itself; more than 50 groups with customers.
pub fn pairwise_log_rank(
    spells: &Spells,
    groups: &[u32],
    group_count: usize,
    strata: Option<&[u32]>,
    weighting: Weighting,
    correction: Correction,
) -> Result<Vec<Pair>, StatsError> {
    spells.check()?;
    if let Some(strata) = strata {
        check::same_length(spells.len(), strata.len())?;
    }
    let (dense, found) = drop_empty(groups, group_count, spells.event)?;
    if found.len() > MOST_GROUPS {
        return Err(StatsError::OutOfRange {
            name: "groups to compare in pairs",
            value: found.len() as f64,
            expected: "at most 50",
        });
    }
    let compare = |(first, second): (usize, usize)| -> Result<Pair, StatsError> {
        let member = |group: u32| group as usize == first || group as usize == second;
        let rows: Vec<usize> = (0..dense.len()).filter(|&row| member(dense[row])).collect();
        let test = match compare_rows(spells, &rows, &dense, strata, weighting) {
            Err(StatsError::NoComparison) => None,
            found => Some(found?),
        };
        Ok(Pair {
            first: found[first].group,
            second: found[second].group,
            test,
            adjusted_p: None,
        })
    };
    let pairs: Vec<(usize, usize)> = (0..found.len())
        .flat_map(|first| (first + 1..found.len()).map(move |second| (first, second)))
        .collect();
    let mut pairs: Vec<Pair> = pairs.into_iter().map(compare).collect::<Result<_, _>>()?;
    let p_values: Vec<f64> = (pairs.iter()).filter_map(|pair| Some(pair.test?.p_value)).collect();
    let adjusted = adjust(&p_values, correction)?;
    for (pair, p) in pairs.iter_mut().filter(|pair| pair.test.is_some()).zip(adjusted) {
        pair.adjusted_p = Some(p);
    }
    Ok(pairs)
}

fn compare_rows(
    spells: &Spells,
    rows: &[usize],
    groups: &[u32],
    strata: Option<&[u32]>,
    weighting: Weighting,
) -> Result<LogRank, StatsError> {
    let pick = |values: &[f64]| -> Vec<f64> { rows.par_iter().map(|&row| values[row]).collect() };
    let label = |values: &[u32]| -> Vec<u32> { rows.par_iter().map(|&row| values[row]).collect() };
    let (entry, weight) = (spells.entry.map(pick), spells.weight.map(pick));
    let event: Vec<bool> = rows.iter().map(|&row| spells.event[row]).collect();
    let exit = pick(spells.exit);
    let picked = Spells {
        entry: entry.as_deref(),
        exit: &exit,
        event: &event,
        weight: weight.as_deref(),
    };
    let strata = strata.map(label);
    let found = weighted_log_rank(&picked, &label(groups), MOST_GROUPS, strata.as_deref(), weighting)?;
    Ok(found.test)
}

/// Adjusted p-values, in the order given.
fn adjust(p_values: &[f64], correction: Correction) -> Result<Vec<f64>, StatsError> {
    let tests = p_values.len() as f64;
    Ok(match correction {
        Correction::None => p_values.to_vec(),
        Correction::Bonferroni => p_values.iter().map(|p| (p * tests).min(1.0)).collect(),
        Correction::BenjaminiHochberg => benjamini_hochberg(p_values)?,
        Correction::Holm => {
            let mut order: Vec<usize> = (0..p_values.len()).collect();
            order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
            let mut adjusted = vec![0.0; p_values.len()];
            let mut largest = 0.0_f64;
            for (rank, &index) in order.iter().enumerate() {
                largest = largest.max(p_values[index] * (tests - rank as f64)).min(1.0);
                adjusted[index] = largest;
            }
            adjusted
        }
    })
}
