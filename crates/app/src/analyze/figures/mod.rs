//! The figures of the report, one file a section.

pub mod churn;
pub mod differences;
pub mod drivers;
pub mod economics;
pub mod evaluation;
pub mod groups;
pub mod narrative;
pub mod reasons;
pub mod rules;
mod shape_words;
pub mod shapes;
pub mod slices;
mod surface;
pub mod survival;
pub mod thresholds;
pub mod value;
pub mod warnings;
