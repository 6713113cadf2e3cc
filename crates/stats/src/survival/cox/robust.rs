//! Errors that hold where rows of one customer belong together or the model is only nearly right.

use rayon::prelude::*;

use super::data::CoxData;
use super::gram::Gram;
use super::lived::Lived;
use crate::chunks;
use crate::covariates::Scale;
use crate::error::StatsError;

/// The sandwich of Lin & Wei (1989): V·(Σ u·uᵀ)·V with u the weighted score residuals, summed within each cluster. All
/// in units of the standardised columns; `covariance` is V.
///
/// # Errors
/// Not more clusters than columns.
pub(super) fn sandwich(
    data: &CoxData<'_>,
    lived: &Lived,
    scales: &[Scale],
    covariance: &[f64],
) -> Result<Vec<f64>, StatsError> {
    let k = scales.len();
    let clusters = data.cluster.map(|codes| clusters(codes, &lived.order.rows));
    let units = clusters.as_ref().map_or(lived.order.rows.len(), |c| c.ends.len());
    if units <= k {
        return Err(StatsError::TooFew {
            name: "clusters for robust errors",
            needed: k as u64 + 1,
            found: units as u64,
        });
    }
    let columns = data.covariates.columns.par_iter().zip(scales);
    let scores: Vec<Vec<f64>> = columns
        .map(|(column, scale)| {
            let mut score = lived.score(&lived.column(column, scale));
            for (at, score) in score.iter_mut().enumerate() {
                *score *= lived.weight_at(at);
            }
            match &clusters {
                None => score,
                Some(clusters) => clusters.sums(&score),
            }
        })
        .collect();
    let meat = chunks::sum(units, Gram::len(k), |range, sums| {
        let mut gram = Gram::new(k);
        let mut line = vec![0.0; k];
        for unit in range {
            for (line, score) in line.iter_mut().zip(&scores) {
                *line = score[unit];
            }
            gram.push(&line, 1.0);
        }
        gram.finish(sums);
    });
    Ok(product(covariance, &product(&meat, covariance, k), k))
}

/// Positions by cluster, clusters by number.
struct Clusters {
    positions: Vec<u32>,
    /// Where each cluster ends.
    ends: Vec<u32>,
}

fn clusters(codes: &[u32], rows: &[u32]) -> Clusters {
    let mut keys: Vec<(u32, u32)> = (rows.iter().enumerate())
        .map(|(at, &row)| (codes[row as usize], at as u32))
        .collect();
    keys.par_sort_unstable();
    let mut end = 0;
    let ends = keys.chunk_by(|a, b| a.0 == b.0).map(|members| {
        end += members.len() as u32;
        end
    });
    Clusters {
        ends: ends.collect(),
        positions: keys.iter().map(|key| key.1).collect(),
    }
}

impl Clusters {
    fn sums(&self, values: &[f64]) -> Vec<f64> {
        let begins = std::iter::once(&0).chain(&self.ends);
        let members = begins
            .zip(&self.ends)
            .map(|(&begin, &end)| begin as usize..end as usize);
        members
            .map(|range| self.positions[range].iter().map(|&at| values[at as usize]).sum())
            .collect()
    }
}

fn product(a: &[f64], b: &[f64], k: usize) -> Vec<f64> {
    let entry = |at: usize| (0..k).map(|m| a[at / k * k + m] * b[m * k + at % k]).sum();
    (0..k * k).map(entry).collect()
}
