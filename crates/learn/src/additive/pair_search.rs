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
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Places in the list of axes.
    pub axes: [usize; 2],
    /// χ² of the best contrast on all rows less what the order of levels alone may give ([`allowance`]); the best of many cuts, so it has
    /// not the distribution of one.
    pub chi_squared: f64,
    /// The same without the rows of each part.
    pub without: Vec<f64>,
}

/// Rows that are searched: `parts` are stretches of them, one a bag.
pub struct Searched<'a> {
    /// Coarser bins of each axis, by row.
    pub bins: &'a [Vec<u8>],
    /// Slopes by row.
    pub slopes: &'a [Slope],
    /// First row of each part; one more entry than parts.
    pub parts: &'a [usize],
    /// What weights are divided by.
    pub unit: f64,
}

/// The best contrast of every pair of axes that reaches `least` on all rows, the surest first; ties in the order of the axes.
///
/// `min_hessian` is the smallest curvature of a quadrant.
pub fn search(axes: &[Axis], rows: &Searched, min_hessian: f64, least: f64) -> Vec<Found> {
    let mut all: Vec<Found> = (0..axes.len())
        .into_par_iter()
        .flat_map_iter(|first| {
            let mut work = Work::default();
            (first + 1..axes.len())
                .filter_map(move |second| work.contrast([first, second], axes, rows, min_hessian, least))
        })
        .collect();
    all.sort_by(|a, b| b.chi_squared.total_cmp(&a.chi_squared).then(a.axes.cmp(&b.axes)));
    all
}

#[derive(Default)]
struct Work {
    cells: Vec<u16>,
    sums: Vec<Sums>,
    all: Vec<Sums>,
    grid: Grid,
}

impl Work {
    fn contrast(
        &mut self,
        pair: [usize; 2],
        axes: &[Axis],
        rows: &Searched,
        min_hessian: f64,
        least: f64,
    ) -> Option<Found> {
        let pair_axes = pair.map(|axis| &axes[axis]);
        let [first, second] = pair.map(|axis| &rows.bins[axis]);
        let width = pair_axes[1].bins;
        let cells = pair_axes[0].bins * width;
        self.cells.clear();
        self.cells.extend(
            first
                .iter()
                .zip(second)
                .map(|(&i, &j)| u16::from(i) * width as u16 + u16::from(j)),
        );
        let parts = rows.parts.len() - 1;
        self.sums.clear();
        self.sums.resize(cells * parts, [0.0; 2]);
        for (sums, part) in self.sums.chunks_mut(cells).zip(rows.parts.windows(2)) {
            add_cells(&self.cells[part[0]..part[1]], &rows.slopes[part[0]..part[1]], sums);
        }
        let total = |cell: usize, but: usize| {
            let kept = (0..parts)
                .filter(|&part| part != but)
                .map(|part| self.sums[part * cells + cell]);
            kept.fold([0.0; 2], |[a, b], [c, d]| [a + c, b + d])
        };
        self.all.clear();
        self.all.extend((0..cells).map(|cell| total(cell, parts)));
        let free = allowance(pair_axes) / rows.unit;
        let chi_squared = best(pair_axes, &self.all, &mut self.grid, min_hessian) - free;
        if chi_squared < least {
            return None;
        }
        let without = (0..parts)
            .map(|but| {
                self.all.clear();
                self.all.extend((0..cells).map(|cell| total(cell, but)));
                best(pair_axes, &self.all, &mut self.grid, min_hessian) - free
            })
            .collect();
        Some(Found {
            axes: pair,
            chi_squared,
            without,
        })
    }
}

/// What χ² gains by putting levels in the order of the data where nothing acts together: the largest squared singular value of a table of
/// noise is near (√d₁ + √d₂)², d the freedom of either axis (Johnstone 2001; 1 where the order is given), and two groups keep 2/π of it.
fn allowance(axes: [&Axis; 2]) -> f64 {
    let freedom = |axis: &Axis| {
        let levels = axis.filled.saturating_sub(1).max(1);
        if axis.ordered { 1.0 } else { levels as f64 }
    };
    let [first, second] = axes.map(|axis| freedom(axis).sqrt());
    std::f64::consts::FRAC_2_PI * ((first + second).powi(2) - 4.0)
}

fn best(axes: [&Axis; 2], sums: &[Sums], grid: &mut Grid, min_hessian: f64) -> f64 {
    grid.build(axes, sums);
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
