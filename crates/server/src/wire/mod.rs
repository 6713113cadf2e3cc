//! Types that travel: JSON in and out, with their schemas.

pub mod asked;
pub mod fresh;
pub mod freshness;
pub mod figure;
pub mod list;
pub mod text;
