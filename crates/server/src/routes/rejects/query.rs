//! What is asked.

use serde::Deserialize;
use utoipa::IntoParams;

/// Which rejects.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RejectsQuery {
    /// `next_cursor` of the page before; absent: the first page.
    #[param(max_length = 2000)]
    pub cursor: Option<String>,
    /// Rows of the page at most.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// Of this batch alone.
    #[serde(default, deserialize_with = "crate::wire::short::short::<128, _>")]
    #[param(max_length = 128)]
    pub batch: Option<String>,
    /// Of this source alone.
    #[serde(default, deserialize_with = "crate::wire::short::short::<64, _>")]
    #[param(max_length = 64)]
    pub source: Option<String>,
    /// For this reason alone.
    #[serde(default, deserialize_with = "crate::wire::short::short::<64, _>")]
    #[param(max_length = 64)]
    pub reason: Option<String>,
}
