//! Which concepts are a customer's reasons, and with which figures.

pub mod coded;
mod explain;
mod figures;
pub(crate) mod plan;
mod read;
pub mod reason;
pub mod said;
pub mod settings;
mod table;

pub use table::Reasoner;
