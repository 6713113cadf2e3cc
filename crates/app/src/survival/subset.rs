//! Some of the rows that were observed.

use holdfast_stats::survival::spells::Spells;

/// Some rows of spells.
pub(super) struct Subset {
    pub(super) entry: Option<Vec<f64>>,
    pub(super) exit: Vec<f64>,
    event: Vec<bool>,
    pub(super) weight: Option<Vec<f64>>,
}

impl Subset {
    /// The rows with these indices.
    pub(super) fn new(spells: &Spells, rows: &[u32]) -> Self {
        Self {
            entry: spells.entry.map(|e| taken(e, rows)),
            exit: taken(spells.exit, rows),
            event: taken(spells.event, rows),
            weight: spells.weight.map(|w| taken(w, rows)),
        }
    }

    /// Sum of the weights of those under observation at `t`: entry < t ≤ exit; at 0, who is there from the start.
    pub(super) fn at_risk(&self, t: f64) -> f64 {
        let entered = |entry: f64| entry < t || (t == 0.0 && entry <= 0.0);
        let inside = |row: &usize| t <= self.exit[*row] && self.entry.as_ref().is_none_or(|e| entered(e[*row]));
        let weight = |row: usize| self.weight.as_ref().map_or(1.0, |weight| weight[row]);
        (0..self.exit.len()).filter(inside).map(weight).sum()
    }

    /// As spells.
    pub(super) fn spells(&self) -> Spells<'_> {
        Spells {
            entry: self.entry.as_deref(),
            exit: &self.exit,
            event: &self.event,
            weight: self.weight.as_deref(),
        }
    }
}

/// The values of these rows.
pub(super) fn taken<T: Copy>(values: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter().map(|&row| values[row as usize]).collect()
}
