//! Models as of a date: trained on several days, kept in a registry, asked who is about to leave, and watched.

pub mod choose;
pub mod cutoffs;
pub mod cycle;
pub mod looking;
pub mod observe;
pub mod outcomes;
pub mod question;
pub mod registry;
pub mod scoring;
pub mod training;
pub mod watching;
pub mod what_if;
