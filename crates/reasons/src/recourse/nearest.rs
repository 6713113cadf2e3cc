//! The donors that are most like a customer.

use std::cmp::Ordering;

use super::matrix::distance;

/// A pool of donors as numbers.
pub(super) struct Pool {
    /// Rows of the donors' frame.
    pub(super) rows: Vec<u32>,
    /// Their values, by column.
    pub(super) values: Vec<Vec<f64>>,
    /// Scale of each column.
    pub(super) scales: Vec<f64>,
}

/// Which columns a lever moves, and which of the others say whether two customers are alike.
pub(super) struct Parts {
    pub(super) moved: Vec<usize>,
    pub(super) kept: Vec<usize>,
    /// A column that may only grow (donor ≥ own) or only fall.
    pub(super) bound: Option<(usize, f64)>,
}

impl Parts {
    /// Whether the bound is kept; not where either value is missing.
    pub(super) fn allows(&self, own: &[f64], other: &[f64]) -> bool {
        self.bound
            .is_none_or(|(column, way)| (other[column] - own[column]) * way >= 0.0)
    }
}

impl Pool {
    /// Distance of two rows over columns: the mean of 0–1, 0 without columns.
    pub(super) fn mean_distance(&self, own: &[f64], other: &[f64], columns: &[usize]) -> f64 {
        let sum: f64 = columns
            .iter()
            .map(|&column| distance(own[column], other[column], self.scales[column]))
            .sum();
        sum / columns.len().max(1) as f64
    }

    /// The `most` donors (as row and distance moved) with the smallest sum of what is moved and of how unlike they are otherwise; ties by place.
    pub(super) fn nearest(&self, own: &[f64], parts: &Parts, most: usize) -> Vec<(u32, f64)> {
        let mut found: Vec<(f64, usize, f64)> = Vec::with_capacity(self.rows.len());
        for (at, other) in self.values.iter().enumerate() {
            if !parts.allows(own, other) {
                continue;
            }
            let moved = self.mean_distance(own, other, &parts.moved);
            if moved > 0.0 {
                found.push((moved + self.mean_distance(own, other, &parts.kept), at, moved));
            }
        }
        let order =
            |a: &(f64, usize, f64), b: &(f64, usize, f64)| -> Ordering { a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)) };
        if found.len() > most && most > 0 {
            found.select_nth_unstable_by(most - 1, order);
        }
        found.truncate(most);
        found.sort_by(order);
        found.into_iter().map(|(_, at, moved)| (self.rows[at], moved)).collect()
    }
}
