//! One page for whoever asks how things are: churn now and before, what it costs, what is coming, what changed and why.
//!
//! To add a tile: its metric in `tiles`.

mod ask;
mod lifecycle;
mod periods;
mod risk;
mod run;
mod tiles;

pub use ask::OverviewAsk;
pub use lifecycle::LifecycleBar;
pub use risk::Warnings;
pub use run::{Overview, overview};
pub use tiles::{SeriesPoint, Tile};
