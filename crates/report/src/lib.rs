//! Reports: plain structs in, files out (JSON with its schema, one self-contained HTML page, SVG charts).
//!
//! This room does not know where the numbers come from. To add a section: its struct in `model/`, its drawing in
//! `html/` with an entry in `html/contents.rs`, its charts in `svg/`; then `cargo xtask codegen` renews
//! `docs/report.schema.json`.

mod escape;
mod figures;
mod finite;
pub mod html;
pub mod json;
pub mod model;
pub mod schema;
pub mod svg;
