//! A text in both languages.

use holdfast_domain::lang::Bilingual;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

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
        Self {
            zh: text.zh,
            en: text.en,
        }
    }
}

impl From<&Bilingual> for Text {
    fn from(text: &Bilingual) -> Self {
        text.clone().into()
    }
}
