//! The page of `holdfast ltv`.

mod forecast;
mod head;
mod model;
mod page;
mod renewals;
mod worth;

pub use page::to_html;
