//! A text in both languages.

use holdfast_domain::lang::Bilingual;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::options::as_parameters;

/// A text in both languages; the reader's language is chosen where it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Text {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl From<Bilingual> for Text {
    fn from(text: Bilingual) -> Self {
        Self::from(&text)
    }
}

impl From<&Bilingual> for Text {
    /// What the text says of the command line's options is said of the interface's parameters.
    fn from(text: &Bilingual) -> Self {
        Self {
            zh: as_parameters(&text.zh).into_owned(),
            en: as_parameters(&text.en).into_owned(),
        }
    }
}
