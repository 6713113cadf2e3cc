//! What one column says: ln(how likely its value is among the churned ÷ among the retained).

use holdfast_stats::weighted::WeightedValues;
use serde::{Deserialize, Serialize};

use super::kernel;
use crate::contract::draw::Cases;
use crate::encode::levels::LevelPlaces;
use crate::frame::{Feature, FeatureData, UNSEEN};

/// How the values of a number are taken to be spread within a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// As a normal distribution.
    Gaussian,
    /// As the rows are, smoothed.
    Kernel,
}

/// Rows spread like all rows that are added to each class, so that what was never seen in one is not impossible there.
const PRIOR: f64 = 1.0;
/// Numbers are cut off at these quantiles.
const CLIP: (f64, f64) = (0.01, 0.99);
/// Levels told apart at most, and the weight from which.
const LEVELS: (usize, f64) = (1000, 2.0);

/// The evidence of one column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    /// A number.
    Number {
        /// Values are cut off below this.
        low: f64,
        /// Values are cut off above this.
        high: f64,
        /// Evidence by position between `low` and `high`.
        shape: Shape,
        /// Evidence of being missing.
        missing: f64,
        /// Evidence of not being missing.
        known: f64,
    },
    /// A category.
    Category {
        /// Levels told apart.
        places: LevelPlaces,
        /// Evidence by place.
        values: Vec<f64>,
    },
}

/// Evidence of a position within 0–1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Shape {
    /// None: the values do not differ.
    Flat,
    /// Ratio of two normal densities.
    Gaussian {
        /// Mean of the retained and of the churned.
        mean: [f64; 2],
        /// Standard deviation, above 0.
        sd: [f64; 2],
    },
    /// On a grid, linear between its points.
    Grid {
        /// By point.
        values: Vec<f64>,
    },
}

impl Shape {
    fn at(&self, position: f64) -> f64 {
        match self {
            Self::Flat => 0.0,
            Self::Gaussian { mean, sd } => {
                let log_density =
                    |class: usize| -(sd[class].ln()) - 0.5 * ((position - mean[class]) / sd[class]).powi(2);
                log_density(1) - log_density(0)
            }
            Self::Grid { values } => {
                let place = position * (values.len() - 1) as f64;
                let below = (place.floor() as usize).min(values.len() - 2);
                let share = place - below as f64;
                values[below] * (1.0 - share) + values[below + 1] * share
            }
        }
    }
}

impl Evidence {
    /// Fits on the cases.
    pub fn fit(cases: &Cases, feature: &Feature, density: Density) -> Self {
        match &feature.data {
            FeatureData::Number(values) => number(cases, values, density),
            FeatureData::Category { codes, levels } => category(cases, codes, levels.len()),
        }
    }

    /// The evidence of a row; 0 for a level that was never seen.
    pub fn at(&self, data: &FeatureData, row: u32) -> f64 {
        match (self, data) {
            (
                Self::Number {
                    low,
                    high,
                    shape,
                    missing,
                    known,
                },
                FeatureData::Number(values),
            ) => {
                let value = values[row as usize];
                if value.is_nan() {
                    *missing
                } else {
                    known + shape.at(position(value, *low, *high))
                }
            }
            (Self::Category { places, values }, FeatureData::Category { codes, .. }) => match codes[row as usize] {
                UNSEEN => 0.0,
                code => values[places.place(code)],
            },
            _ => 0.0,
        }
    }
}

/// Where a value lies between two others, 0–1; halves, so that the distance of huge values does not overflow.
fn position(value: f64, low: f64, high: f64) -> f64 {
    if high > low {
        (0.5 * value.clamp(low, high) - 0.5 * low) / (0.5 * high - 0.5 * low)
    } else {
        0.0
    }
}

fn number(cases: &Cases, values: &[f64], density: Density) -> Evidence {
    let value = |position: usize| values[cases.rows[position] as usize];
    let mut gone = [(0.0, 0.0); 2];
    for (position, &weight) in cases.weights.iter().enumerate() {
        let class = &mut gone[usize::from(cases.label(position))];
        class.1 += weight;
        if value(position).is_nan() {
            class.0 += weight;
        }
    }
    let [missing, known] = shares(gone);
    let pairs = cases.weights.iter().enumerate();
    let sorted = WeightedValues::new(pairs.map(|(position, &weight)| (value(position), weight)));
    let (Some(low), Some(high), Some(range)) = (sorted.quantile(CLIP.0), sorted.quantile(CLIP.1), sorted.range())
    else {
        let shape = Shape::Flat;
        return Evidence::Number {
            low: 0.0,
            high: 0.0,
            shape,
            missing,
            known,
        };
    };
    // A column that is nearly always one value has equal quantiles: then its whole range counts.
    let (low, high) = if low < high { (low, high) } else { range };
    let seen: Vec<(f64, f64, bool)> = (0..cases.rows.len())
        .filter(|&place| !value(place).is_nan())
        .map(|place| {
            (
                position(value(place), low, high),
                cases.weights[place],
                cases.label(place),
            )
        })
        .collect();
    let shape = match density {
        _ if low >= high => Shape::Flat,
        Density::Gaussian => gaussian(&seen),
        Density::Kernel => Shape::Grid {
            values: kernel::log_ratio(&seen, PRIOR),
        },
    };
    Evidence::Number {
        low,
        high,
        shape,
        missing,
        known,
    }
}

/// Evidence of belonging to a part and of not, from the weight of the part and of all, of the retained and of the churned.
fn shares(counts: [(f64, f64); 2]) -> [f64; 2] {
    let pooled = (counts[0].0 + counts[1].0) / (counts[0].1 + counts[1].1);
    // Where no row, or every row, belongs to it, the other has never been seen.
    if pooled <= 0.0 || pooled >= 1.0 {
        return [0.0; 2];
    }
    let [retained, churned] = counts.map(|(part, all)| (part + PRIOR * pooled) / (all + PRIOR));
    [(churned / retained).ln(), ((1.0 - churned) / (1.0 - retained)).ln()]
}

fn gaussian(seen: &[(f64, f64, bool)]) -> Shape {
    let mut sums = [[0.0; 2]; 2];
    for &(x, weight, churned) in seen {
        let class = &mut sums[usize::from(churned)];
        class[0] += weight;
        class[1] += weight * x;
    }
    let total = sums[0][0] + sums[1][0];
    let pooled = (sums[0][1] + sums[1][1]) / total;
    let mean = sums.map(|[weight, sum]| (sum + PRIOR * pooled) / (weight + PRIOR));
    let (mut squares, mut all) = ([0.0; 2], 0.0);
    for &(x, weight, churned) in seen {
        let class = usize::from(churned);
        squares[class] += weight * (x - mean[class]).powi(2);
        all += weight * (x - pooled).powi(2);
    }
    let variance = all / total;
    if variance <= 0.0 {
        return Shape::Flat;
    }
    let sd = [0, 1].map(|class| {
        let own: f64 = (squares[class] + PRIOR * variance) / (sums[class][0] + PRIOR);
        // A class that is one value is not infinitely sure of it.
        own.max(1e-4 * variance).sqrt()
    });
    Shape::Gaussian { mean, sd }
}

fn category(cases: &Cases, codes: &[u32], levels: usize) -> Evidence {
    let places = LevelPlaces::fit(codes, levels, cases.rows, cases.weights, LEVELS.1, LEVELS.0);
    let mut counts = vec![[0.0; 2]; places.count()];
    let mut totals = [0.0; 2];
    for (position, &weight) in cases.weights.iter().enumerate() {
        let class = usize::from(cases.label(position));
        let code = codes[cases.rows[position] as usize];
        if code != UNSEEN {
            counts[places.place(code)][class] += weight;
            totals[class] += weight;
        }
    }
    let all = totals[0] + totals[1];
    let values = counts
        .iter()
        .map(|count| {
            let pooled = (count[0] + count[1]) / all;
            if pooled.is_nan() || pooled <= 0.0 {
                return 0.0;
            }
            let [retained, churned] = [0, 1].map(|class| (count[class] + PRIOR * pooled) / (totals[class] + PRIOR));
            (churned / retained).ln()
        })
        .collect();
    Evidence::Category { places, values }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Frame, MISSING};

    fn fit(data: FeatureData, labels: &[bool], density: Density) -> (Evidence, FeatureData) {
        let feature = Feature {
            name: "x".into(),
            data: data.clone(),
        };
        let frame = Frame {
            rows: data.len(),
            columns: vec![feature.clone()],
        };
        let rows: Vec<u32> = (0..data.len() as u32).collect();
        let weights = vec![1.0; rows.len()];
        let cases = Cases {
            frame: &frame,
            labels,
            rows: &rows,
            weights: &weights,
        };
        (Evidence::fit(&cases, &feature, density), data)
    }

    #[test]
    fn levels_by_hand() {
        let codes = vec![0, 0, 1, 0, 1, 1, 1, MISSING];
        let data = FeatureData::Category {
            codes,
            levels: vec!["a".into(), "b".into()],
        };
        let labels = [true, true, true, false, false, false, false, false];
        let (evidence, data) = fit(data, &labels, Density::Kernel);
        // Level a: 2 of 3 churned, 1 of 5 retained, 3 of 8 in all.
        let expected = ((2.0 + 0.375) / 4.0 / ((1.0 + 0.375) / 6.0_f64)).ln();
        assert!((evidence.at(&data, 0) - expected).abs() < 1e-12);
        let later = FeatureData::Category {
            codes: vec![UNSEEN],
            levels: vec!["a".into(), "b".into()],
        };
        assert_eq!(evidence.at(&later, 0), 0.0);
    }

    #[test]
    fn a_gap_speaks_and_a_constant_does_not() {
        let data = FeatureData::Number(vec![f64::NAN, f64::NAN, 3.0, 3.0, 3.0, 3.0]);
        let labels = [true, true, true, false, false, false];
        let (evidence, data) = fit(data, &labels, Density::Gaussian);
        // Missing: 2 of 3 churned, 0 of 3 retained, a third in all.
        let third = 1.0 / 3.0;
        let expected = ((2.0 + third) / 4.0 / (third / 4.0_f64)).ln();
        assert!((evidence.at(&data, 0) - expected).abs() < 1e-12);
        // Known: 4 − 2⅓ of 4 against 4 − ⅓ of 4; that all known values are 3 says nothing.
        let known = ((4.0 - 2.0 - third) / (4.0 - third)).ln();
        assert!((evidence.at(&data, 2) - known).abs() < 1e-12);
    }

    #[test]
    fn a_normal_number_gives_the_ratio_of_its_densities() {
        // Far more rows than the prior: means ¼ and ¾, both spread alike: the ratio is linear and 0 in the middle.
        let values: Vec<f64> = (0..20_000)
            .map(|i| f64::from(i % 1000) / 2000.0 + if i % 2 == 0 { 0.0 } else { 0.5 })
            .collect();
        let labels: Vec<bool> = (0..20_000).map(|i| i % 2 == 1).collect();
        let (evidence, _) = fit(FeatureData::Number(values), &labels, Density::Gaussian);
        let probe = FeatureData::Number(vec![0.4, 0.5, 0.6]);
        let found = [0, 1, 2].map(|row| evidence.at(&probe, row));
        // (x − ½)·½/σ² with σ² = 1/48.
        assert!(
            (found[2] - 2.4).abs() < 0.05 && (found[0] + 2.4).abs() < 0.05 && found[1].abs() < 0.05,
            "{found:?}"
        );
    }
}
