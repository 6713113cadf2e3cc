//! Every column as numbers of one scale, for models that measure distances or angles.
//!
//! A number is cut off at its 1 % and 99 % quantiles and standardised; missing is 0 (the mean) with an indicator beside it. A category is
//! one indicator a level, or, with many levels, the shrunk log-odds of churn of its level, standardised. Everything is fitted on the rows
//! given, in which a weight of 2 counts like the row twice.

use std::ops::Range;

use holdfast_stats::weighted::WeightedValues;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::levels::LevelPlaces;
use crate::contract::draw::Cases;
use crate::frame::{Feature, FeatureData, Frame, UNSEEN};

/// Numbers are cut off at these quantiles.
const CLIP: (f64, f64) = (0.01, 0.99);
/// Up to this many frequent levels are indicators of their own; with more, a level is the log-odds of its churn.
const INDICATORS: usize = 12;
/// Levels told apart at most.
const LEVELS: usize = 1000;
/// Weight from which a level is told apart from other rare ones.
const RARE_BELOW: f64 = 5.0;
/// Rows of average churn added to each level before its log-odds are taken.
const PRIOR: f64 = 10.0;

/// How each column becomes terms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Encoder {
    columns: Vec<ColumnTerms>,
    /// Number of terms of all columns.
    pub width: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct ColumnTerms {
    first: usize,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Kind {
    /// Constant, all missing, or left out of a wide table.
    Nothing,
    Number {
        low: f64,
        high: f64,
        mean: f64,
        /// 1 ÷ standard deviation; 0 where the values do not differ.
        scale: f64,
        indicator: bool,
    },
    Indicators {
        places: LevelPlaces,
    },
    LogOdds {
        places: LevelPlaces,
        /// By place, standardised.
        values: Vec<f64>,
    },
}

impl Kind {
    fn width(&self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Number { scale, indicator, .. } => usize::from(*scale > 0.0) + usize::from(*indicator),
            Self::Indicators { places } => places.count(),
            Self::LogOdds { .. } => 1,
        }
    }

    fn fill(&self, data: &FeatureData, row: u32, out: &mut [f32]) {
        match (self, data) {
            (
                Self::Number {
                    low,
                    high,
                    mean,
                    scale,
                    indicator,
                },
                FeatureData::Number(values),
            ) => {
                let value = values[row as usize];
                if *scale > 0.0 {
                    out[0] = if value.is_nan() {
                        0.0
                    } else {
                        ((value.clamp(*low, *high) - mean) * scale) as f32
                    };
                }
                if *indicator && let Some(last) = out.last_mut() {
                    *last = if value.is_nan() { 1.0 } else { 0.0 };
                }
            }
            (Self::Indicators { places }, FeatureData::Category { codes, .. }) => {
                let code = codes[row as usize];
                // A level that was never seen is none of the known ones.
                if code != UNSEEN {
                    out[places.place(code)] = 1.0;
                }
            }
            (Self::LogOdds { places, values }, FeatureData::Category { codes, .. }) => {
                out[0] = values[places.place(codes[row as usize])] as f32;
            }
            _ => {}
        }
    }
}

impl Encoder {
    /// Fits on the cases. With more than `most_terms` terms, the columns are kept whose terms alone say most about churn.
    pub fn fit(cases: &Cases, most_terms: usize) -> Self {
        let mut kinds: Vec<Kind> = cases
            .frame
            .columns
            .par_iter()
            .map(|feature| fit_column(cases, feature))
            .collect();
        if kinds.iter().map(Kind::width).sum::<usize>() > most_terms {
            let strength: Vec<f64> = kinds
                .par_iter()
                .zip(&cases.frame.columns)
                .map(|(kind, feature)| strength(cases, kind, feature))
                .collect();
            let mut order: Vec<usize> = (0..kinds.len()).collect();
            order.sort_by(|&a, &b| strength[b].total_cmp(&strength[a]).then(a.cmp(&b)));
            let mut left = most_terms;
            for column in order {
                match left.checked_sub(kinds[column].width()) {
                    Some(rest) => left = rest,
                    None => kinds[column] = Kind::Nothing,
                }
            }
        }
        let mut width = 0;
        let columns = kinds
            .into_iter()
            .map(|kind| {
                let first = width;
                width += kind.width();
                ColumnTerms { first, kind }
            })
            .collect();
        Self { columns, width }
    }

    /// The terms of the rows `rows` of a frame with the columns it was fitted on: `rows × width`.
    pub fn encode(&self, frame: &Frame, rows: &[u32]) -> Vec<f32> {
        let mut out = vec![0.0; rows.len() * self.width];
        if self.width == 0 {
            return out;
        }
        out.par_chunks_mut(self.width)
            .zip(rows)
            .with_min_len(256)
            .for_each(|(out, &row)| {
                for (column, feature) in self.columns.iter().zip(&frame.columns) {
                    let end = column.first + column.kind.width();
                    column.kind.fill(&feature.data, row, &mut out[column.first..end]);
                }
            });
        out
    }

    /// The terms of each column.
    pub fn spans(&self) -> Vec<Range<usize>> {
        let span = |column: &ColumnTerms| column.first..column.first + column.kind.width();
        self.columns.iter().map(span).collect()
    }
}

fn fit_column(cases: &Cases, feature: &Feature) -> Kind {
    match &feature.data {
        FeatureData::Number(values) => {
            let pairs = cases.rows.iter().zip(cases.weights);
            let sorted = WeightedValues::new(pairs.map(|(&row, &weight)| (values[row as usize], weight)));
            fit_number(&sorted, cases.rows.len())
        }
        FeatureData::Category { codes, levels } => {
            let places = LevelPlaces::fit(codes, levels.len(), cases.rows, cases.weights, RARE_BELOW, LEVELS);
            let mut sums = vec![(0.0, 0.0); places.count()];
            for (position, &weight) in cases.weights.iter().enumerate() {
                let sum = &mut sums[places.place(codes[cases.rows[position] as usize])];
                sum.1 += weight;
                if cases.label(position) {
                    sum.0 += weight;
                }
            }
            if sums.iter().filter(|sum| sum.1 > 0.0).count() < 2 {
                Kind::Nothing
            } else if places.frequent.len() <= INDICATORS {
                Kind::Indicators { places }
            } else {
                let values = log_odds(&sums);
                Kind::LogOdds { places, values }
            }
        }
    }
}

fn fit_number(sorted: &WeightedValues, rows: usize) -> Kind {
    let known = sorted.pairs().len();
    let (Some(low), Some(high), Some(range)) = (sorted.quantile(CLIP.0), sorted.quantile(CLIP.1), sorted.range())
    else {
        return Kind::Nothing;
    };
    // A column that is nearly always one value has equal quantiles: then its whole range counts.
    let (low, high) = if low < high { (low, high) } else { range };
    // In units of the range, so that nothing overflows.
    let unit = if high - low > 0.0 && (high - low).is_finite() {
        high - low
    } else {
        1.0
    };
    let position = |value: f64| (value.clamp(low, high) - low) / unit;
    let total = sorted.total();
    let mean = sorted.pairs().iter().map(|&(v, w)| w * position(v)).sum::<f64>() / total;
    let variance = sorted
        .pairs()
        .iter()
        .map(|&(v, w)| w * (position(v) - mean).powi(2))
        .sum::<f64>()
        / total;
    let indicator = known < rows;
    let scale = 1.0 / (variance.sqrt() * unit);
    let scale = if high > low && variance > 0.0 && scale.is_finite() {
        scale
    } else {
        0.0
    };
    if !indicator && scale == 0.0 {
        return Kind::Nothing;
    }
    let mean = low + mean * unit;
    Kind::Number {
        low,
        high,
        mean,
        scale,
        indicator,
    }
}

/// Log-odds of each place, `PRIOR` rows of average churn added, standardised over the rows.
fn log_odds(sums: &[(f64, f64)]) -> Vec<f64> {
    let total: f64 = sums.iter().map(|sum| sum.1).sum();
    let rate = sums.iter().map(|sum| sum.0).sum::<f64>() / total;
    let raw: Vec<f64> = sums
        .iter()
        .map(|&(churned, all)| {
            let share = (churned + PRIOR * rate) / (all + PRIOR);
            (share / (1.0 - share)).ln()
        })
        .collect();
    let weighted = |of: &dyn Fn(f64) -> f64| raw.iter().zip(sums).map(|(&x, sum)| sum.1 * of(x)).sum::<f64>() / total;
    let mean = weighted(&|x| x);
    let sd = weighted(&|x| (x - mean).powi(2)).sqrt();
    let scale = if sd > 0.0 { 1.0 / sd } else { 0.0 };
    raw.iter().map(|x| (x - mean) * scale).collect()
}

/// Largest squared correlation of a term with the label, times the weight of the rows, less the number of terms.
fn strength(cases: &Cases, kind: &Kind, feature: &Feature) -> f64 {
    let width = kind.width();
    let (churned, all) = cases.totals();
    let rate = churned / all;
    let mut moments = vec![[0.0f64; 3]; width];
    let mut terms = vec![0.0f32; width];
    for (position, (&row, &weight)) in cases.rows.iter().zip(cases.weights).enumerate() {
        terms.fill(0.0);
        kind.fill(&feature.data, row, &mut terms);
        let y = if cases.label(position) { 1.0 - rate } else { -rate };
        for (moments, &x) in moments.iter_mut().zip(&terms) {
            let x = f64::from(x);
            moments[0] += weight * x;
            moments[1] += weight * x * x;
            moments[2] += weight * x * y;
        }
    }
    let best = moments.iter().map(|&[sum, squares, product]| {
        let variance = squares - sum * sum / all;
        if variance > 1e-9 * all {
            product * product / (variance * rate * (1.0 - rate))
        } else {
            0.0
        }
    });
    best.fold(0.0, f64::max) - width as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::MISSING;

    fn frame() -> Frame {
        let number = |name: &str, values: Vec<f64>| Feature {
            name: name.into(),
            data: FeatureData::Number(values),
        };
        Frame {
            rows: 4,
            columns: vec![
                number("constant", vec![5.0; 4]),
                number("empty", vec![f64::NAN; 4]),
                number("gaps", vec![-1.0, 1.0, f64::NAN, f64::NAN]),
                Feature {
                    name: "level".into(),
                    data: FeatureData::Category {
                        codes: vec![0, 0, MISSING, UNSEEN],
                        levels: vec!["a".into()],
                    },
                },
            ],
        }
    }

    #[test]
    fn columns_become_terms_of_one_scale() {
        let frame = frame();
        let labels = [true, false, true, false];
        let cases = Cases {
            frame: &frame,
            labels: &labels,
            rows: &[0, 1, 2],
            weights: &[3.0, 3.0, 6.0],
        };
        let encoder = Encoder::fit(&cases, 100);
        assert_eq!(encoder.spans(), [0..0, 0..0, 0..2, 2..5]);
        let terms = encoder.encode(&frame, &[0, 1, 2, 3]);
        assert_eq!(terms[0..5], [-1.0, 0.0, 0.0, 1.0, 0.0]);
        assert_eq!(terms[5..10], [1.0, 0.0, 0.0, 1.0, 0.0]);
        assert_eq!(terms[10..15], [0.0, 1.0, 1.0, 0.0, 0.0]);
        assert_eq!(terms[15..20], [0.0, 1.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn a_wide_table_keeps_what_tells() {
        let labels: Vec<bool> = (0..60).map(|i| i % 2 == 0).collect();
        let columns = (0..50usize).map(|k| Feature {
            name: format!("c{k}"),
            data: FeatureData::Number(
                (0..60usize)
                    .map(|i| {
                        if k == 31 {
                            (i % 2) as f64
                        } else {
                            ((i * (2 * k + 3)) % 53) as f64
                        }
                    })
                    .collect(),
            ),
        });
        let frame = Frame {
            rows: 60,
            columns: columns.collect(),
        };
        let rows: Vec<u32> = (0..60).collect();
        let encoder = Encoder::fit(
            &Cases {
                frame: &frame,
                labels: &labels,
                rows: &rows,
                weights: &[1.0; 60],
            },
            10,
        );
        assert_eq!(encoder.width, 10);
        assert_eq!(encoder.spans()[31].len(), 1);
    }
}
