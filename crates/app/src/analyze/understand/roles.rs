//! The part that every column of a snapshot plays.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::role::Role;
use holdfast_engine::table::{Column, Table, Values};
use holdfast_report::model::data::{Note, Severity};
use rayon::prelude::*;

use super::leaks::{self, Suspicion};
use super::names::Name;
use super::personal::is_personal;
use crate::analyze::options::AnalyzeOptions;
use crate::analyze::words::share;

/// What a column was taken for.
#[derive(Clone, Debug)]
pub struct Understood {
    /// Its role.
    pub role: Role,
    /// Why.
    pub reason: Bilingual,
    /// Different values.
    pub distinct: usize,
}

/// Above this share of different values a text is nearly unique.
const UNIQUE_SHARE: f64 = 0.5;
/// Texts of more characters than this on average, with many different values, are prose.
const PROSE_CHARS: usize = 40;

/// Gives every column of a snapshot its role; `outcomes` are the label's.
pub fn snapshot(
    table: &Table,
    names: &[Name],
    target: usize,
    id: Option<usize>,
    outcomes: &[Option<bool>],
    options: &AnalyzeOptions,
) -> (Vec<Understood>, Vec<Note>) {
    let amount = chosen_amount(table, names, target, options);
    let understood: Vec<(Understood, Option<Suspicion>)> = table
        .columns
        .par_iter()
        .enumerate()
        .map(|(index, column)| {
            let distinct = column.distinct();
            let (role, reason) = if index == target {
                (Role::Target, bilingual!("流失标签", "the churn label"))
            } else if Some(index) == id {
                let reason = if names[index].id_score() > 0 {
                    bilingual!(
                        "每行不同，名称像客户编号",
                        "differs in every row and is named like an id"
                    )
                } else {
                    bilingual!("每行不同，用作客户编号", "differs in every row and serves as the id")
                };
                (Role::Id, reason)
            } else {
                one(
                    column,
                    &names[index],
                    distinct,
                    Some(index) == amount,
                    table.rows,
                    options,
                )
            };
            let suspicion = (role.is_feature() && column.missing < table.rows)
                .then(|| leaks::suspicion(column, &names[index], outcomes))
                .flatten();
            (Understood { role, reason, distinct }, suspicion)
        })
        .collect();
    let mut notes = Vec::new();
    let understood = understood
        .into_iter()
        .zip(&table.columns)
        .map(|((mut understood, suspicion), column)| {
            if let Some(suspicion) = suspicion {
                let why = explain(suspicion);
                let name = &column.name;
                if options.keeps(name) {
                    notes.push(leak_kept(name, &why));
                } else {
                    notes.push(leak_left_out(name, &why));
                    understood.role = Role::Leak;
                    understood.reason = why;
                }
            }
            understood
        })
        .collect();
    (understood, notes)
}

/// That a column which looks like a leak was kept.
pub fn leak_kept(name: &str, why: &Bilingual) -> Note {
    let (zh, en) = (&why.zh, &why.en);
    note(
        "leak-kept",
        Severity::Warning,
        bilingual!(
            "“{name}”疑似泄漏（{zh}），按您的要求保留；模型指标可能虚高",
            "column \"{name}\" looks like a leak ({en}) and was kept at your wish; the figures may be too good"
        ),
    )
}

/// That a column which looks like a leak was left out.
pub fn leak_left_out(name: &str, why: &Bilingual) -> Note {
    let (zh, en) = (&why.zh, &why.en);
    note(
        "leak-left-out",
        Severity::Warning,
        bilingual!(
            "“{name}”疑似泄漏（{zh}），已排除；确认流失前就已知的话，用 --keep \"{name}\" 保留",
            "column \"{name}\" looks like a leak ({en}) and was left out; if it is known before customers leave, keep it with --keep \"{name}\""
        ),
    )
}

/// A note without a count.
pub fn note(code: &str, severity: Severity, text: Bilingual) -> Note {
    Note {
        severity,
        code: code.to_owned(),
        count: None,
        text,
    }
}

/// Why a column is taken for a leak.
pub fn explain(suspicion: Suspicion) -> Bilingual {
    match suspicion {
        Suspicion::TooStrong(auc) => {
            bilingual!(
                "单列 AUC {auc:.3}，好得不真实",
                "its AUC alone is {auc:.3}, too good to be true"
            )
        }
        Suspicion::FilledForChurners(filled, empty) => {
            let (filled, empty) = (share(filled), share(empty));
            bilingual!(
                "有值的行流失率 {filled}，空值的行 {empty}",
                "of the rows where it is filled {filled} churned, of the others {empty}"
            )
        }
    }
}

fn one(
    column: &Column,
    name: &Name,
    distinct: usize,
    is_amount: bool,
    rows: usize,
    options: &AnalyzeOptions,
) -> (Role, Bilingual) {
    let keep = options.keeps(&column.name);
    if options.drop.contains(&column.name) {
        return (Role::Ignored, bilingual!("按您的要求不使用", "left out at your wish"));
    }
    if let Some(&role) = options.roles.get(&column.name) {
        return (role, bilingual!("由配置指定", "given in the overrides"));
    }
    if !keep && is_personal(column, name) {
        return (
            Role::Personal,
            bilingual!("个人信息，不使用、不显示", "personal data: neither used nor shown"),
        );
    }
    if distinct <= 1 && (column.missing == 0 || distinct == 0) {
        return (Role::Constant, bilingual!("只有一个值", "has one value only"));
    }
    let present = rows - column.missing;
    match &column.values {
        Values::Instant(_) => (
            Role::Date,
            bilingual!(
                "日期，换算成距观察日的天数",
                "a date, turned into days before the as-of day"
            ),
        ),
        // A small category may be of pairs of codes, such as `1,2`.
        Values::Text(text)
            if distinct as f64 > UNIQUE_SHARE * present as f64 && has_decimal_commas(text.levels.iter()) =>
        {
            (
                Role::Unique,
                bilingual!(
                    "数字用了逗号作小数点：改写成 12.50 后才能当数字用",
                    "numbers with decimal commas: written as 12.50 they can be used as numbers"
                ),
            )
        }
        Values::Text(text) => {
            let nearly_unique = distinct > 20 && distinct as f64 > UNIQUE_SHARE * present as f64;
            let prose = distinct > 50 && {
                let chars: usize = text.levels.iter().take(500).map(|l| l.chars().count()).sum();
                chars > PROSE_CHARS * text.levels.len().min(500)
            };
            if (nearly_unique || prose) && !keep {
                (
                    Role::Unique,
                    bilingual!(
                        "{distinct} 个不同的值，几乎不重复",
                        "{distinct} different values: nearly unique"
                    ),
                )
            } else {
                (Role::Category, bilingual!("{distinct} 个类别", "{distinct} categories"))
            }
        }
        Values::Number(numbers) => {
            if is_amount {
                let monthly = name.is_monthly();
                let (zh, en) = if monthly {
                    ("每月金额", "money paid every month")
                } else {
                    ("金额", "money")
                };
                return (Role::Amount, Bilingual::new(zh, en));
            }
            if name.is_tenure() {
                return (
                    Role::Tenure,
                    bilingual!("客户至今的时长", "how long the customer has been one"),
                );
            }
            let counts_rows = numbers.integer
                && distinct == rows
                && rows > 20
                && (name.id_score() > 0 || is_row_number(&numbers.values));
            if counts_rows && !keep {
                return (
                    Role::Unique,
                    bilingual!("编号，每行不同", "a number that differs in every row"),
                );
            }
            if name.is_code() {
                return (
                    Role::Category,
                    bilingual!("数字编码，按类别处理", "a numeric code, taken as a category"),
                );
            }
            (
                Role::Numeric,
                bilingual!("{distinct} 个不同的数", "{distinct} different numbers"),
            )
        }
    }
}

/// Share of values with a decimal comma that makes a column one of such numbers.
const COMMA_SHARE: f64 = 0.98;

/// Whether a text column holds numbers with decimal commas (`12,50`, `1.234,50`).
fn has_decimal_commas(levels: impl Iterator<Item = impl AsRef<str>>) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_one = |text: &str| {
        let text = text.trim().trim_start_matches('-');
        text.split_once(',').is_some_and(|(whole, part)| {
            let mut groups = whole.split('.').enumerate();
            digits(part) && groups.all(|(at, group)| digits(group) && (at == 0 || group.len() == 3))
        })
    };
    let (mut all, mut such) = (0usize, 0usize);
    for level in levels {
        all += 1;
        such += usize::from(is_one(level.as_ref()));
    }
    all >= 10 && such as f64 >= COMMA_SHARE * all as f64
}

fn is_row_number(values: &[f64]) -> bool {
    values.windows(2).all(|w| w[1] - w[0] == 1.0)
}

/// The column that says what a customer is worth: the user's, else the best name.
fn chosen_amount(table: &Table, names: &[Name], target: usize, options: &AnalyzeOptions) -> Option<usize> {
    if let Some(name) = &options.amount {
        return table
            .columns
            .iter()
            .position(|c| c.name == *name || c.name.to_lowercase() == name.to_lowercase());
    }
    if let Some(index) = table
        .columns
        .iter()
        .position(|c| options.roles.get(&c.name) == Some(&Role::Amount))
    {
        return Some(index);
    }
    let mut best: Option<(u8, usize)> = None;
    for (index, (column, name)) in table.columns.iter().zip(names).enumerate() {
        let usable = index != target
            && column.as_number().is_some_and(|n| !n.percent)
            && !options.roles.contains_key(&column.name)
            && !options.drop.contains(&column.name);
        let score = name.amount_score();
        if usable && score > 0 && best.is_none_or(|(s, _)| score > s) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}

#[cfg(test)]
mod tests {
    use super::has_decimal_commas;

    #[test]
    fn decimal_commas_are_told_from_lists_and_codes() {
        let all = |text: fn(usize) -> String| (0..20).map(text).collect::<Vec<_>>();
        assert!(has_decimal_commas(all(|n| format!("{n},50")).iter()));
        assert!(has_decimal_commas(all(|n| format!("-1.{n:03},5")).iter()));
        for no in [
            all(|n| format!("{n},a")),
            all(|n| format!("a,{n}")),
            all(|n| format!("1.{n},5")),
            all(|n| n.to_string()),
        ] {
            assert!(!has_decimal_commas(no.iter()), "{no:?}");
        }
    }
}
