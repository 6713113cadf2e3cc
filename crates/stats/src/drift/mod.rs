//! Whether columns, scores and labels still look as they did: a frozen reference, a tally of now, a test that knows how
//! much two samples (and two periods) differ when nothing has changed.

mod cells;
mod compare;
mod flag;
mod labels;
mod measure;
mod periods;
mod reference;
mod settings;

pub use compare::{Comparison, Ks, NullLaw, Psi, Shares, SquaredTest, compare};
pub use flag::{ColumnDrift, Magnitude, flag};
pub use labels::{LabelDrift, LabelPeriod, label_drift};
pub use reference::{Layout, MISSING_LEVEL, Reference, Tally};
pub use settings::Settings;
