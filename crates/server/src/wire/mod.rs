//! Types that travel: JSON in and out, with their schemas.

pub mod freshness;
pub mod list;
pub mod text;
