//! What every learner keeps: one task in, one fitted model out that predicts, explains and can be stored.

pub mod draw;
pub mod fitted;
pub mod method;
pub mod model;
pub mod predict;
pub mod row_key;
pub mod schema;
pub mod task;
