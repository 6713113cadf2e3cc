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
const HALVES: u64 = 5;
/// Starts of k-means and of the mixture.
const STARTS: u64 = 4;

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
            let (assignment, bic) = fit(points, groups, seed, space, settings.family)?;
            let assigned = assignment.of(points);
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

/// One k-means of `STARTS` runs for each, and a mixture from all of them.
fn fit(points: &Points, groups: usize, seed: u64, space: &Coordinates, family: Family) -> Option<(Assignment, f64)> {
    let runs = runs(points, groups, seed)?;
    let starts: Vec<Vec<u32>> = runs.iter().map(|(_, centres)| lloyd::assign(points, centres)).collect();
    let Fit { mixture, bic } = Mixture::fit(points, &starts, groups, space.numbers.len(), &space.blocks());
    let assignment = match family {
        Family::KMeans => Assignment::nearest(&tightest(runs)?),
        Family::Mixture => Assignment::Likeliest { mixture },
    };
    Some((assignment, bic))
}

/// Runs of k-means: sums of squares and centres.
fn runs(points: &Points, groups: usize, seed: u64) -> Option<Vec<(f64, Points)>> {
    (0..STARTS)
        .map(|run| lloyd::run(points, groups, mix(seed ^ run)))
        .collect()
}

/// The centres with the smallest sum of squares, the first of equal ones.
fn tightest(runs: Vec<(f64, Points)>) -> Option<Points> {
    let best = runs
        .into_iter()
        .reduce(|best, run| if run.0 < best.0 { run } else { best });
    best.map(|(_, centres)| centres)
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
            Some(simple.of(points))
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
        Family::KMeans => Some(Assignment::nearest(&tightest(runs(points, groups, seed)?)?)),
        Family::Mixture => fit(points, groups, seed, space, family).map(|(assignment, _)| assignment),
    }
}
