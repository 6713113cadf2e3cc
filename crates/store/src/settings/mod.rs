//! Settings that are changed in the pages; what an analyst decides stays in `holdfast.toml`.

pub mod find;
pub mod put;
pub(crate) mod row;
