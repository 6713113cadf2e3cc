//! Rows that are stored with their scores: scored again, they show whether the path from row to score is still the same.

use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::models::registry::file::ModelFile;
use holdfast_learn::contract::predict::Predict;

/// Stored rows and what the model said of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CanaryRows {
    /// The columns that the model reads.
    pub columns: Vec<CanaryColumn>,
    /// Probability of each row.
    pub p_churn: Vec<f64>,
}

/// A column of stored rows; one of the two is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CanaryColumn {
    /// Its name.
    pub name: String,
    /// Numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<Vec<Option<f64>>>,
    /// Texts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub texts: Option<Vec<Option<String>>>,
}

/// Rows that are stored.
const ROWS: usize = 50;

impl CanaryRows {
    /// Takes evenly spread rows of a frame; `probability` scores rows of it.
    pub fn take(frame: &Frame, probability: impl Fn(&Frame, &[u32]) -> Vec<f64>) -> Self {
        let step = frame.rows.div_ceil(ROWS).max(1);
        let rows: Vec<u32> = (0..frame.rows as u32).step_by(step).collect();
        let columns = frame
            .columns
            .iter()
            .map(|feature| {
                let mut column = CanaryColumn {
                    name: feature.name.clone(),
                    numbers: None,
                    texts: None,
                };
                match &feature.data {
                    FeatureData::Number(values) => {
                        let of = |&row: &u32| Some(values[row as usize]).filter(|value| !value.is_nan());
                        column.numbers = Some(rows.iter().map(of).collect());
                    }
                    FeatureData::Category { codes, levels } => {
                        let of = |&row: &u32| levels.get(codes[row as usize] as usize).cloned();
                        column.texts = Some(rows.iter().map(of).collect());
                    }
                }
                column
            })
            .collect();
        Self {
            columns,
            p_churn: probability(frame, &rows),
        }
    }

    /// Scores the stored rows by the model as it is now.
    ///
    /// # Errors
    /// When the stored rows do not fit the model.
    pub fn again(&self, model: &ModelFile) -> Result<Vec<f64>, AppError> {
        let frame = Frame {
            columns: self.columns.iter().map(CanaryColumn::feature).collect(),
            rows: self.p_churn.len(),
        };
        let frame = model.fitted.schema.align(&frame)?;
        let rows: Vec<u32> = (0..frame.rows as u32).collect();
        let margins = model.fitted.model.margins(&frame, &rows);
        Ok(margins.into_iter().map(|z| model.calibrator.probability(z)).collect())
    }
}

impl CanaryColumn {
    fn feature(&self) -> Feature {
        let data = match (&self.numbers, &self.texts) {
            (Some(numbers), _) => FeatureData::Number(numbers.iter().map(|value| value.unwrap_or(f64::NAN)).collect()),
            (None, texts) => {
                let texts = texts.as_deref().unwrap_or_default();
                let mut levels: Vec<String> = texts.iter().flatten().cloned().collect();
                levels.sort();
                levels.dedup();
                let code = |text: &Option<String>| {
                    let text = text.as_ref()?;
                    levels.binary_search(text).ok().map(|code| code as u32)
                };
                FeatureData::Category {
                    codes: texts.iter().map(|text| code(text).unwrap_or(MISSING)).collect(),
                    levels,
                }
            }
        };
        Feature {
            name: self.name.clone(),
            data,
        }
    }
}
