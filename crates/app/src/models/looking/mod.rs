//! What a page shows of a model beside its record: its shape functions, the last watch, moves between segments.

pub mod migration;
pub mod shapes;
pub mod watched;
