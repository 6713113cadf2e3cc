//! What is asked.

use serde::Deserialize;
use utoipa::IntoParams;

/// Between which days, of which model.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MigrationQuery {
    /// The earlier day of scores, `YYYY-MM-DD`; absent: the last but one.
    #[param(max_length = 10)]
    pub from: Option<String>,
    /// The later day, `YYYY-MM-DD`; absent: the last.
    #[param(max_length = 10)]
    pub to: Option<String>,
    /// The model; absent: the one in use.
    #[param(max_length = 64)]
    pub model: Option<String>,
}
