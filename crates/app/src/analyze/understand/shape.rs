//! One row a customer, or many: found from the label, the id and the time.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::table::{Column, Table, Values, looks_like_compact_date, name_looks_like_date};

use super::label;
use super::names::Name;
use super::personal::is_personal;
use crate::analyze::options::AnalyzeOptions;

/// The columns that decide the shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Layout {
    /// One row a customer with a label.
    Snapshot {
        /// Label column.
        target: usize,
        /// Id column; none: row numbers serve.
        id: Option<usize>,
    },
    /// Many rows a customer with a time.
    EventLog {
        /// Id column.
        id: usize,
        /// Time column.
        time: usize,
    },
}

/// Finds the shape.
///
/// # Errors
/// Refused: a named column that does not exist; neither label nor time; a label with a repeating id; no id in an event log.
pub fn find(table: &Table, names: &[Name], options: &AnalyzeOptions) -> Result<Layout, Refusal> {
    for wanted in options.named_columns() {
        index_of(table, wanted)?;
    }
    if let Some(name) = &options.amount {
        must_be_numbers(&table.columns[index_of(table, name)?])?;
    }
    let target = match &options.target {
        Some(name) => Some(index_of(table, name)?),
        None if options.time.is_some() => None,
        None => guess_target(table, names, options),
    };
    if let Some(target) = target {
        return Ok(Layout::Snapshot {
            target,
            id: snapshot_id(table, names, options, target)?,
        });
    }
    let time = match &options.time {
        Some(name) => Some(index_of(table, name)?),
        None => guess_time(table, names, options),
    };
    let Some(time) = time else { return Err(neither(table)) };
    let id = match &options.id {
        Some(name) => index_of(table, name)?,
        None => guess_event_id(table, names, options, time)?,
    };
    let column = &table.columns[id];
    if column.distinct() == table.rows - column.missing && table.rows > 1 {
        return Err(Refusal::new(
            "no-repeats",
            bilingual!(
                "每个客户只有一行，又没有流失标签，无法判断流失",
                "every customer has one row and there is no churn label: churn cannot be told"
            ),
            bilingual!(
                "用 --target 指定流失标签列，或提供每个客户多行的事件记录",
                "name the churn label with --target, or give an event log with several rows a customer"
            ),
        )
        .in_column(column.name.as_str()));
    }
    Ok(Layout::EventLog { id, time })
}

/// Refuses an amount that is no column of numbers.
///
/// # Errors
/// `amount-not-numeric`.
pub fn must_be_numbers(column: &Column) -> Result<(), Refusal> {
    if column.as_number().is_some() {
        return Ok(());
    }
    let value = (0..column.values.len())
        .find_map(|row| column.text_at(row))
        .unwrap_or_default();
    Err(Refusal::new(
        "amount-not-numeric",
        bilingual!(
            "这一列不是数字，不能作金额",
            "this column does not hold numbers and cannot be the amount"
        ),
        bilingual!(
            "用 --amount 指定数字列；若逗号是小数点，先改写成 12.50",
            "name a column of numbers with --amount; where a comma is the decimal point, write 12.50 first"
        ),
    )
    .in_column(column.name.as_str())
    .with_value(&value))
}

/// The index of a column that the user named.
///
/// # Errors
/// Refused when there is none, with the names there are.
pub fn index_of(table: &Table, name: &str) -> Result<usize, Refusal> {
    let exact = table.columns.iter().position(|c| c.name == name);
    let loose = || {
        table
            .columns
            .iter()
            .position(|c| c.name.to_lowercase() == name.trim().to_lowercase())
    };
    exact.or_else(loose).ok_or_else(|| {
        let known = table
            .columns
            .iter()
            .take(40)
            .map(|c| c.name.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        Refusal::new(
            "no-such-column",
            bilingual!("没有这一列", "there is no such column"),
            bilingual!("可用的列：{known}", "the columns are: {known}"),
        )
        .in_column(name)
    })
}

fn available(options: &AnalyzeOptions, column: &Column) -> bool {
    !options.drop.contains(&column.name)
}

fn guess_target(table: &Table, names: &[Name], options: &AnalyzeOptions) -> Option<usize> {
    let mut best: Option<(u8, usize)> = None;
    for (index, (column, name)) in table.columns.iter().zip(names).enumerate() {
        if !available(options, column) {
            continue;
        }
        let score = match name.label_score() {
            3 => 6,
            2 if label::looks_like_label(column) => 4,
            _ if label::speaks_for_itself(column) => 3,
            2 if label::mentions_churn(column) => 2,
            1 if label::looks_like_label(column) => 1,
            _ => 0,
        };
        if score > 0 && best.is_none_or(|(s, _)| score > s) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}

fn guess_time(table: &Table, names: &[Name], options: &AnalyzeOptions) -> Option<usize> {
    let mut best: Option<(u8, usize)> = None;
    for (index, (column, name)) in table.columns.iter().zip(names).enumerate() {
        let is_time = match &column.values {
            Values::Instant(_) => true,
            Values::Number(numbers) => {
                let serial = |v: &f64| v.is_nan() || (20_000.0..80_000.0).contains(v);
                name_looks_like_date(&column.name)
                    && (looks_like_compact_date(numbers)
                        || (name.time_score() >= 2 && numbers.values.iter().all(serial)))
            }
            Values::Text(_) => false,
        };
        if is_time && available(options, column) {
            // A time that is nearly never there is not the time of the row.
            let filled = u8::from(column.missing * 2 < table.rows);
            let score = filled * (1 + name.time_score());
            if score > 0 && best.is_none_or(|(s, _)| score > s) {
                best = Some((score, index));
            }
        }
    }
    best.map(|(_, index)| index)
}

fn guess_event_id(table: &Table, names: &[Name], options: &AnalyzeOptions, time: usize) -> Result<usize, Refusal> {
    let mut best: Option<(u8, usize)> = None;
    for (index, (column, name)) in table.columns.iter().zip(names).enumerate() {
        let score = name.id_score();
        if index != time
            && score > 0
            && !name.is_order()
            && available(options, column)
            && best.is_none_or(|(s, _)| score > s)
        {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index).ok_or_else(|| {
        Refusal::new(
            "no-id",
            bilingual!(
                "找到了时间列，但看不出哪一列是客户编号",
                "there is a time column, but no column that names the customer"
            ),
            bilingual!("用 --id 指定客户编号列", "name the customer id's column with --id"),
        )
    })
}

fn snapshot_id(
    table: &Table,
    names: &[Name],
    options: &AnalyzeOptions,
    target: usize,
) -> Result<Option<usize>, Refusal> {
    if let Some(name) = &options.id {
        let index = index_of(table, name)?;
        refuse_repeats(table, index)?;
        return Ok(Some(index));
    }
    let mut best: Option<(u8, usize)> = None;
    for (index, (column, name)) in table.columns.iter().zip(names).enumerate() {
        let score = name.id_score();
        if index != target && score > 0 && available(options, column) && best.is_none_or(|(s, _)| score > s) {
            best = Some((score, index));
        }
    }
    if let Some((score, index)) = best {
        if score >= 2 {
            refuse_repeats(table, index)?;
            return Ok(Some(index));
        }
        if first_repeat(&table.columns[index]).is_none() {
            return Ok(Some(index));
        }
    }
    // Without a telling name: the first text column in which every value differs.
    let unique = table.columns.iter().enumerate().position(|(index, column)| {
        index != target
            && matches!(column.values, Values::Text(_))
            && column.missing == 0
            && table.rows > 20
            && available(options, column)
            && column.distinct() == table.rows
            // Ids are shown: better the numbers of rows than somebody's address.
            && !is_personal(column, &names[index])
    });
    Ok(unique)
}

fn refuse_repeats(table: &Table, index: usize) -> Result<(), Refusal> {
    let column = &table.columns[index];
    let Some((row, earlier)) = first_repeat(column) else {
        return Ok(());
    };
    let value = column.text_at(row).unwrap_or_default().into_owned();
    let first = table.row_number(earlier);
    Err(Refusal::new(
        "repeated-id",
        bilingual!("客户编号重复，第 {first} 行已有同一编号；快照每个客户应只有一行", "the customer id repeats row {first}; a snapshot has one row a customer"),
        bilingual!(
            "去掉重复行（保留最新一行）；若是事件记录，用 --time 指定时间列；若编号在另一列，用 --id 指定",
            "remove the repeated rows (keep the latest); for an event log name the time column with --time; if another column is the id, name it with --id"
        ),
    )
    .in_column(column.name.as_str())
    .at_row(table.row_number(row))
    .with_value(&value))
}

/// The first row whose value occurred before, and the row where it did.
fn first_repeat(column: &Column) -> Option<(usize, usize)> {
    let keys: Vec<u64> = match &column.values {
        Values::Text(c) => c
            .codes
            .iter()
            .map(|&code| if code == u32::MAX { u64::MAX } else { u64::from(code) })
            .collect(),
        Values::Number(c) => c
            .values
            .iter()
            .map(|v| if v.is_nan() { u64::MAX } else { (v + 0.0).to_bits() })
            .collect(),
        Values::Instant(c) => c
            .seconds
            .iter()
            .map(|&s| if s == i64::MIN { u64::MAX } else { s as u64 })
            .collect(),
    };
    let mut order: Vec<u32> = (0..keys.len() as u32)
        .filter(|&r| keys[r as usize] != u64::MAX)
        .collect();
    order.sort_by_key(|&r| (keys[r as usize], r));
    order
        .windows(2)
        .filter(|w| keys[w[0] as usize] == keys[w[1] as usize])
        .map(|w| (w[1] as usize, w[0] as usize))
        .min()
}

fn neither(table: &Table) -> Refusal {
    let columns: Vec<&str> = table.columns.iter().take(30).map(|c| c.name.as_str()).collect();
    let columns = columns.join(", ");
    let unread: Vec<&str> = table
        .columns
        .iter()
        .filter(|c| c.as_text().is_some() && name_looks_like_date(&c.name))
        .map(|c| c.name.as_str())
        .collect();
    if !unread.is_empty() {
        let unread = unread.join(", ");
        return Refusal::new(
            "time-unread",
            bilingual!(
                "没有流失标签列；“{unread}”像时间列，但其中的值读不成日期",
                "there is no churn label; \"{unread}\" looks like a time column, but its values could not be read as dates"
            ),
            bilingual!(
                "日期写成 2024-01-05；若是 03/04/2024 这类写法，用 --date-order dmy 或 mdy 指明日月顺序；或用 --target 指定流失标签列",
                "write dates as 2024-01-05; for dates such as 03/04/2024 say which comes first with --date-order dmy or mdy; or name the churn label with --target"
            ),
        );
    }
    let problem: Bilingual = bilingual!(
        "既没有流失标签列，也没有时间列，无法判断谁流失了；读到的列：{columns}",
        "there is neither a churn label nor a time column, so churn cannot be told; columns read: {columns}"
    );
    Refusal::new(
        "no-label-no-time",
        problem,
        bilingual!(
            "两种数据之一即可：每个客户一行并带流失标签（如“是否流失”：是/否，用 --target 指定）；或每次交易/到店一行，含客户编号和日期（用 --id、--time 指定）",
            "give one of two tables: one row a customer with a churn label (e.g. \"Churn\": Yes/No, named with --target), or one row a transaction or visit with customer id and date (named with --id and --time)"
        ),
    )
}
