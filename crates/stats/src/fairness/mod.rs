//! Whether a model treats groups of customers alike, shown without giving away small groups.

mod audit;
mod figures;
mod suppress;

pub use audit::{Audit, Limits, audit};
pub use figures::{Contrast, GroupFigures, Outcomes, Ratio, Share};
