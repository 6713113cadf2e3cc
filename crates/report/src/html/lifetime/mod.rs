//! The page of `holdfast ltv`.

mod forecast;
mod head;
mod model;
mod page;
mod renewals;
pub(super) mod section;
mod worth;

pub use page::to_html;
