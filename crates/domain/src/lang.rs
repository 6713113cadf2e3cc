//! The two languages, and a text that exists in both.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A language of the product. Chinese is the first one, English its equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Simplified Chinese (zh-CN).
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Picks the language out of a locale name such as `zh_CN.UTF-8` or `en_US`; anything unknown is English.
    pub fn from_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("zh") {
            Self::Zh
        } else {
            Self::En
        }
    }

    /// The BCP 47 tag for HTML.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
}

/// A sentence in both languages. Every text that a person may read is one of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Bilingual {
    /// Simplified Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Builds a text out of its two halves.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// A text that is the same in both languages (a column name, a value out of the data).
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            zh: text.clone(),
            en: text,
        }
    }

    /// The half that belongs to `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// `bilingual!("{n} 行", "{n} rows")`: both halves are format strings with captured or named arguments.
#[macro_export]
macro_rules! bilingual {
    ($zh:literal, $en:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::lang::Bilingual { zh: format!($zh $(, $name = $value)*), en: format!($en $(, $name = $value)*) }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language() {
        assert_eq!(Lang::from_locale("zh_CN.UTF-8"), Lang::Zh);
        assert_eq!(Lang::from_locale("ZH-hant"), Lang::Zh);
        assert_eq!(Lang::from_locale("C"), Lang::En);
        let rows = 3;
        assert_eq!(bilingual!("{rows} 行", "{rows} rows").get(Lang::Zh), "3 行");
    }
}
