//! What is asked of a card.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// A language.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CardLang {
    /// Simplified Chinese.
    Zh,
    /// English.
    En,
}

/// In which language.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CardQuery {
    /// Absent: the caller's.
    pub lang: Option<CardLang>,
}
