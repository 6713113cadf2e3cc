//! What changed about a source's columns since its last import.

use holdfast_domain::lang::Bilingual;

use crate::table::Values;

use super::batch::Loaded;

/// Names and types of the source's columns.
pub(super) fn columns_json(loaded: &Loaded<'_>) -> String {
    let columns: Vec<(&str, &str)> = loaded
        .read
        .table
        .columns
        .iter()
        .map(|column| {
            let kind = match &loaded.typed.get(&column.name).unwrap_or(column).values {
                Values::Text(_) => "text",
                Values::Number(_) => "number",
                Values::Instant(_) => "time",
            };
            (column.name.as_str(), kind)
        })
        .collect();
    serde_json::to_string(&columns).unwrap_or_default()
}

/// What changed about a source's columns since its last import.
pub(super) fn schema_change(earlier: Option<&str>, now: &str) -> Option<Bilingual> {
    type Columns = Vec<(String, String)>;
    let earlier: Columns = serde_json::from_str(earlier?).ok()?;
    let now: Columns = serde_json::from_str(now).ok()?;
    let names = |columns: &[&(String, String)]| {
        columns
            .iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let gone: Vec<_> = earlier
        .iter()
        .filter(|(name, _)| !now.iter().any(|(other, _)| other == name))
        .collect();
    let new: Vec<_> = now
        .iter()
        .filter(|(name, _)| !earlier.iter().any(|(other, _)| other == name))
        .collect();
    let retyped: Vec<_> = now
        .iter()
        .filter(|(name, kind)| earlier.iter().any(|(other, before)| other == name && before != kind))
        .collect();
    let mut out = Bilingual::default();
    let mut say = |columns: &[&(String, String)], zh: &str, en: &str| {
        if !columns.is_empty() {
            let names = names(columns);
            out.zh.push_str(&format!("{zh}：{names}；"));
            out.en.push_str(&format!("{en}: {names}; "));
        }
    };
    say(&gone, "来源少了列", "columns the source no longer has");
    say(&new, "来源多了列", "columns that are new in the source");
    say(
        &retyped,
        "列的类型变了（见 rejects 表）",
        "columns whose type changed (see table rejects)",
    );
    (!out.en.is_empty()).then_some(out)
}
