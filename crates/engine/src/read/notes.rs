//! Puts typed columns into a table and says what had to be done to them.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use crate::table::convert::instant_from_number;
use crate::table::infer::{DateRemarks, Inference};
use crate::table::infer_instant::OrderFinding;
use crate::table::{Column, DateOrder, OddValue, Table, Values, looks_like_compact_date, name_looks_like_date};

use super::collect::Collected;
use super::outcome::ReadNote;
use super::refuse;

/// Names the columns, finds compact dates, writes the notes.
///
/// # Errors
/// `mixed-offsets` when a column in UTC has times without an offset.
pub(crate) fn table_of(names: Vec<String>, collected: Collected, notes: &mut Vec<ReadNote>) -> Result<Table, Refusal> {
    let Collected { columns, rows } = collected;
    let columns = names
        .into_iter()
        .zip(columns)
        .map(|(name, inference)| {
            let Inference { values, odd, dates } = inference;
            if let Some((index, value)) = &dates.mixed {
                return Err(refuse::mixed_offsets(&name, rows.number(*index), value));
            }
            let mut column = Column::new(name, values);
            column.odd_count = odd.count;
            column.odd = odd
                .examples
                .into_iter()
                .map(|(index, value)| OddValue {
                    row: rows.number(index),
                    value,
                })
                .collect();
            read_compact_date(&mut column, notes);
            note_odd(&column, notes);
            note_dates(&column, &dates, notes);
            Ok(column)
        })
        .collect::<Result<_, Refusal>>()?;
    Ok(Table {
        columns,
        rows: rows.len(),
        first_data_row: rows.number(0),
        numbers: rows,
    })
}

fn read_compact_date(column: &mut Column, notes: &mut Vec<ReadNote>) {
    let Some(numbers) = column.as_number() else { return };
    if !name_looks_like_date(&column.name) || !looks_like_compact_date(numbers) {
        return;
    }
    if let Ok(instants) = instant_from_number(column) {
        let name = &column.name;
        notes.push(ReadNote::new(
            "compact-dates",
            None,
            bilingual!(
                "“{name}”列的数字按日期读取（如 20240105）",
                "the digits of column \"{name}\" were read as dates (as in 20240105)"
            ),
        ));
        column.values = Values::Instant(instants);
    }
}

fn note_odd(column: &Column, notes: &mut Vec<ReadNote>) {
    let Some(first) = column.odd.first() else { return };
    let (name, count, row) = (&column.name, column.odd_count, first.row);
    let value: String = first.value.chars().flat_map(char::escape_debug).collect();
    let (zh, en) = match column.values {
        Values::Instant(_) => ("日期", "dates"),
        _ => ("数字", "numbers"),
    };
    notes.push(ReadNote::new(
        "odd-values",
        Some(count as u64),
        bilingual!(
            "“{name}”列有 {count} 个值不是{zh}，按缺失处理；第一个在第 {row} 行：“{value}”",
            "{count} values of column \"{name}\" are no {en} and were read as missing; the first is in row {row}: \"{value}\""
        ),
    ));
}

fn note_dates(column: &Column, dates: &DateRemarks, notes: &mut Vec<ReadNote>) {
    let name = &column.name;
    if dates.offsets > 0 && column.as_instant().is_some_and(|instants| !instants.utc) {
        let count = dates.offsets;
        notes.push(ReadNote::new(
            "offset-local",
            Some(count),
            bilingual!(
                "“{name}”列有 {count} 个时间带时区：日期按当地时间计（以 Z 结尾的为 UTC）",
                "{count} times of column \"{name}\" have an offset: days are those of the local time (UTC where they end in Z)"
            ),
        ));
    }
    let Some(finding) = &dates.order else { return };
    let is_read = matches!(column.values, Values::Instant(_));
    let (code, text) = match finding {
        OrderFinding::Decided(order, example) if is_read && !example.is_empty() => {
            let (zh, en) = words(*order);
            let text = bilingual!(
                "“{name}”列的日期按{zh}读取，依据是“{example}”",
                "the dates of column \"{name}\" were read {en}, because of \"{example}\""
            );
            ("date-order", text)
        }
        OrderFinding::Given(order) if is_read => {
            let (zh, en) = words(*order);
            let text = bilingual!(
                "“{name}”列的日期按参数以{zh}读取",
                "the dates of column \"{name}\" were read {en}, as told"
            );
            ("date-order", text)
        }
        OrderFinding::Given(_) => (
            "date-order-does-not-fit",
            bilingual!(
                "“{name}”列的日期不符合 --date-order，作为文本保留",
                "the dates of column \"{name}\" do not fit --date-order; it was kept as text"
            ),
        ),
        OrderFinding::Ambiguous(example) => (
            "ambiguous-dates",
            bilingual!(
                "“{name}”列分不清日和月（如“{example}”），作为文本保留；用 --date-order dmy 或 mdy 说明",
                "day and month of column \"{name}\" cannot be told apart (as in \"{example}\"); it was kept as text: \
                 say which with --date-order dmy or mdy"
            ),
        ),
        OrderFinding::Contradictory(day, month) => (
            "contradictory-dates",
            bilingual!(
                "“{name}”列的日期自相矛盾：“{day}”是日在前，“{month}”是月在前；作为文本保留",
                "the dates of column \"{name}\" contradict each other: \"{day}\" has the day first, \"{month}\" the \
                 month; it was kept as text"
            ),
        ),
        OrderFinding::NotNeeded | OrderFinding::Decided(..) => return,
    };
    notes.push(ReadNote::new(code, None, text));
}

fn words(order: DateOrder) -> (&'static str, &'static str) {
    match order {
        DateOrder::DayFirst => ("日在前、月在后", "day first"),
        DateOrder::MonthFirst => ("月在前、日在后", "month first"),
    }
}

/// A note that columns were left out, with their names and why.
pub(crate) fn left_out(names: &[String], why: (&str, &str)) -> ReadNote {
    let shown = names.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = names.len() > 5;
    ReadNote::new(
        "column-left-out",
        Some(names.len() as u64),
        Bilingual::new(
            format!("未读取的列（{}）：{shown}{}", why.0, if more { " 等" } else { "" }),
            format!("columns left out ({}): {shown}{}", why.1, if more { ", …" } else { "" }),
        ),
    )
}
