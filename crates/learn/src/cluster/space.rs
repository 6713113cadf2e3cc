//! Customers as points: numbers robustly scaled, categories as corners of a simplex.

use holdfast_stats::quantile;
use ndarray::Array2;

use crate::frame::{FeatureData, Frame, MISSING};

/// Levels of a category that get a coordinate.
const LEVELS: usize = 12;

/// The coordinates of the columns.
pub(super) struct Space {
    axes: Vec<Axis>,
}

enum Axis {
    /// (value − median) ÷ (interquartile range or, failing that, standard deviation), cut off at ±3.
    Number { column: usize, median: f64, scale: f64 },
    /// 1/√2 where the category is this level: two different levels are at distance 1.
    Level { column: usize, code: u32 },
}

impl Space {
    /// Scales the columns by the rows `rows`; columns without spread get no coordinate.
    pub(super) fn fit(frame: &Frame, columns: &[usize], rows: &[u32]) -> Self {
        let mut axes = Vec::new();
        for &column in columns {
            match &frame.columns[column].data {
                FeatureData::Number(values) => {
                    let mut seen: Vec<f64> = rows
                        .iter()
                        .map(|&r| values[r as usize])
                        .filter(|v| !v.is_nan())
                        .collect();
                    seen.sort_unstable_by(f64::total_cmp);
                    if seen.is_empty() {
                        continue;
                    }
                    let median = quantile::quantile(&seen, 0.5);
                    // 1.349: the interquartile range of a standard normal.
                    let iqr = (quantile::quantile(&seen, 0.75) - quantile::quantile(&seen, 0.25)) / 1.349;
                    let mean = seen.iter().sum::<f64>() / seen.len() as f64;
                    let sd = (seen.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / seen.len() as f64).sqrt();
                    let scale = if iqr > 0.0 { iqr } else { sd };
                    if scale > 0.0 {
                        axes.push(Axis::Number { column, median, scale });
                    }
                }
                FeatureData::Category { codes, levels } => {
                    let mut counts = vec![0usize; levels.len()];
                    for &row in rows {
                        let code = codes[row as usize];
                        if code != MISSING {
                            counts[code as usize] += 1;
                        }
                    }
                    let mut order: Vec<usize> = (0..levels.len()).filter(|&l| counts[l] > 0).collect();
                    order.sort_by_key(|&l| (std::cmp::Reverse(counts[l]), l));
                    order.truncate(LEVELS);
                    if order.len() > 1 {
                        axes.extend(order.into_iter().map(|l| Axis::Level { column, code: l as u32 }));
                    }
                }
            }
        }
        Self { axes }
    }

    /// Number of coordinates.
    pub(super) fn dimensions(&self) -> usize {
        self.axes.len()
    }

    /// The coordinates of the rows; a missing number sits at the median.
    pub(super) fn points(&self, frame: &Frame, rows: &[u32]) -> Array2<f64> {
        Array2::from_shape_fn((rows.len(), self.axes.len()), |(i, a)| {
            self.coordinate(frame, rows[i] as usize, a)
        })
    }

    fn coordinate(&self, frame: &Frame, row: usize, axis: usize) -> f64 {
        match &self.axes[axis] {
            Axis::Number { column, median, scale } => match &frame.columns[*column].data {
                FeatureData::Number(values) if !values[row].is_nan() => {
                    ((values[row] - median) / scale).clamp(-3.0, 3.0)
                }
                _ => 0.0,
            },
            Axis::Level { column, code } => match &frame.columns[*column].data {
                FeatureData::Category { codes, .. } if codes[row] == *code => std::f64::consts::FRAC_1_SQRT_2,
                _ => 0.0,
            },
        }
    }
}
