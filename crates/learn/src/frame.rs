//! The table that models read: columns of numbers and of categories.

/// Code of a missing category.
pub const MISSING: u32 = u32::MAX;

/// Code of a level that a model did not know when it was fitted.
pub const UNSEEN: u32 = u32::MAX - 1;

/// A table of features; all columns have `rows` values.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The columns.
    pub columns: Vec<Feature>,
    /// Number of rows.
    pub rows: usize,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Feature {
    /// Name, unique in the frame.
    pub name: String,
    /// Values.
    pub data: FeatureData,
}

/// The values of a column.
#[derive(Clone, Debug)]
pub enum FeatureData {
    /// Numbers; NaN is missing, infinities do not occur.
    Number(Vec<f64>),
    /// Categories by code into `levels`; [`MISSING`] is missing.
    Category {
        /// One code a row.
        codes: Vec<u32>,
        /// Level names by code.
        levels: Vec<String>,
    },
}

impl FeatureData {
    /// Number of values.
    pub fn len(&self) -> usize {
        match self {
            Self::Number(values) => values.len(),
            Self::Category { codes, .. } => codes.len(),
        }
    }

    /// Whether there is no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Frame {
    /// The rows `rows`, in that order, as a frame of their own.
    pub fn take(&self, rows: &[u32]) -> Self {
        let columns = self
            .columns
            .iter()
            .map(|feature| Feature {
                name: feature.name.clone(),
                data: match &feature.data {
                    FeatureData::Number(values) => {
                        FeatureData::Number(rows.iter().map(|&r| values[r as usize]).collect())
                    }
                    FeatureData::Category { codes, levels } => FeatureData::Category {
                        codes: rows.iter().map(|&r| codes[r as usize]).collect(),
                        levels: levels.clone(),
                    },
                },
            })
            .collect();
        Self {
            columns,
            rows: rows.len(),
        }
    }
}
