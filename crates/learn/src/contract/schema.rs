//! Which columns a model was fitted on, so that a later table can be read as that one was.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use serde::{Deserialize, Serialize};

use super::task::finite;
use crate::error::LearnError;
use crate::frame::{Feature, FeatureData, Frame, MISSING, UNSEEN};

/// Names, types and levels of the columns of a frame, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schema {
    /// The columns.
    pub columns: Vec<ColumnSchema>,
}

/// One column of a schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnSchema {
    /// Name.
    pub name: String,
    /// Levels by code; `None` for a number.
    pub levels: Option<Vec<String>>,
}

impl Schema {
    /// The schema of a frame.
    pub fn of(frame: &Frame) -> Self {
        let columns = frame
            .columns
            .iter()
            .map(|feature| ColumnSchema {
                name: feature.name.clone(),
                levels: match &feature.data {
                    FeatureData::Number(_) => None,
                    FeatureData::Category { levels, .. } => Some(levels.clone()),
                },
            })
            .collect();
        Self { columns }
    }

    /// The frame with this schema's columns in this schema's order, levels by this schema's codes; a level that it does not
    /// know becomes [`UNSEEN`]. Columns that the schema has not are left out. Borrowed when nothing has to change.
    ///
    /// # Errors
    /// [`LearnError::MissingColumn`] for a column that is not there or of the other type, [`LearnError::NotFinite`] for an infinity.
    pub fn align<'a>(&self, frame: &'a Frame) -> Result<Cow<'a, Frame>, LearnError> {
        let all: Vec<u32> = (0..frame.rows as u32).collect();
        finite(frame, &all)?;
        if *self == Self::of(frame) {
            return Ok(Cow::Borrowed(frame));
        }
        let columns = self
            .columns
            .iter()
            .map(|column| column.read(frame))
            .collect::<Result<_, LearnError>>()?;
        Ok(Cow::Owned(Frame {
            columns,
            rows: frame.rows,
        }))
    }
}

impl ColumnSchema {
    fn read(&self, frame: &Frame) -> Result<Feature, LearnError> {
        let missing = || LearnError::MissingColumn {
            column: self.name.clone(),
        };
        let found = frame
            .columns
            .iter()
            .find(|feature| feature.name == self.name)
            .ok_or_else(missing)?;
        let data = match (&self.levels, &found.data) {
            (None, FeatureData::Number(values)) => FeatureData::Number(values.clone()),
            (Some(known), FeatureData::Category { codes, levels }) => {
                let code_of: HashMap<&str, u32, BuildHasherDefault<std::hash::DefaultHasher>> = known
                    .iter()
                    .zip(0..)
                    .map(|(level, code)| (level.as_str(), code))
                    .collect();
                let translated: Vec<u32> = levels
                    .iter()
                    .map(|level| code_of.get(level.as_str()).copied().unwrap_or(UNSEEN))
                    .collect();
                FeatureData::Category {
                    codes: codes
                        .iter()
                        .map(|&code| match code {
                            MISSING => MISSING,
                            code => translated.get(code as usize).copied().unwrap_or(UNSEEN),
                        })
                        .collect(),
                    levels: known.clone(),
                }
            }
            _ => return Err(missing()),
        };
        Ok(Feature {
            name: self.name.clone(),
            data,
        })
    }
}
