//! Which concepts are a customer's reasons, and with which figures.

pub mod coded;
mod explain;
mod figures;
pub(crate) mod plan;
pub(crate) mod read;
pub mod reason;
pub mod said;
pub mod settings;
mod table;

pub use table::Reasoner;
