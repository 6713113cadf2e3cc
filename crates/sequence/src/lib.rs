//! A recurrent network over the periods of a customer's history, for tables of many customers where the order of events matters.
//!
//! [`fit::fit`] learns from a [`task::SequenceTask`] and gives a [`model::SequenceModel`] that predicts log-odds for one or several horizons,
//! explains them ([`reasons`]) and is stored as one safetensors file ([`store`]). Everything is fitted on the rows it is given; the seed is an
//! argument; on a processor the same input and seed give the same bits. To add an input: a block in [`encode`].

mod batch;
pub mod encode;
pub mod error;
pub mod fit;
pub mod input;
mod key;
pub mod model;
mod network;
pub mod reasons;
pub mod settings;
pub mod store;
pub mod task;
