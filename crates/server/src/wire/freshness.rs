//! Of which data an answer speaks.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Stands beside everything that shows figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Freshness {
    /// Commit of the lake; 0 before the first import.
    #[schema(minimum = 0)]
    pub commit: u64,
    /// Last day with data, `YYYY-MM-DD`.
    #[schema(format = Date)]
    pub through: Option<String>,
    /// The day that is looked back from, `YYYY-MM-DD`.
    #[schema(format = Date)]
    pub as_of: Option<String>,
    /// When the commit was made, RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub refreshed_at: Option<String>,
    /// Whether the reader sees a part of the customers only.
    pub restricted: bool,
}
