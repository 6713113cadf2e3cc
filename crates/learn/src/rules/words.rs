//! Conditions and rules in both languages.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;

use super::condition::{RuleCondition, Test};
use super::measure::Measure;
use crate::contract::schema::Schema;

/// The conditions in words, joined by "and"; the two ends of an interval are one condition. `labels` by column of the schema; a column without one is
/// called by its name.
pub fn conditions(conditions: &[RuleCondition], schema: &Schema, labels: &[Bilingual]) -> Bilingual {
    let mut parts: Vec<Bilingual> = Vec::new();
    let mut used = vec![false; conditions.len()];
    for (i, condition) in conditions.iter().enumerate() {
        if used[i] {
            continue;
        }
        let other = (i + 1..conditions.len()).find(|&j| !used[j] && conditions[j].column == condition.column);
        let ends = other.and_then(|j| match (condition.test, conditions[j].test) {
            (Test::Above(low), Test::AtMost(high)) | (Test::AtMost(high), Test::Above(low)) => Some((j, low, high)),
            _ => None,
        });
        parts.push(match ends {
            Some((j, low, high)) => {
                used[j] = true;
                let label = label(condition.column, schema, labels);
                let (low, high) = (number(low), number(high));
                let (zh, en) = (label.zh, label.en);
                bilingual!("{low} < {zh} ≤ {high}", "{low} < {en} ≤ {high}")
            }
            None => one(condition, schema, labels),
        });
    }
    if parts.is_empty() {
        return Bilingual::new("所有客户", "all customers");
    }
    let join = |of: fn(&Bilingual) -> &str, by: &str| parts.iter().map(of).collect::<Vec<_>>().join(by);
    Bilingual {
        zh: join(|p| &p.zh, "，且"),
        en: join(|p| &p.en, " and "),
    }
}

/// A whole rule: whom it applies to, and how many of them churned.
pub fn sentence(rule: &[RuleCondition], measure: &Measure, schema: &Schema, labels: &[Bilingual]) -> Bilingual {
    let Bilingual { zh, en } = conditions(rule, schema, labels);
    let (rate, lift) = (percent(measure.confidence()), measure.lift());
    let (low, high) = (percent(measure.interval.low), percent(measure.interval.high));
    let (churned, customers) = (measure.churned, measure.customers);
    bilingual!(
        "若{zh}，则 {rate} 流失（{customers} 位客户中 {churned} 位，95% 区间 {low}–{high}，为平均的 {lift:.1} 倍）",
        "if {en}, {rate} churn ({churned} of {customers} customers, 95% interval {low}–{high}, {lift:.1} times the average)"
    )
}

fn one(condition: &RuleCondition, schema: &Schema, labels: &[Bilingual]) -> Bilingual {
    let Bilingual { zh, en } = label(condition.column, schema, labels);
    match condition.test {
        Test::AtMost(cut) => {
            let cut = number(cut);
            bilingual!("{zh} ≤ {cut}", "{en} ≤ {cut}")
        }
        Test::Above(cut) => {
            let cut = number(cut);
            bilingual!("{zh} > {cut}", "{en} > {cut}")
        }
        Test::Level(code) => {
            let levels = schema.columns.get(condition.column).and_then(|c| c.levels.as_ref());
            let level = levels.and_then(|l| l.get(code as usize)).map_or("", String::as_str);
            bilingual!("{zh}为“{level}”", "{en} is “{level}”")
        }
        Test::Missing => bilingual!("{zh}缺失", "{en} is missing"),
    }
}

/// The column's label, or its name.
pub fn label(column: usize, schema: &Schema, labels: &[Bilingual]) -> Bilingual {
    labels
        .get(column)
        .cloned()
        .unwrap_or_else(|| Bilingual::same(schema.columns.get(column).map_or("", |column| column.name.as_str())))
}

/// A number with at most six significant digits and no more than it needs.
pub fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let magnitude = value.abs().log10().floor();
    if !(-4.0..15.0).contains(&magnitude) {
        return format!("{value:.5e}");
    }
    let decimals = (5.0 - magnitude).max(0.0) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A share in per cent with one decimal.
pub fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}
