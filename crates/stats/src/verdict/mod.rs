//! What to do about a model: data broken, promote the challenger, retrain, wait, or nothing.

mod canary;
mod decide;
mod health;
mod loss;
mod reason;
mod words;

pub use canary::{Canary, canary};
pub use decide::{Action, Evidence, Verdict, decide};
pub use health::{ColumnHealth, Health, HealthLimits};
pub use loss::{FigureName, LossLimits, Performance};
pub use reason::Reason;
