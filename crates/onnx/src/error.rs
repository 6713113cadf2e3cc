//! What can go wrong when exporting.

use thiserror::Error;

/// A refusal to export.
#[derive(Debug, Error, Clone, PartialEq)]
pub enum OnnxError {
    /// A schema without columns.
    #[error("the model has no columns: there is nothing that a row could be scored by")]
    NoColumns,
    /// A level that cannot be told from a missing value.
    #[error(
        "column {column} has the empty text as a level: in the exported model it means missing; name the level and fit again"
    )]
    EmptyLevel {
        /// Name of the column.
        column: String,
    },
    /// A part that does not fit the schema.
    #[error("{part}: {what}")]
    Shape {
        /// Which part.
        part: &'static str,
        /// What does not fit.
        what: String,
    },
    /// A kind of model without an exporter.
    #[error(
        "a model of kind {kind} cannot be exported to ONNX: logistic and boosted models, additive ones, scorecards and their blends can"
    )]
    Unsupported {
        /// Kind of the model.
        kind: &'static str,
    },
}
