//! What a person decided about an upload; what is absent is found out.

use std::collections::BTreeMap;

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::{DateOrder, ReadOptions};
use serde::{Deserialize, Serialize};

/// Decisions about an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UploadSettings {
    /// Encoding of a text file, by its WHATWG label.
    pub encoding: Option<String>,
    /// The character between columns.
    pub delimiter: Option<char>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// `dmy` or `mdy`.
    pub date_order: Option<String>,
    /// Id of the source that it becomes: a new one, or one that there is, whose mapping then holds.
    pub source: Option<String>,
    /// The canonical table.
    pub table: Option<String>,
    /// Canonical column ← column of the file.
    pub columns: Option<BTreeMap<String, String>>,
    /// Canonical column ← one text for all rows.
    pub constants: Option<BTreeMap<String, String>>,
    /// Other columns that are kept.
    pub attributes: Option<Vec<String>>,
    /// Which of those are personal.
    pub personal: Option<Vec<String>>,
}

/// A change of settings: what is absent stays, an empty text or map goes back to what is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SettingsChange {
    /// See [`UploadSettings`].
    pub encoding: Option<String>,
    /// See [`UploadSettings`].
    pub delimiter: Option<String>,
    /// See [`UploadSettings`].
    pub sheet: Option<String>,
    /// See [`UploadSettings`].
    pub date_order: Option<String>,
    /// See [`UploadSettings`].
    pub source: Option<String>,
    /// See [`UploadSettings`].
    pub table: Option<String>,
    /// See [`UploadSettings`].
    pub columns: Option<BTreeMap<String, String>>,
    /// See [`UploadSettings`].
    pub constants: Option<BTreeMap<String, String>>,
    /// See [`UploadSettings`].
    pub attributes: Option<Vec<String>>,
    /// See [`UploadSettings`].
    pub personal: Option<Vec<String>>,
}

impl UploadSettings {
    /// The settings after a change. A file that is read in another way has other columns: what was said of the old ones is forgotten; so is what was
    /// said of another table.
    ///
    /// # Errors
    /// `bad-delimiter`, `bad-date-order`.
    pub fn with(&self, change: SettingsChange) -> Result<Self, Refusal> {
        let mut out = self.clone();
        let reread = change.encoding.is_some() || change.delimiter.is_some() || change.sheet.is_some();
        if reread || change.table.is_some() {
            (out.columns, out.constants, out.attributes, out.personal) = (None, None, None, None);
        }
        let text = |old: Option<String>, new: Option<String>| match new {
            Some(new) => Some(new.trim().to_owned()).filter(|new| !new.is_empty()),
            None => old,
        };
        out.encoding = text(out.encoding, change.encoding);
        out.sheet = text(out.sheet, change.sheet);
        out.source = text(out.source, change.source);
        out.table = text(out.table, change.table);
        out.date_order = text(out.date_order, change.date_order);
        if let Some(order) = out
            .date_order
            .as_deref()
            .filter(|order| !matches!(*order, "dmy" | "mdy"))
        {
            return Err(bad_date_order(order));
        }
        if let Some(delimiter) = change.delimiter {
            out.delimiter = one_character(&delimiter)?;
        }
        out.columns = change.columns.or(out.columns).filter(|map| !map.is_empty());
        out.constants = change.constants.or(out.constants);
        out.attributes = change.attributes.or(out.attributes);
        out.personal = change.personal.or(out.personal);
        Ok(out)
    }

    /// How the file is read.
    pub(super) fn options(&self) -> ReadOptions {
        ReadOptions {
            encoding: self.encoding.clone(),
            delimiter: self.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok()),
            sheet: self.sheet.clone(),
            date_order: match self.date_order.as_deref() {
                Some("dmy") => Some(DateOrder::DayFirst),
                Some("mdy") => Some(DateOrder::MonthFirst),
                _ => None,
            },
            ..ReadOptions::default()
        }
    }
}

fn one_character(text: &str) -> Result<Option<char>, Refusal> {
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (None, _) => Ok(None),
        (Some(one), None) if one.is_ascii() && !matches!(one, '"' | '\r' | '\n' | '\0') => Ok(Some(one)),
        _ => Err(Refusal::new(
            "bad-delimiter",
            bilingual!("这个字符不能作分隔符", "this character cannot be a delimiter"),
            bilingual!(
                "用一个 ASCII 字符，不能是引号或换行，如 , ; | 或制表符",
                "use one ASCII character that is no quote and no line break, such as , ; | or a tab"
            ),
        )
        .with_value(text)),
    }
}

fn bad_date_order(order: &str) -> Refusal {
    Refusal::new(
        "bad-date-order",
        bilingual!("没有这种日期顺序", "there is no such order of dates"),
        bilingual!(
            "写 dmy（日在前）或 mdy（月在前）",
            "write dmy (day first) or mdy (month first)"
        ),
    )
    .with_value(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_reading_forgets_the_mapping_and_an_empty_text_goes_back() {
        let mapped = UploadSettings {
            encoding: Some("big5".into()),
            columns: Some(BTreeMap::from([("customer_id".into(), "id".into())])),
            ..UploadSettings::default()
        };
        let back = mapped
            .with(SettingsChange {
                encoding: Some(" ".into()),
                ..SettingsChange::default()
            })
            .unwrap();
        assert_eq!(back, UploadSettings::default());
        let kept = mapped
            .with(SettingsChange {
                source: Some("orders".into()),
                ..SettingsChange::default()
            })
            .unwrap();
        assert_eq!(kept.columns, mapped.columns);
        for delimiter in ["ab", "\"", "，"] {
            let change = SettingsChange {
                delimiter: Some(delimiter.into()),
                ..SettingsChange::default()
            };
            assert_eq!(mapped.with(change).unwrap_err().code, "bad-delimiter");
        }
    }
}
