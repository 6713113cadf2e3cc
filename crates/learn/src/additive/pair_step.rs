//! One step on a pair: its table cut once in either direction, four leaves.

use super::gradient::Sums;
use super::ordered_step::Rules;
use super::pairs::{Axis, Pair};

/// Room that every step uses again.
#[derive(Default)]
pub struct PairWork {
    /// Sums of slopes by cell.
    pub sums: Vec<Sums>,
    /// The step of every cell, shrunk.
    pub by_cell: Vec<f32>,
    /// Cells in the order in which they are cut.
    pub grid: Grid,
}

/// A table of cells whose lines and columns stand in an order, with running sums.
#[derive(Default)]
pub struct Grid {
    /// Order of the bins of either axis.
    pub orders: [Vec<usize>; 2],
    /// Sums over all cells before a line and a column: `(lines + 1) · (columns + 1)`.
    running: Vec<Sums>,
    scores: Vec<f64>,
    other: Vec<f64>,
}

impl Grid {
    /// Orders a table of cells: numbers as they are, levels by how the slopes go along them (the leading singular vector of the table
    /// of standardised slopes, for which Fisher's grouping of levels into two is best).
    pub fn build(&mut self, axes: [&Axis; 2], sums: &[Sums]) {
        let [lines, columns] = [axes[0].bins, axes[1].bins];
        self.orders = [(0..lines).collect(), (0..columns).collect()];
        if !(axes[0].ordered && axes[1].ordered) {
            self.singular(lines, columns, sums);
            for (order, (axis, scores)) in self.orders.iter_mut().zip(axes.iter().zip([&self.scores, &self.other])) {
                if !axis.ordered {
                    order.sort_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(a.cmp(&b)));
                }
            }
        }
        let width = columns + 1;
        self.running.clear();
        self.running.resize((lines + 1) * width, [0.0; 2]);
        for (i, &line) in self.orders[0].iter().enumerate() {
            let mut so_far = [0.0; 2];
            for (j, &column) in self.orders[1].iter().enumerate() {
                let cell = sums[line * columns + column];
                so_far = [so_far[0] + cell[0], so_far[1] + cell[1]];
                let above = self.running[i * width + j + 1];
                self.running[(i + 1) * width + j + 1] = [above[0] + so_far[0], above[1] + so_far[1]];
            }
        }
    }

    /// Power iteration for both singular vectors of slope ÷ curvature, weighted by curvature.
    fn singular(&mut self, lines: usize, columns: usize, sums: &[Sums]) {
        let (scores, other) = (&mut self.scores, &mut self.other);
        other.clear();
        // Any start that is not constant: a constant one sees main effects alone.
        other.extend((0..columns).map(|k| f64::from((k as u32).wrapping_mul(0x9e37_79b9) >> 16) / 32_768.0 - 1.0));
        for _ in 0..4 {
            scores.clear();
            scores.extend(sums.chunks(columns).map(|line| {
                let (mut top, mut weight) = (0.0, 1e-12);
                for ([slope, curvature], y) in line.iter().zip(other.iter()) {
                    top += slope * y;
                    weight += curvature;
                }
                top / weight
            }));
            scale(scores);
            other.clear();
            other.resize(columns, 0.0);
            for (j, y) in other.iter_mut().enumerate() {
                let (mut top, mut weight) = (0.0, 1e-12);
                for (i, x) in scores.iter().enumerate().take(lines) {
                    let [slope, curvature] = sums[i * columns + j];
                    top += slope * x;
                    weight += curvature;
                }
                *y = top / weight;
            }
            scale(other);
        }
    }

    /// Calls `each` with both cuts and the four quadrants: low–low, low–high, high–low, high–high.
    pub fn quadrants(&self, mut each: impl FnMut([usize; 2], [Sums; 4])) {
        let [lines, columns] = [self.orders[0].len(), self.orders[1].len()];
        let width = columns + 1;
        let all = self.running[lines * width + columns];
        for i in 1..lines {
            let above = self.running[i * width + columns];
            for j in 1..columns {
                let corner = self.running[i * width + j];
                let left = self.running[lines * width + j];
                let by = |k: usize| {
                    let (a, b, c) = (corner[k], above[k] - corner[k], left[k] - corner[k]);
                    (a, b, c, all[k] - a - b - c)
                };
                let (slope, curvature) = (by(0), by(1));
                each(
                    [i, j],
                    [
                        [slope.0, curvature.0],
                        [slope.1, curvature.1],
                        [slope.2, curvature.2],
                        [slope.3, curvature.3],
                    ],
                );
            }
        }
    }
}

fn scale(values: &mut [f64]) {
    let largest = values.iter().fold(0.0f64, |m, v| m.max(v.abs()));
    if largest > 0.0 {
        values.iter_mut().for_each(|v| *v /= largest);
    }
}

/// The step of every cell, left in `work.by_cell`, and what it gains; 0: not more than `least`.
pub fn step(pair: &Pair, rules: &Rules, least: f64, work: &mut PairWork) -> f64 {
    let [first, second] = &pair.axes;
    work.grid.build([first, second], &work.sums);
    let mut found: Option<(f64, [usize; 2], [Sums; 4])> = None;
    work.grid.quadrants(|cuts, quadrants| {
        if quadrants.iter().all(|q| q[1] >= rules.min_hessian) {
            let gain: f64 = quadrants.iter().map(|&q| rules.score(q)).sum();
            if gain > found.map_or(least, |(gain, ..)| gain) {
                found = Some((gain, cuts, quadrants));
            }
        }
    });
    let Some((gain, cuts, quadrants)) = found else {
        return 0.0;
    };
    let steps = quadrants.map(|q| (rules.learning_rate * rules.value(q)) as f32);
    work.by_cell.clear();
    work.by_cell.resize(pair.cells(), 0.0);
    for (i, &line) in work.grid.orders[0].iter().enumerate() {
        for (j, &column) in work.grid.orders[1].iter().enumerate() {
            let quadrant = 2 * usize::from(i >= cuts[0]) + usize::from(j >= cuts[1]);
            work.by_cell[line * second.bins + column] = steps[quadrant];
        }
    }
    gain
}
