//! From histories and static columns to what the network reads, fitted on training rows only.

use holdfast_learn::encode::binner::{BinSettings, Binner, ColumnBins, MISSING_BIN};
use holdfast_learn::frame::{FeatureData, Frame, MISSING};
use serde::{Deserialize, Serialize};

use crate::input::SequenceInput;

/// Levels of a static column with an input of their own.
const LEVELS: BinSettings = BinSettings {
    number_bins: 2,
    levels: 30,
    rare_below: 20,
};
/// Standardised values are cut off here: one absurd value must not saturate the network.
const LIMIT: f64 = 8.0;

/// Means and scales of a fitted encoding.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Encoding {
    channels: Vec<Scale>,
    columns: Vec<Static>,
    /// Inputs that each static column has.
    widths: Vec<usize>,
}

/// How a number becomes standard: sign(x)·ln(1 + |x|), less its mean, over its standard deviation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Scale {
    mean: f64,
    deviation: f64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Static {
    /// The number and whether it is missing.
    Number { scale: Scale, missing: f64 },
    /// An input a bin, less the bin's share.
    Category { bins: ColumnBins, shares: Vec<f64> },
}

impl Scale {
    fn fit(values: impl Iterator<Item = f64>) -> Self {
        let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for value in values.filter(|v| !v.is_nan()).map(flat) {
            count += 1.0;
            let step = value - mean;
            mean += step / count;
            squares += step * (value - mean);
        }
        let deviation = if count > 0.0 { (squares / count).sqrt() } else { 0.0 };
        Self {
            mean,
            // A constant carries nothing; its later changes are seen in their own unit.
            deviation: if deviation > 1e-9 { deviation } else { 1.0 },
        }
    }

    /// 0 for a missing value: the mean.
    fn apply(&self, value: f64) -> f64 {
        if value.is_nan() {
            0.0
        } else {
            ((flat(value) - self.mean) / self.deviation).clamp(-LIMIT, LIMIT)
        }
    }
}

fn flat(value: f64) -> f64 {
    value.signum() * value.abs().ln_1p()
}

impl Encoding {
    /// Means and scales of the rows `rows`; of a channel over the periods in which the customers existed.
    pub(crate) fn fit(input: &SequenceInput, rows: &[u32]) -> Self {
        let width = input.channels.len();
        let channels = (0..width)
            .map(|channel| {
                Scale::fit(rows.iter().flat_map(|&row| {
                    let periods = input.from[row as usize] as usize..input.periods;
                    let values = input.row(row as usize);
                    periods.map(move |period| f64::from(values[period * width + channel]))
                }))
            })
            .collect();
        let binner = Binner::fit(&input.statics, rows, LEVELS);
        let columns: Vec<Static> = (input.statics.columns.iter().zip(binner.columns()))
            .map(|(feature, bins)| Static::fit(&feature.data, bins, rows))
            .collect();
        Self {
            channels,
            widths: columns.iter().map(Static::width).collect(),
            columns,
        }
    }

    /// Inputs of all static columns together.
    pub(crate) fn static_width(&self) -> usize {
        self.widths.iter().sum()
    }

    /// Inputs of each static column.
    pub(crate) fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// The history of a row, `periods × channels`, 0 before the customer existed.
    pub(crate) fn history(&self, input: &SequenceInput, row: usize, out: &mut Vec<f32>) {
        let width = self.channels.len();
        let from = input.from[row] as usize * width;
        for (place, (&value, scale)) in input.row(row).iter().zip(self.channels.iter().cycle()).enumerate() {
            out.push(if place < from {
                0.0
            } else {
                scale.apply(f64::from(value)) as f32
            });
        }
    }

    /// The static inputs of a row; the frame has the schema of the fit.
    pub(crate) fn statics(&self, frame: &Frame, row: usize, out: &mut Vec<f32>) {
        for (column, feature) in self.columns.iter().zip(&frame.columns) {
            column.write(&feature.data, row, out);
        }
    }
}

impl Static {
    fn fit(data: &FeatureData, bins: &ColumnBins, rows: &[u32]) -> Self {
        let count = rows.len() as f64;
        match data {
            FeatureData::Number(values) => Self::Number {
                scale: Scale::fit(rows.iter().map(|&row| values[row as usize])),
                missing: rows.iter().filter(|&&row| values[row as usize].is_nan()).count() as f64 / count,
            },
            FeatureData::Category { codes, .. } => {
                let mut shares = vec![0.0; bins.bins()];
                for &row in rows {
                    shares[bin_of_level(bins, codes[row as usize])] += 1.0 / count;
                }
                Self::Category {
                    bins: bins.clone(),
                    shares,
                }
            }
        }
    }

    fn width(&self) -> usize {
        match self {
            Self::Number { .. } => 2,
            Self::Category { shares, .. } => shares.len(),
        }
    }

    fn write(&self, data: &FeatureData, row: usize, out: &mut Vec<f32>) {
        match (self, data) {
            (Self::Number { scale, missing }, FeatureData::Number(values)) => {
                out.push(scale.apply(values[row]) as f32);
                out.push((f64::from(u8::from(values[row].is_nan())) - missing) as f32);
            }
            (Self::Category { bins, shares }, FeatureData::Category { codes, .. }) => {
                let own = bin_of_level(bins, codes[row]);
                out.extend((0..shares.len()).map(|bin| (f64::from(u8::from(bin == own)) - shares[bin]) as f32));
            }
            // Frames are read by the schema before: a column of the other type does not come here.
            (own, _) => out.extend(std::iter::repeat_n(0.0, own.width())),
        }
    }
}

fn bin_of_level(bins: &ColumnBins, code: u32) -> usize {
    match bins {
        ColumnBins::Category { bin_of, rare, .. } if code != MISSING => {
            usize::from(bin_of.get(code as usize).copied().unwrap_or(*rare))
        }
        _ => usize::from(MISSING_BIN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_come_from_periods_in_which_customers_existed() {
        let e = std::f32::consts::E;
        let input = SequenceInput {
            rows: 2,
            periods: 3,
            channels: vec!["visits".into()],
            // ln(1 + x) is 0, 2 and missing, 1; 900 lies before the first customer.
            values: vec![900.0, 0.0, e * e - 1.0, f32::NAN, e - 1.0, f32::NAN],
            from: vec![1, 0],
            statics: Frame {
                columns: vec![],
                rows: 2,
            },
        };
        let encoding = Encoding::fit(&input, &[0, 1]);
        assert!((encoding.channels[0].mean - 1.0).abs() < 1e-6);
        assert!((encoding.channels[0].deviation - (2.0f64 / 3.0).sqrt()).abs() < 1e-6);
        let mut out = Vec::new();
        encoding.history(&input, 0, &mut out);
        let root = 1.5f32.sqrt();
        for (found, expected) in out.iter().zip([0.0, -root, root]) {
            assert!((found - expected).abs() < 1e-5, "{out:?}");
        }
    }
}
