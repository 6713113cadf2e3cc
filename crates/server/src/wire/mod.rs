//! Types that travel: JSON in and out, with their schemas.

pub mod access;
pub mod asked;
pub mod figure;
pub mod fresh;
pub mod freshness;
pub mod instant;
pub mod list;
pub mod me;
pub mod object;
pub mod options;
pub mod place;
pub mod short;
pub mod text;
