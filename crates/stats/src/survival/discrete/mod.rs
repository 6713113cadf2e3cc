//! Discrete-time hazards on person-periods that are never copied.

mod cells;
mod data;
mod fit;
mod fitted;
mod likelihood;

pub use cells::even_pieces;
pub use data::{Baseline, DiscreteData, DiscreteSettings, Link};
pub use fit::fit;
pub use fitted::{BaselinePiece, FittedDiscrete};
