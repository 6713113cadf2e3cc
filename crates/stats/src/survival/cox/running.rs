//! A vector that rows are added to and taken from.

/// Running sum of weighted rows. Where rows leave again (late entry), what stays can be a small part of what came and
/// went, so that the rounding is carried along (Neumaier 1974).
#[derive(Clone, Debug)]
pub(super) struct Running {
    sum: Vec<f64>,
    /// What rounding took; empty where nothing leaves.
    lost: Vec<f64>,
}

impl Running {
    pub(super) fn new(width: usize, rows_leave: bool) -> Self {
        Self {
            sum: vec![0.0; width],
            lost: vec![0.0; if rows_leave { width } else { 0 }],
        }
    }

    pub(super) fn clear(&mut self) {
        self.sum.fill(0.0);
        self.lost.fill(0.0);
    }

    /// Adds c·x; taking the same row away is adding −c·x.
    pub(super) fn add(&mut self, x: &[f64], c: f64) {
        if self.lost.is_empty() {
            for (sum, x) in self.sum.iter_mut().zip(x) {
                *sum += c * x;
            }
        } else {
            for ((sum, lost), x) in self.sum.iter_mut().zip(&mut self.lost).zip(x) {
                let (next, error) = two_sum(*sum, c * x);
                *sum = next;
                *lost += error;
            }
        }
    }

    /// Adds another running sum.
    pub(super) fn merge(&mut self, other: &Self) {
        self.add(&other.sum, 1.0);
        for (lost, other) in self.lost.iter_mut().zip(&other.lost) {
            *lost += other;
        }
    }

    /// The sum times `c`, written to `into`.
    pub(super) fn scaled(&self, c: f64, into: &mut [f64]) {
        if self.lost.is_empty() {
            into.iter_mut().zip(&self.sum).for_each(|(into, sum)| *into = c * sum);
        } else {
            for ((into, sum), lost) in into.iter_mut().zip(&self.sum).zip(&self.lost) {
                *into = c * (sum + lost);
            }
        }
    }
}

/// a + b as it is rounded, and what the rounding took (Knuth).
pub(super) fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let part = sum - a;
    (sum, (a - (sum - part)) + (b - part))
}
