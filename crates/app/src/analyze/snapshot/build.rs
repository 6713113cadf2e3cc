//! From a table to a study.

use holdfast_domain::bilingual;
use holdfast_domain::churn::ChurnDefinition;
use holdfast_domain::clock::Clock;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::money;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::role::Role;
use holdfast_engine::table::Table;
use holdfast_learn::frame::Frame;
use holdfast_report::model::data::{ColumnSummary, Note, Severity, Shape};

use super::{dates, features};
use crate::analyze::options::AnalyzeOptions;
use crate::analyze::study::{CustomerValue, Ids, Study, ValidationPlan};
use crate::analyze::understand::label;
use crate::analyze::understand::names::Name;
use crate::analyze::understand::roles::{self, Understood};

/// Folds of the cross-validation.
const FOLDS: usize = 5;
/// Months of a monthly amount that make a customer's value.
const VALUE_MONTHS: i64 = 12;

/// Builds the study of a snapshot; the table's values move into it.
///
/// # Errors
/// Refused: a label that cannot be read, dates in the future, too few customers of a class, no usable column.
pub fn build(
    table: Table,
    names: &[Name],
    target: usize,
    id: Option<usize>,
    options: &AnalyzeOptions,
    clock: &dyn Clock,
) -> Result<Study, Refusal> {
    let rows = table.rows;
    let labels = label::outcomes(&table, target, options.positive.as_deref())?;
    let (understood, mut notes) = roles::snapshot(&table, names, target, id, &labels.outcomes, options);
    let watermark = dates::latest(&table, names, &understood, clock, &mut notes)?;
    let as_of = options.as_of.or(watermark);
    let blank = labels.outcomes.iter().filter(|o| o.is_none()).count() as u64;
    if blank > 0 {
        notes.push(Note {
            severity: Severity::Info,
            code: "label-blank".into(),
            count: Some(blank),
            text: bilingual!(
                "{blank} 行没有流失标签：不参与统计和训练，但会评分",
                "{blank} rows have no churn label: left out of rates and training, but scored"
            ),
        });
    }
    notes.extend(missing_note(&table, &understood));
    let definition = ChurnDefinition::Label {
        column: table.columns[target].name.clone(),
        positive: labels.positive.clone(),
    };
    let columns = summaries(&table, &understood);
    let value = value(&table, names, &understood);
    let ids = match id {
        Some(index) => Ids::Column(table.columns[index].clone()),
        None => {
            notes.push(roles::note(
                "no-id",
                Severity::Info,
                bilingual!(
                    "没有客户编号列，用文件行号代替",
                    "there is no customer id column: the file's row numbers serve as ids"
                ),
            ));
            Ids::RowNumbers((0..rows).map(|row| table.row_number(row)).collect())
        }
    };
    let mut frame = Frame {
        columns: Vec::new(),
        rows,
    };
    let mut words = Vec::new();
    let mut tenure = None;
    for ((column, understood), name) in table.columns.into_iter().zip(&understood).zip(names) {
        let unit = match understood.role {
            Role::Tenure => name.tenure_unit().map(|(zh, en)| Bilingual::new(zh, en)),
            _ => None,
        };
        if let Some((feature, word)) = features::feature(column, understood.role, unit, as_of, name.is_past_date()) {
            if understood.role == Role::Tenure && tenure.is_none() {
                tenure = Some(frame.columns.len());
            }
            frame.columns.push(feature);
            words.push(word);
        }
    }
    let labelled: Vec<u32> = (0..rows as u32)
        .filter(|&r| labels.outcomes[r as usize].is_some())
        .collect();
    check_learnable(&frame, &labels.outcomes, &columns)?;
    Ok(Study {
        shape: Shape::Snapshot,
        frame,
        words,
        labels: labels.outcomes.iter().map(|o| *o == Some(true)).collect(),
        groups: None,
        described: labelled.clone(),
        scored: (0..rows as u32).collect(),
        gone: labels.outcomes.iter().map(|o| *o == Some(true)).collect(),
        rows_used: labelled.len() as u64,
        labelled,
        ids,
        value,
        plan: ValidationPlan::Folds(FOLDS),
        tenure,
        lifetimes: None,
        as_of,
        watermark,
        columns,
        notes,
        definition,
        suggestion: None,
        events: None,
    })
}

fn summaries(table: &Table, understood: &[Understood]) -> Vec<ColumnSummary> {
    table
        .columns
        .iter()
        .zip(understood)
        .map(|(column, understood)| ColumnSummary {
            name: column.name.clone(),
            role: understood.role,
            reason: understood.reason.clone(),
            missing: column.missing as u64,
            distinct: understood.distinct as u64,
            used: understood.role.is_feature(),
        })
        .collect()
}

/// Columns listed in the note on missing values.
const LISTED: usize = 8;

/// Says which of the columns in use have missing values.
fn missing_note(table: &Table, understood: &[Understood]) -> Option<Note> {
    let mut gaps: Vec<(&str, usize)> = table
        .columns
        .iter()
        .zip(understood)
        .filter(|(c, u)| u.role.is_feature() && c.missing > 0)
        .map(|(c, _)| (c.name.as_str(), c.missing))
        .collect();
    gaps.sort_by_key(|&(_, missing)| std::cmp::Reverse(missing));
    let count = gaps.iter().map(|&(_, missing)| missing as u64).sum::<u64>();
    let shown: Vec<String> = gaps
        .iter()
        .take(LISTED)
        .map(|(name, missing)| format!("{name} {missing}"))
        .collect();
    let (columns, list) = (gaps.len(), shown.join(", "));
    let more = if columns > LISTED { "…" } else { "" };
    (columns > 0).then(|| Note {
        severity: Severity::Info,
        code: "missing-kept".into(),
        count: Some(count),
        text: bilingual!(
            "有空值的列（{columns} 列）：{list}{more}。空值保留为单独的取值，不填补、不删行",
            "columns with blank values ({columns}): {list}{more}. Blank is kept as a value of its own; nothing is filled in and no row is dropped"
        ),
    })
}

/// The customers' value from the amount column: a monthly amount counts for twelve months, any other as it is.
fn value(table: &Table, names: &[Name], understood: &[Understood]) -> Option<CustomerValue> {
    let index = understood.iter().position(|u| u.role == Role::Amount)?;
    let column = &table.columns[index];
    let numbers = column.as_number()?;
    let name = &column.name;
    let (months, definition) = if names[index].is_monthly() {
        (
            VALUE_MONTHS,
            bilingual!(
                "客户价值 = “{name}” × {VALUE_MONTHS} 个月",
                "a customer's value is {VALUE_MONTHS} months of \"{name}\""
            ),
        )
    } else {
        (1, bilingual!("客户价值 = “{name}”", "a customer's value is \"{name}\""))
    };
    let minor = numbers
        .values
        .iter()
        .map(|&v| money::to_minor(v).map_or(0, |m| m.saturating_mul(months).max(0)))
        .collect::<Vec<i64>>();
    if minor.iter().all(|&m| m == 0) {
        return None;
    }
    Some(CustomerValue {
        minor,
        source: name.clone(),
        definition,
    })
}

/// Customers of each class that five folds with four inner folds need.
const LEAST_OF_CLASS: usize = 20;

fn check_learnable(frame: &Frame, outcomes: &[Option<bool>], columns: &[ColumnSummary]) -> Result<(), Refusal> {
    if frame.columns.is_empty() {
        let taken: Vec<String> = columns
            .iter()
            .map(|c| format!("{} = {}", c.name, c.role.name().en))
            .collect();
        let taken = taken.join(", ");
        return Err(Refusal::new(
            "no-features",
            bilingual!(
                "没有可用于分析的列：{taken}",
                "there is no column to analyse churn by: {taken}"
            ),
            bilingual!(
                "增加客户属性列，或用 --keep 保留某一列",
                "add columns that describe the customers, or keep one with --keep"
            ),
        ));
    }
    let churned = outcomes.iter().flatten().filter(|&&o| o).count();
    let retained = outcomes.iter().flatten().count() - churned;
    if churned.min(retained) < LEAST_OF_CLASS {
        return Err(Refusal::new(
            "too-few-customers",
            bilingual!(
                "流失 {churned} 人、留存 {retained} 人，太少，模型无从验证",
                "{churned} churned and {retained} retained customers are too few to test a model on"
            ),
            bilingual!(
                "每类至少需要 {LEAST_OF_CLASS} 个客户；请提供更多客户或更长时间的数据",
                "at least {LEAST_OF_CLASS} customers of each class are needed; give more customers or a longer period"
            ),
        ));
    }
    Ok(())
}
