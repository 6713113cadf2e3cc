//! k-means, the number of groups chosen by the mean silhouette (Rousseeuw 1987).

use linfa::DatasetBase;
use linfa::traits::{Fit, Predict};
use linfa_clustering::{KMeans, KMeansInit};
use linfa_nn::distance::L2Dist;
use ndarray::{Array2, ArrayView1, Axis};
use rand::SeedableRng;
use rand_xoshiro::Xoshiro256Plus;
use rayon::prelude::*;

use super::space::Space;
use crate::error::LearnError;
use crate::folds::sample;
use crate::frame::Frame;

/// How to group.
#[derive(Clone, Copy, Debug)]
pub struct ClusterSettings {
    /// Fewest groups tried, at least 2.
    pub min_groups: usize,
    /// Most groups tried.
    pub max_groups: usize,
    /// Rows that centres are fitted on at most.
    pub fit_rows: usize,
    /// Rows that the silhouette is computed on at most; it costs their square.
    pub silhouette_rows: usize,
    /// Seed.
    pub seed: u64,
}

impl Default for ClusterSettings {
    fn default() -> Self {
        Self {
            min_groups: 3,
            max_groups: 6,
            fit_rows: 8_000,
            silhouette_rows: 1_200,
            seed: 0,
        }
    }
}

/// Every row's group.
#[derive(Clone, Debug)]
pub struct Clusters {
    /// Group of each row of the frame, below `groups`.
    pub assignment: Vec<u32>,
    /// Number of groups.
    pub groups: usize,
    /// Mean silhouette of the sample, −1 to 1.
    pub silhouette: f64,
}

/// Rows assigned at a time, to bound the memory of coordinates.
const CHUNK: usize = 16_384;

/// Groups all rows of the frame by the columns `columns`; `None` when they do not spread over at least `min_groups`
/// different points.
///
/// # Errors
/// [`LearnError::Numeric`] when k-means fails.
pub fn fit(frame: &Frame, columns: &[usize], settings: &ClusterSettings) -> Result<Option<Clusters>, LearnError> {
    let all: Vec<u32> = (0..frame.rows as u32).collect();
    let learn = sample(&all, settings.fit_rows, settings.seed);
    let space = Space::fit(frame, columns, &learn);
    if space.dimensions() == 0 || distinct_points(&space.points(frame, &learn)) < settings.max_groups {
        return Ok(None);
    }
    let points = DatasetBase::from(space.points(frame, &learn));
    let judged = space.points(frame, &sample(&learn, settings.silhouette_rows, settings.seed ^ 0x51));
    let mut best: Option<(f64, usize, KMeans<f64, L2Dist>)> = None;
    for groups in settings.min_groups..=settings.max_groups {
        let rng = Xoshiro256Plus::seed_from_u64(settings.seed ^ groups as u64);
        let model = KMeans::params_with(groups, rng, L2Dist)
            .n_runs(4)
            .max_n_iterations(60)
            .tolerance(1e-3)
            .init_method(KMeansInit::KMeansPlusPlus)
            .fit(&points)
            .map_err(|e| LearnError::Numeric {
                what: "k-means",
                message: e.to_string(),
            })?;
        let labels: Vec<usize> = model.predict(&judged).to_vec();
        let silhouette = silhouette(&judged, &labels, groups);
        if best.as_ref().is_none_or(|b| silhouette > b.0) {
            best = Some((silhouette, groups, model));
        }
    }
    let Some((silhouette, groups, model)) = best else {
        return Ok(None);
    };
    let assignment: Vec<u32> = all
        .par_chunks(CHUNK)
        .flat_map_iter(|chunk| {
            let points = space.points(frame, chunk);
            model
                .predict(&points)
                .into_iter()
                .map(|g| g as u32)
                .collect::<Vec<u32>>()
        })
        .collect();
    Ok(Some(Clusters {
        assignment,
        groups,
        silhouette,
    }))
}

/// Different points, counted up to the limit that matters.
fn distinct_points(points: &Array2<f64>) -> usize {
    let mut rows: Vec<Vec<u64>> = points
        .axis_iter(Axis(0))
        .map(|row| row.iter().map(|v| v.to_bits()).collect())
        .collect();
    rows.sort_unstable();
    rows.dedup();
    rows.len()
}

fn distance(a: ArrayView1<f64>, b: ArrayView1<f64>) -> f64 {
    a.iter()
        .zip(b.iter())
        .map(|(x, y)| (x - y) * (x - y))
        .sum::<f64>()
        .sqrt()
}

/// Mean silhouette; rows alone in their group count 0.
fn silhouette(points: &Array2<f64>, labels: &[usize], groups: usize) -> f64 {
    let n = points.nrows();
    let mut sizes = vec![0usize; groups];
    labels.iter().for_each(|&l| sizes[l] += 1);
    let values: Vec<f64> = (0..n)
        .into_par_iter()
        .map(|i| {
            let mut sums = vec![0.0; groups];
            for j in 0..n {
                sums[labels[j]] += distance(points.row(i), points.row(j));
            }
            let own = labels[i];
            if sizes[own] < 2 {
                return 0.0;
            }
            let inside = sums[own] / (sizes[own] - 1) as f64;
            let outside = (0..groups)
                .filter(|&g| g != own && sizes[g] > 0)
                .map(|g| sums[g] / sizes[g] as f64)
                .fold(f64::INFINITY, f64::min);
            let larger = inside.max(outside);
            if larger > 0.0 && outside.is_finite() {
                (outside - inside) / larger
            } else {
                0.0
            }
        })
        .collect();
    values.iter().sum::<f64>() / n.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Feature, FeatureData};

    #[test]
    fn four_clouds_are_found_as_four_groups() {
        let n = 800usize;
        let jitter = |i: usize, k: usize| ((i * k) % 37) as f64 / 37.0;
        let x = (0..n).map(|i| [0.0, 10.0, 0.0, 10.0][i % 4] + jitter(i, 11)).collect();
        let y = (0..n).map(|i| [0.0, 0.0, 10.0, 10.0][i % 4] + jitter(i, 23)).collect();
        let frame = Frame {
            rows: n,
            columns: vec![
                Feature {
                    name: "x".into(),
                    data: FeatureData::Number(x),
                },
                Feature {
                    name: "y".into(),
                    data: FeatureData::Number(y),
                },
            ],
        };
        let clusters = fit(&frame, &[0, 1], &ClusterSettings::default()).unwrap().unwrap();
        assert_eq!(clusters.groups, 4);
        for i in 4..n {
            assert_eq!(clusters.assignment[i], clusters.assignment[i % 4], "row {i}");
        }
        let again = fit(&frame, &[0, 1], &ClusterSettings::default()).unwrap().unwrap();
        assert_eq!(again.assignment, clusters.assignment);
    }

    #[test]
    fn too_few_different_points_are_no_groups() {
        let frame = Frame {
            rows: 50,
            columns: vec![Feature {
                name: "x".into(),
                data: FeatureData::Number(vec![1.0; 50]),
            }],
        };
        assert!(fit(&frame, &[0], &ClusterSettings::default()).unwrap().is_none());
    }
}
