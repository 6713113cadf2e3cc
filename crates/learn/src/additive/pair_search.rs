//! Which pairs of columns act together beyond their sum: FAST (Lou, Caruana, Gehrke & Hooker 2013).
//!
//! Every pair's table of residuals (of rows that the model has not seen) is cut once in either direction, in every way. FAST ranks pairs by
//! the residual sum of squares of the four quadrants. We rank by the part of it that no sum of two functions explains: the contrast
//! of the four quadrants' Newton steps, squared and divided by its variance, a χ² with one degree of freedom.

use rayon::prelude::*;

use super::gradient::{Slope, Sums, add_cells};
use super::pair_step::Grid;
use super::pairs::Axis;

/// Two columns and how sure it is that they act together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// Places in the list of axes.
    pub axes: [usize; 2],
    /// χ² of the best contrast; the best of many, so it has not the distribution of one.
    pub chi_squared: f64,
}

/// The best contrast of every pair of axes, the surest first; ties in the order of the axes.
///
/// `bins[k]` are the coarser bins of axis `k`, by row; `min_hessian` is the smallest curvature of a quadrant.
pub fn search(axes: &[Axis], bins: &[Vec<u8>], slopes: &[Slope], min_hessian: f64) -> Vec<Found> {
    let mut all: Vec<Found> = (0..axes.len())
        .into_par_iter()
        .flat_map_iter(|first| {
            let mut work = (Vec::new(), Vec::new(), Grid::default());
            (first + 1..axes.len())
                .map(move |second| {
                    let chi_squared = contrast([first, second], axes, bins, slopes, min_hessian, &mut work);
                    Found {
                        axes: [first, second],
                        chi_squared,
                    }
                })
                .filter(|found| found.chi_squared > 0.0)
        })
        .collect();
    all.sort_by(|a, b| b.chi_squared.total_cmp(&a.chi_squared).then(a.axes.cmp(&b.axes)));
    all
}

fn contrast(
    [first, second]: [usize; 2],
    axes: &[Axis],
    bins: &[Vec<u8>],
    slopes: &[Slope],
    min_hessian: f64,
    (cells, sums, grid): &mut (Vec<u16>, Vec<Sums>, Grid),
) -> f64 {
    let (a, b) = (&axes[first], &axes[second]);
    cells.clear();
    cells.extend(
        bins[first]
            .iter()
            .zip(&bins[second])
            .map(|(&i, &j)| u16::from(i) * b.bins as u16 + u16::from(j)),
    );
    sums.clear();
    sums.resize(a.bins * b.bins, [0.0; 2]);
    add_cells(cells, slopes, sums);
    grid.build([a, b], sums);
    let mut best = 0.0;
    grid.quadrants(|_, quadrants| {
        if quadrants.iter().all(|q| q[1] >= min_hessian) {
            let [ll, lh, hl, hh] = quadrants.map(|q| q[0] / q[1]);
            let variance: f64 = quadrants.iter().map(|q| 1.0 / q[1]).sum();
            let contrast = ll - lh - hl + hh;
            best = f64::max(best, contrast * contrast / variance);
        }
    });
    best
}
