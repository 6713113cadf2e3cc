//! A workspace that is open for many, while events stream in.

mod editions;
mod events;
mod extended;
mod kill;
mod support;
