//! Tables to learn from.

use holdfast_learn::contract::fitted::Fitted;
use holdfast_learn::contract::row_key::mix;
use holdfast_learn::contract::task::Task;
use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};

use super::methods::Entry;

/// A frame with outcomes.
#[derive(Clone)]
pub struct Table {
    pub frame: Frame,
    pub labels: Vec<bool>,
}

/// A number within 0–1 by place.
pub fn chance(place: usize, stream: u64) -> f64 {
    mix(mix(place as u64) ^ stream) as f64 / u64::MAX as f64
}

pub fn number(name: &str, values: impl IntoIterator<Item = f64>) -> Feature {
    Feature {
        name: name.into(),
        data: FeatureData::Number(values.into_iter().collect()),
    }
}

pub fn category(name: &str, codes: Vec<u32>, levels: &[&str]) -> Feature {
    Feature {
        name: name.into(),
        data: FeatureData::Category {
            codes,
            levels: levels.iter().map(|&level| level.to_owned()).collect(),
        },
    }
}

impl Table {
    pub fn new(columns: Vec<Feature>, labels: Vec<bool>) -> Self {
        Self {
            frame: Frame {
                rows: labels.len(),
                columns,
            },
            labels,
        }
    }

    /// Two numbers (one with gaps), a count with ties and a category with gaps; churn depends on all of them.
    pub fn mixed(rows: usize) -> Self {
        let tenure: Vec<f64> = (0..rows).map(|i| (chance(i, 1) * 72.0).round()).collect();
        let charge: Vec<f64> = (0..rows)
            .map(|i| {
                if chance(i, 2) < 0.1 {
                    f64::NAN
                } else {
                    20.0 + 100.0 * chance(i, 3)
                }
            })
            .collect();
        let calls: Vec<f64> = (0..rows).map(|i| (4.0 * chance(i, 4).powi(2)).floor()).collect();
        let plan: Vec<u32> = (0..rows)
            .map(|i| {
                if chance(i, 5) < 0.05 {
                    MISSING
                } else {
                    (chance(i, 6) * 4.0) as u32
                }
            })
            .collect();
        let labels = (0..rows)
            .map(|i| {
                let charge = if charge[i].is_nan() { 60.0 } else { charge[i] };
                let z = -0.6 - 0.05 * (tenure[i] - 36.0) + 0.02 * (charge - 60.0) + 0.7 * calls[i]
                    - if plan[i] == 1 { 1.5 } else { 0.0 };
                chance(i, 7) < 1.0 / (1.0 + (-z).exp())
            })
            .collect();
        let columns = vec![
            number("tenure", tenure),
            number("charge", charge),
            number("calls", calls),
            category("plan", plan, &["a", "b", "c", "d"]),
        ];
        Self::new(columns, labels)
    }

    pub fn rows(&self) -> Vec<u32> {
        (0..self.labels.len() as u32).collect()
    }

    /// The rows in another order, or with copies.
    pub fn take(&self, rows: &[u32]) -> Self {
        Self {
            frame: self.frame.take(rows),
            labels: rows.iter().map(|&row| self.labels[row as usize]).collect(),
        }
    }

    pub fn with(mut self, feature: Feature) -> Self {
        self.frame.columns.push(feature);
        self
    }

    pub fn fit(&self, entry: &Entry) -> Fitted {
        let rows = self.rows();
        let task = Task::whole(&self.frame, &self.labels, &rows, 5);
        entry
            .method
            .fit(&task)
            .unwrap_or_else(|error| panic!("{:?}: {error}", entry.method))
    }

    pub fn margins(&self, entry: &Entry) -> Vec<f64> {
        self.fit(entry).margins(&self.frame).unwrap()
    }
}

/// Fails where log-odds differ by more than the tolerance, or are not finite.
pub fn near(entry: &Entry, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (row, (found, expected)) in found.iter().zip(expected).enumerate() {
        assert!(found.is_finite());
        let gap = (found - expected).abs();
        let allowed = entry.tolerance * (1.0 + expected.abs());
        assert!(gap <= allowed, "{:?}, row {row}: {found} and {expected}", entry.method);
    }
}

/// Fails unless log-odds are finite and reasons add up to them.
pub fn adds_up(entry: &Entry, fitted: &Fitted, frame: &Frame) {
    let margins = fitted.margins(frame).unwrap();
    let reasons = fitted.contributions(frame).unwrap();
    assert_eq!(margins.len(), frame.rows);
    assert_eq!(reasons.columns, fitted.schema.columns.len());
    assert_eq!(reasons.values.len(), frame.rows * reasons.columns);
    for (row, margin) in margins.iter().enumerate() {
        let sum = reasons.base + reasons.row(row).iter().sum::<f64>();
        let gap = (sum - margin).abs();
        assert!(
            margin.is_finite() && gap <= 1e-9 * (1.0 + margin.abs()),
            "{:?}, row {row}: {sum} and {margin}",
            entry.method
        );
    }
}
