//! Whole reports in, whole files out.

#![expect(clippy::expect_used, reason = "a helper of a test may panic")]

mod fixture;
mod html;
mod json;
mod markup;
mod shapes;
mod survival_study;
