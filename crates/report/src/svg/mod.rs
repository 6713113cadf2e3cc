//! Charts as SVG text: each is a function of plain data, one small canvas draws them all.
//!
//! Colours are CSS classes (`svg/chart.css`) over variables, so that dark mode and print need no second drawing.
//! To add a chart: one file with a struct and `draw(&self) -> String`, built on [`canvas::Canvas`] and [`scale::Scale`].

pub mod bars;
pub mod canvas;
pub mod cohort;
pub mod columns;
pub mod curves;
pub mod diverging;
pub mod forest;
pub mod lifecycle;
pub mod reliability;
pub mod scale;
pub mod shape;
pub mod surface;
