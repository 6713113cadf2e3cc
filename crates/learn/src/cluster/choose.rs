//! How many groups: stability and BIC together.

use holdfast_stats::agreement::{adjusted_rand, cross_table};
use rayon::prelude::*;

use super::coordinates::{Coordinates, Points};
use super::lloyd;
use super::mixture::{Fit, Mixture};
use super::segment::{Assignment, Family, SegmentSettings, Tried};
use crate::contract::row_key::mix;
use crate::error::LearnError;

/// Mean agreement from which a number of groups counts as stable: a good recovery by Steinley (2004).
const STABLE: f64 = 0.8;
/// Divisions in halves that stability is the mean over.
const HALVES: u64 = 8;
const RUNS: u64 = 6;
const RUNS_IN_HALVES: u64 = 3;

/// A number of groups, what was found with it, and the groups.
pub(super) struct Candidate {
    pub(super) tried: Tried,
    pub(super) assignment: Assignment,
    /// Group of each point it was fitted on.
    pub(super) groups: Vec<u32>,
}

/// Fits with every number of groups, ordered points first; those with enough different points.
pub(super) fn candidates(
    points: &Points,
    space: &Coordinates,
    settings: &SegmentSettings,
) -> Result<Vec<Candidate>, LearnError> {
    let stability_rows: Vec<u32> = (0..points.len().min(settings.stability_rows) as u32).collect();
    let judged = points.take(&stability_rows);
    (settings.min_groups..=settings.max_groups)
        .into_par_iter()
        .filter_map(|groups| {
            let seed = mix(settings.seed ^ groups as u64);
            let (assignment, bic) = fit(points, groups, RUNS, seed, space, settings.family)?;
            let assigned = assign(&assignment, points);
            let mut sizes = vec![0_usize; groups];
            assigned.iter().for_each(|&group| sizes[group as usize] += 1);
            let smallest = sizes.iter().min().copied().unwrap_or(0) as f64 / points.len() as f64;
            Some(
                stability(&judged, groups, seed, space, settings.family).map(|stability| Candidate {
                    tried: Tried {
                        groups,
                        stability,
                        bic,
                        smallest,
                    },
                    assignment,
                    groups: assigned,
                }),
            )
        })
        .collect()
}

/// The rule: of the stable numbers of groups the one with the lowest BIC; without a stable one the most stable, the smaller of two. Numbers that
/// leave a group smaller than `least_share` count only if all do. With whether it is stable.
pub(super) fn best(tried: &[Tried], least_share: f64) -> Option<(usize, bool)> {
    let large: Vec<usize> = (0..tried.len()).filter(|&i| tried[i].smallest >= least_share).collect();
    let allowed = if large.is_empty() {
        (0..tried.len()).collect()
    } else {
        large
    };
    let stable = allowed
        .iter()
        .copied()
        .filter(|&i| tried[i].stability >= STABLE)
        .min_by(|&a, &b| tried[a].bic.total_cmp(&tried[b].bic).then(a.cmp(&b)));
    if let Some(found) = stable {
        return Some((found, true));
    }
    let most = allowed
        .into_iter()
        .max_by(|&a, &b| tried[a].stability.total_cmp(&tried[b].stability).then(b.cmp(&a)))?;
    Some((most, false))
}

/// BIC of one group: what more groups have to beat.
pub(super) fn one_group(points: &Points, space: &Coordinates) -> f64 {
    Mixture::fit(points, &vec![0; points.len()], 1, space.numbers.len(), &space.blocks()).bic
}

fn fit(
    points: &Points,
    groups: usize,
    runs: u64,
    seed: u64,
    space: &Coordinates,
    family: Family,
) -> Option<(Assignment, f64)> {
    let centres = lloyd::fit(points, groups, runs, seed)?;
    let first = lloyd::assign(points, &centres);
    let Fit { mixture, bic } = Mixture::fit(points, &first, groups, space.numbers.len(), &space.blocks());
    let assignment = match family {
        Family::KMeans => Assignment::nearest(&centres),
        Family::Mixture => Assignment::Likeliest { mixture },
    };
    Some((assignment, bic))
}

fn assign(assignment: &Assignment, points: &Points) -> Vec<u32> {
    (0..points.len()).map(|row| assignment.of(points.row(row))).collect()
}

/// Mean adjusted Rand index, on all points, of groups fitted on two halves without a common point (Ben-Hur et al. 2002; Lange et al. 2004). Halves
/// are by key. 0 where a half has too few different points.
fn stability(
    points: &Points,
    groups: usize,
    seed: u64,
    space: &Coordinates,
    family: Family,
) -> Result<f64, LearnError> {
    let mut sum = 0.0;
    for half in 0..HALVES {
        let (first, second): (Vec<u32>, Vec<u32>) = points.keys(mix(seed ^ (half + 1))).into_iter().zip(0..).fold(
            (Vec::new(), Vec::new()),
            |(mut a, mut b), (key, row)| {
                if key >> 63 == 0 { &mut a } else { &mut b }.push(row);
                (a, b)
            },
        );
        let side = |rows: &[u32], seed: u64| {
            let part = points.take(rows);
            let simple = fit_half(&part, groups, seed, space, family)?;
            Some(assign(&simple, points))
        };
        if let (Some(a), Some(b)) = (side(&first, seed), side(&second, !seed)) {
            sum += adjusted_rand(&cross_table(&a, &b, groups, groups)?)?;
        }
    }
    Ok(sum / HALVES as f64)
}

/// As [`fit`], without the mixture where nothing asks for it.
fn fit_half(points: &Points, groups: usize, seed: u64, space: &Coordinates, family: Family) -> Option<Assignment> {
    match family {
        Family::KMeans => Some(Assignment::nearest(&lloyd::fit(points, groups, RUNS_IN_HALVES, seed)?)),
        Family::Mixture => fit(points, groups, RUNS_IN_HALVES, seed, space, family).map(|(assignment, _)| assignment),
    }
}
