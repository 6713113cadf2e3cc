//! Why a customer is at risk, in plain words with the customer's own figures, and what would have to change.
//!
//! Hundreds of correlated columns become a handful of *concepts* ([`concept::Concept`]): what a model's columns add to the log-odds is summed by
//! concept, which stays exactly additive. The few concepts that say most become [`reasoner::coded::Coded`] reasons of a fixed size, and a sentence
//! when somebody reads them. To add a sentence: a variant of [`reasoner::said::Said`], where its figures come from in `reasoner::figures`, and its
//! words in `words`.

pub mod column;
pub mod concept;
pub mod error;
pub mod population;
pub mod reasoner;
pub mod recourse;
pub mod wording;
mod words;
