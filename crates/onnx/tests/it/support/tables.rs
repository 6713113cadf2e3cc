//! Tables with everything that a row may hold: missing values, levels never seen, values exactly on cuts.

use holdfast_learn::contract::row_key::mix;
use holdfast_learn::contract::schema::Schema;
use holdfast_learn::encode::binner::{Binner, ColumnBins};
use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING, UNSEEN};

use super::tensor::{Tensor, Values};

/// What a level that no model knows is called.
pub const STRANGER: &str = "从未见过 \"x\"";

/// A seeded stream of numbers.
pub struct Draws(u64);

impl Draws {
    pub fn new(seed: u64) -> Self {
        Self(mix(seed))
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = mix(self.0);
        ((self.0 >> 11) % bound as u64) as usize
    }

    /// Uniform in 0–1.
    pub fn unit(&mut self) -> f64 {
        self.0 = mix(self.0);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A table, read by the schema of a model.
pub struct Table {
    pub frame: Frame,
}

impl Table {
    /// The columns as a runtime reads them.
    pub fn columns(&self) -> Vec<Tensor> {
        let dims = vec![self.frame.rows, 1];
        self.frame
            .columns
            .iter()
            .map(|feature| Tensor {
                dims: dims.clone(),
                values: match &feature.data {
                    FeatureData::Number(values) => Values::Doubles(values.clone()),
                    FeatureData::Category { codes, levels } => {
                        Values::Texts(codes.iter().map(|&c| text(c, levels)).collect())
                    }
                },
            })
            .collect()
    }
}

fn text(code: u32, levels: &[String]) -> String {
    match code {
        MISSING => String::new(),
        UNSEEN => STRANGER.to_owned(),
        code => levels[code as usize].clone(),
    }
}

/// Numbers of several scales, categories of 3 and 90 levels, one column without a value; and a label that depends on them.
pub fn training(rows: usize, seed: u64) -> (Frame, Vec<bool>) {
    let mut draws = Draws::new(seed);
    let mut number = |scale: f64, missing: f64| -> Vec<f64> {
        let mut one = || {
            if draws.unit() < missing {
                f64::NAN
            } else {
                (draws.unit() - 0.3) * scale
            }
        };
        (0..rows).map(|_| one()).collect()
    };
    let fee = number(100.0, 0.1);
    let large = number(1e12, 0.0);
    let tiny: Vec<f64> = number(4.0, 0.3).iter().map(|v| v.round()).collect();
    let mut category = |levels: usize| -> FeatureData {
        let mut one = || {
            // Squared: many rows of few levels.
            let level = (draws.unit().powi(2) * levels as f64) as u32;
            if draws.unit() < 0.1 { MISSING } else { level }
        };
        FeatureData::Category {
            codes: (0..rows).map(|_| one()).collect(),
            levels: (0..levels).map(|l| format!("级别 {l}")).collect(),
        }
    };
    let (plan, city) = (category(3), category(90));
    let code = |data: &FeatureData, row: usize| match data {
        FeatureData::Category { codes, .. } => codes[row],
        FeatureData::Number(_) => unreachable!(),
    };
    let labels = (0..rows)
        .map(|r| {
            let high = fee[r].is_nan() || fee[r] > 20.0;
            let odd = code(&city, r) % 3 == 1;
            (high != (code(&plan, r) == 1)) && odd || large[r] > 5e11 && tiny[r] < 2.0
        })
        .collect();
    let feature = |name: &str, data| Feature {
        name: name.to_owned(),
        data,
    };
    let columns = vec![
        feature("月费", FeatureData::Number(fee)),
        feature("plan", plan),
        feature("large", FeatureData::Number(large)),
        feature("margin", city),
        feature("tiny", FeatureData::Number(tiny)),
        feature("empty", FeatureData::Number(vec![f64::NAN; rows])),
    ];
    (Frame { columns, rows }, labels)
}

/// Rows to score, of the schema of `frame`: random values, then every cut and its neighbours, missing and unseen levels.
pub fn scoring(frame: &Frame, binner: &Binner, rows: usize, seed: u64) -> Table {
    let mut draws = Draws::new(seed);
    let columns = frame
        .columns
        .iter()
        .zip(binner.columns())
        .map(|(feature, bins)| {
            let data = match (&feature.data, bins) {
                (FeatureData::Number(values), ColumnBins::Number { cuts }) => FeatureData::Number(
                    (0..rows)
                        .map(|_| match draws.below(4) {
                            0 => f64::NAN,
                            1 if !cuts.is_empty() => near(cuts[draws.below(cuts.len())], draws.below(3)),
                            2 => (draws.unit() - 0.5) * 10f64.powi(draws.below(15) as i32),
                            _ => values[draws.below(values.len())],
                        })
                        .collect(),
                ),
                (FeatureData::Category { levels, .. }, _) => FeatureData::Category {
                    codes: (0..rows)
                        .map(|_| match draws.below(8) {
                            0 => MISSING,
                            1 => UNSEEN,
                            _ => draws.below(levels.len()) as u32,
                        })
                        .collect(),
                    levels: levels.clone(),
                },
                _ => unreachable!(),
            };
            Feature {
                name: feature.name.clone(),
                data,
            }
        })
        .collect();
    Table {
        frame: Frame { columns, rows },
    }
}

fn near(cut: f64, which: usize) -> f64 {
    [cut.next_down(), cut, cut.next_up()][which]
}

/// Only some columns of a table and its schema.
pub fn only(frame: &Frame, names: &[&str]) -> (Frame, Schema) {
    let columns = frame.columns.iter().filter(|f| names.contains(&f.name.as_str()));
    let frame = Frame {
        columns: columns.cloned().collect(),
        rows: frame.rows,
    };
    let schema = Schema::of(&frame);
    (frame, schema)
}
