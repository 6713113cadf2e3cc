//! The report as one self-contained HTML page.
//!
//! Both languages are in the file; a radio button, and no script, decides which one is seen. To add a section: a file
//! with `pub(super) fn body(report, lang) -> String`, and an entry in `contents.rs`.

mod cohorts;
mod contents;
mod curves;
mod data;
mod definitions;
mod differences;
mod drivers;
mod events;
mod groups;
mod headline;
pub mod lifetime;
mod page;
mod parts;
mod quality;
mod rules;
mod segments;
mod shapes;
mod shell;
mod study_coefficients;
mod study_curves;
mod suggestion;
mod summary;
mod survival;
mod survival_study;
mod table;
mod urgent;
mod value;
mod warnings;

pub use page::to_html;
pub use survival_study::survival_to_html;
