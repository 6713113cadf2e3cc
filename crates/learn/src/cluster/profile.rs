//! What sets a segment apart from the rest.

use holdfast_domain::lang::Bilingual;
use serde::{Deserialize, Serialize};

use super::segment::SegmentModel;
use super::words;
use crate::error::LearnError;
use crate::frame::{FeatureData, Frame};

/// Differences smaller than this (in standard deviations) name nobody.
const TELLING: f64 = 0.3;
/// Largest standardised difference given: where neither side varies it would be infinite.
const LARGEST: f64 = 10.0;

/// One column in which a segment differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Distinction {
    /// Column in the segment model's schema.
    pub column: usize,
    /// Its name.
    pub name: String,
    /// (mean of the segment − mean of the rest) ÷ root of their mean variance (Cohen's d; Austin 2009 for shares), on the scaled coordinate, so that
    /// outliers do not decide; within ±10. Above 0: higher, or more often.
    pub difference: f64,
    /// What differs.
    pub what: What,
}

/// What differs in a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// The values.
    Number {
        /// Median in the segment, in the column's unit.
        own: f64,
        /// Median of the rest.
        rest: f64,
    },
    /// How often a level occurs.
    Level {
        /// The level.
        level: String,
        /// Its share in the segment, 0–1.
        own: f64,
        /// Its share in the rest.
        rest: f64,
    },
}

/// A segment's distinctions, the largest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// One for each column in which the segment can be compared.
    pub distinctions: Vec<Distinction>,
}

impl Profile {
    /// The at most `most` largest distinctions that are telling (0.3 standard deviations and above).
    pub fn telling(&self, most: usize) -> &[Distinction] {
        let telling = self
            .distinctions
            .iter()
            .take_while(|d| d.difference.abs() >= TELLING)
            .count();
        &self.distinctions[..telling.min(most)]
    }

    /// The segment in words, by its two most telling distinctions; `labels` of the columns of the segment model's schema, in its order.
    pub fn name(&self, labels: &[Bilingual]) -> Bilingual {
        words::name(self, labels, 2)
    }
}

impl SegmentModel {
    /// Compares every segment with the rest of the frame, by the model's own columns. `assignment` as [`SegmentModel::assign`] gave it.
    ///
    /// A segment without customers, or without a rest, has no distinctions.
    ///
    /// # Errors
    /// See [`crate::contract::schema::Schema::align`]; [`LearnError::Mismatch`] for an assignment of another length or with unknown segments.
    pub fn profiles(&self, frame: &Frame, assignment: &[u32]) -> Result<Vec<Profile>, LearnError> {
        let frame = self.schema.align(frame)?;
        if assignment.len() != frame.rows {
            return Err(LearnError::Mismatch {
                what: "segments",
                found: assignment.len(),
                rows: frame.rows,
            });
        }
        if let Some(&unknown) = assignment.iter().find(|&&segment| segment as usize >= self.segments) {
            return Err(LearnError::Mismatch {
                what: "a segment number",
                found: unknown as usize,
                rows: frame.rows,
            });
        }
        let mut out = vec![
            Profile {
                distinctions: Vec::new()
            };
            self.segments
        ];
        for axis in &self.coordinates.numbers {
            if let FeatureData::Number(values) = &frame.columns[axis.column].data {
                let found = numbers(values, |value| axis.coordinate(value), assignment, self.segments);
                self.add(axis.column, found, &mut out);
            }
        }
        for axis in &self.coordinates.flags {
            if let FeatureData::Number(values) = &frame.columns[axis.column].data {
                let found = numbers(values, |value| axis.coordinate(value), assignment, self.segments);
                self.add(axis.column, found, &mut out);
            }
        }
        for axis in &self.coordinates.categories {
            if let FeatureData::Category { codes, levels } = &frame.columns[axis.column].data {
                let found = categories(codes, levels, assignment, self.segments);
                self.add(axis.column, found, &mut out);
            }
        }
        for profile in &mut out {
            profile.distinctions.sort_by(|a, b| {
                b.difference
                    .abs()
                    .total_cmp(&a.difference.abs())
                    .then(a.column.cmp(&b.column))
            });
        }
        Ok(out)
    }

    /// Names of all segments, no two the same: where two tell the same, each also tells what it does not share with the other, and is numbered where
    /// there is nothing.
    pub fn names(&self, profiles: &[Profile], labels: &[Bilingual]) -> Vec<Bilingual> {
        words::names(profiles, labels)
    }

    fn add(&self, column: usize, found: Vec<Option<(f64, What)>>, out: &mut [Profile]) {
        for (profile, found) in out.iter_mut().zip(found) {
            if let Some((difference, what)) = found {
                profile.distinctions.push(Distinction {
                    column,
                    name: self.schema.columns[column].name.clone(),
                    difference,
                    what,
                });
            }
        }
    }
}

/// Sums of one side.
#[derive(Clone, Copy, Default)]
struct Moments {
    n: f64,
    sum: f64,
    squares: f64,
}

impl Moments {
    fn less(self, other: Self) -> Self {
        Self {
            n: self.n - other.n,
            sum: self.sum - other.sum,
            squares: self.squares - other.squares,
        }
    }

    fn mean(self) -> f64 {
        self.sum / self.n
    }

    fn variance(self) -> f64 {
        (self.squares / self.n - self.mean().powi(2)).max(0.0)
    }
}

/// `None` where a side is empty.
fn standardised(own: Moments, rest: Moments) -> Option<f64> {
    if own.n < 0.5 || rest.n < 0.5 {
        return None;
    }
    let gap = own.mean() - rest.mean();
    let sd = (0.5 * (own.variance() + rest.variance())).sqrt();
    // Coordinates are of size 1: what is below this is rounding.
    if gap.abs() < 1e-9 {
        return Some(0.0);
    }
    Some((gap / sd.max(1e-12)).clamp(-LARGEST, LARGEST))
}

/// The middle value, of an even number the mean of the two; at least one value, none of them NaN.
fn median(mut values: Vec<f64>) -> f64 {
    let n = values.len();
    let (below, upper, _) = values.select_nth_unstable_by(n / 2, f64::total_cmp);
    let upper = *upper;
    if n % 2 == 1 {
        return upper;
    }
    let lower = below.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // Halved first: the sum of two huge values would overflow.
    0.5 * lower + 0.5 * upper
}

fn numbers(
    values: &[f64],
    coordinate: impl Fn(f64) -> f64,
    assignment: &[u32],
    segments: usize,
) -> Vec<Option<(f64, What)>> {
    let mut sums = vec![Moments::default(); segments];
    let mut known: Vec<Vec<f64>> = vec![Vec::new(); segments];
    for (&value, &segment) in values.iter().zip(assignment).filter(|(value, _)| !value.is_nan()) {
        let x = coordinate(value);
        let sum = &mut sums[segment as usize];
        sum.n += 1.0;
        sum.sum += x;
        sum.squares += x * x;
        known[segment as usize].push(value);
    }
    let all = sums.iter().fold(Moments::default(), |all, one| Moments {
        n: all.n + one.n,
        sum: all.sum + one.sum,
        squares: all.squares + one.squares,
    });
    (0..segments)
        .map(|segment| {
            let difference = standardised(sums[segment], all.less(sums[segment]))?;
            let rest = (0..segments)
                .filter(|&other| other != segment)
                .flat_map(|other| known[other].iter().copied())
                .collect();
            let what = What::Number {
                own: median(known[segment].clone()),
                rest: median(rest),
            };
            Some((difference, what))
        })
        .collect()
}

/// The level that differs most.
fn categories(codes: &[u32], levels: &[String], assignment: &[u32], segments: usize) -> Vec<Option<(f64, What)>> {
    let mut counts = vec![vec![0.0; levels.len()]; segments];
    let mut sizes = vec![0.0; segments];
    for (&code, &segment) in codes.iter().zip(assignment) {
        sizes[segment as usize] += 1.0;
        if let Some(count) = counts[segment as usize].get_mut(code as usize) {
            *count += 1.0;
        }
    }
    let n: f64 = sizes.iter().sum();
    // A share's sum of squares is its sum.
    let side = |count: f64, n: f64| Moments {
        n,
        sum: count,
        squares: count,
    };
    (0..segments)
        .map(|segment| {
            let mut best: Option<(f64, usize, f64, f64)> = None;
            for level in 0..levels.len() {
                let all: f64 = counts.iter().map(|counts| counts[level]).sum();
                let own = side(counts[segment][level], sizes[segment]);
                let rest = side(all - own.sum, n - own.n);
                let difference = standardised(own, rest)?;
                // Equal differences: what a segment has says more than what it lacks.
                let larger = best.as_ref().is_none_or(|b| {
                    difference.abs() > b.0.abs() + 1e-9
                        || (difference.abs() > b.0.abs() - 1e-9 && difference > 0.0 && b.0 < 0.0)
                });
                if larger {
                    best = Some((difference, level, own.mean(), rest.mean()));
                }
            }
            let (difference, level, own, rest) = best?;
            let level = levels[level].clone();
            Some((difference, What::Level { level, own, rest }))
        })
        .collect()
}
