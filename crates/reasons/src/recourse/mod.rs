//! What would have to change for the model to see less risk (docs/methods/recourse.md).

mod candidates;
pub mod donors;
pub mod found;
pub mod lever;
mod matrix;
mod nearest;
pub mod score;
mod search;
pub mod settings;
mod words;

pub use search::find;
