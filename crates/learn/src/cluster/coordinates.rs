//! Customers as points that can be stored and found again: numbers robustly scaled, categories as corners of a simplex.

use holdfast_stats::quantile::quantile;
use serde::{Deserialize, Serialize};

use crate::contract::row_key::mix;
use crate::frame::{FeatureData, Frame};

/// Levels of a category that get a coordinate, the most frequent first; the others share the origin with missing values.
const LEVELS: usize = 12;
/// A category with more levels than this share of its rows is a name, not a group.
const NAMES: f64 = 0.5;
/// A number is taken by its logarithm where its upper tail is this many times as long as its lower one.
const HEAVY: f64 = 3.0;
/// Coordinates are cut off here: an outlier is far away, not infinitely far.
const CUT_OFF: f64 = 3.0;

/// How columns become coordinates. Numbers come first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coordinates {
    /// The numbers, one coordinate each.
    pub numbers: Vec<NumberAxis>,
    /// Numbers with two different values, one coordinate each.
    pub flags: Vec<FlagAxis>,
    /// The categories, one coordinate a level.
    pub categories: Vec<CategoryAxes>,
}

/// A number's coordinate: (value − median) ÷ scale, cut off at ±3; a missing value sits at the median.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberAxis {
    /// Column.
    pub column: usize,
    /// Whether ln(1 + value) is taken first: only for columns without negative values; a later negative value counts as 0.
    pub log: bool,
    /// Median (of the logarithms).
    pub median: f64,
    /// Interquartile range ÷ 1.349, which is a normal's standard deviation, or the standard deviation where that is smaller (of two bunches of
    /// values the quartiles are a bunch each, and the range says nothing of their spread) or the quartiles agree.
    pub scale: f64,
}

/// A number with two different values, read as a category: 1/√2 from the larger value on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FlagAxis {
    /// Column.
    pub column: usize,
    /// The larger value.
    pub high: f64,
}

impl FlagAxis {
    /// The coordinate of a value; a missing one counts as the smaller.
    #[inline]
    pub fn coordinate(&self, value: f64) -> f64 {
        if value >= self.high {
            std::f64::consts::FRAC_1_SQRT_2
        } else {
            0.0
        }
    }

    /// `None` for other than two different values.
    fn fit(column: usize, values: &[f64]) -> Option<Self> {
        let mut known = values.iter().copied().filter(|v| v.is_finite());
        let first = known.next()?;
        let mut other = None;
        for value in known.filter(|&v| v != first) {
            if *other.get_or_insert(value) != value {
                return None;
            }
        }
        other.map(|other: f64| Self {
            column,
            high: other.max(first),
        })
    }
}

/// A category's coordinates: 1/√2 at its level, so that two levels are at distance 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CategoryAxes {
    /// Column.
    pub column: usize,
    /// Codes of the levels with a coordinate.
    pub codes: Vec<u32>,
}

/// Points, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Points {
    /// Coordinates a point.
    pub width: usize,
    /// `values[row * width + coordinate]`.
    pub values: Vec<f64>,
}

impl Points {
    /// Number of points.
    pub fn len(&self) -> usize {
        self.values.len() / self.width.max(1)
    }

    /// Whether there is no point.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The coordinates of a point.
    #[inline]
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.width..(row + 1) * self.width]
    }

    /// The points `rows`, in that order.
    pub fn take(&self, rows: &[u32]) -> Self {
        let mut values = Vec::with_capacity(rows.len() * self.width);
        for &row in rows {
            values.extend_from_slice(self.row(row as usize));
        }
        Self {
            width: self.width,
            values,
        }
    }

    /// A number for each point that depends on where it lies and on `stream`, not on its row.
    pub fn keys(&self, stream: u64) -> Vec<u64> {
        let start = mix(stream);
        (0..self.len())
            .map(|row| {
                self.row(row)
                    .iter()
                    .fold(start, |key, value| mix(key ^ (value + 0.0).to_bits()))
            })
            .collect()
    }
}

impl NumberAxis {
    /// The coordinate of a value.
    #[inline]
    pub fn coordinate(&self, value: f64) -> f64 {
        if value.is_nan() {
            return 0.0;
        }
        let value = if self.log { value.max(0.0).ln_1p() } else { value };
        ((value - self.median) / self.scale).clamp(-CUT_OFF, CUT_OFF)
    }

    fn fit(column: usize, values: &[f64]) -> Option<Self> {
        let mut seen: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
        seen.sort_unstable_by(f64::total_cmp);
        let &least = seen.first()?;
        let at = |sorted: &[f64], q: f64| quantile(sorted, q);
        let (lower, upper) = (at(&seen, 0.5) - at(&seen, 0.05), at(&seen, 0.95) - at(&seen, 0.5));
        let log = least >= 0.0 && upper > HEAVY * lower;
        if log {
            seen.iter_mut().for_each(|v| *v = v.ln_1p());
        }
        let iqr = (at(&seen, 0.75) - at(&seen, 0.25)) / 1.349;
        let mean = seen.iter().sum::<f64>() / seen.len() as f64;
        let sd = (seen.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / seen.len() as f64).sqrt();
        // A sum of squares that overflows is no smaller.
        let scale = if iqr > 0.0 { iqr.min(sd) } else { sd };
        (scale > 0.0 && scale.is_finite()).then(|| Self {
            column,
            log,
            median: at(&seen, 0.5),
            scale,
        })
    }
}

impl Coordinates {
    /// Scales the columns by the rows `rows`; columns without spread, and categories that are names, get no coordinate.
    pub fn fit(frame: &Frame, rows: &[u32]) -> Self {
        let mut out = Self {
            numbers: Vec::new(),
            flags: Vec::new(),
            categories: Vec::new(),
        };
        for (column, feature) in frame.columns.iter().enumerate() {
            match &feature.data {
                FeatureData::Number(values) => {
                    let seen: Vec<f64> = rows.iter().map(|&row| values[row as usize]).collect();
                    match FlagAxis::fit(column, &seen) {
                        Some(flag) => out.flags.push(flag),
                        None => out.numbers.extend(NumberAxis::fit(column, &seen)),
                    }
                }
                FeatureData::Category { codes, levels } => {
                    let mut counts = vec![0_usize; levels.len()];
                    for &row in rows {
                        if let Some(count) = counts.get_mut(codes[row as usize] as usize) {
                            *count += 1;
                        }
                    }
                    let mut order: Vec<usize> = (0..levels.len()).filter(|&level| counts[level] > 0).collect();
                    let names = order.len() > LEVELS && order.len() as f64 > NAMES * rows.len() as f64;
                    // Ties by name: codes depend on the order in which levels were met.
                    order.sort_by(|&a, &b| counts[b].cmp(&counts[a]).then_with(|| levels[a].cmp(&levels[b])));
                    let some_without = counts.iter().sum::<usize>() < rows.len();
                    let spread = order.len() > 1 || (order.len() == 1 && some_without);
                    order.truncate(LEVELS);
                    if spread && !names {
                        out.categories.push(CategoryAxes {
                            column,
                            codes: order.into_iter().map(|level| level as u32).collect(),
                        });
                    }
                }
            }
        }
        out
    }

    /// Number of coordinates.
    pub fn width(&self) -> usize {
        self.numbers.len() + self.flags.len() + self.categories.iter().map(|c| c.codes.len()).sum::<usize>()
    }

    /// The points of the rows.
    pub fn points(&self, frame: &Frame, rows: &[u32]) -> Points {
        let width = self.width();
        let mut values = vec![0.0; width * rows.len()];
        for (axis, number) in self.numbers.iter().enumerate() {
            if let FeatureData::Number(column) = &frame.columns[number.column].data {
                for (i, &row) in rows.iter().enumerate() {
                    values[i * width + axis] = number.coordinate(column[row as usize]);
                }
            }
        }
        let mut start = self.numbers.len();
        for flag in &self.flags {
            if let FeatureData::Number(column) = &frame.columns[flag.column].data {
                for (i, &row) in rows.iter().enumerate() {
                    values[i * width + start] = flag.coordinate(column[row as usize]);
                }
            }
            start += 1;
        }
        for category in &self.categories {
            if let FeatureData::Category { codes, .. } = &frame.columns[category.column].data {
                for (i, &row) in rows.iter().enumerate() {
                    if let Some(level) = category.codes.iter().position(|&code| code == codes[row as usize]) {
                        values[i * width + start + level] = std::f64::consts::FRAC_1_SQRT_2;
                    }
                }
            }
            start += category.codes.len();
        }
        Points { width, values }
    }

    /// Where the coordinates of each flag and category begin, and how many it has.
    pub fn blocks(&self) -> Vec<(usize, usize)> {
        let flags = self.flags.iter().map(|_| 1);
        let mut start = self.numbers.len();
        flags
            .chain(self.categories.iter().map(|category| category.codes.len()))
            .map(|len| {
                let block = (start, len);
                start += len;
                block
            })
            .collect()
    }
}
