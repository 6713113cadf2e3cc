//! Dates in a snapshot: the latest day, and dates that cannot be.

use holdfast_domain::bilingual;
use holdfast_domain::clock::Clock;
use holdfast_domain::day::Day;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::role::Role;
use holdfast_engine::table::{InstantColumn, Table};
use holdfast_report::model::data::{Note, Severity};

use crate::analyze::understand::names::Name;
use crate::analyze::understand::roles::Understood;

/// Seconds of a day.
pub const DAY_SECONDS: i64 = 86_400;

/// The day of a civil second.
pub fn day_of(second: i64) -> i32 {
    i32::try_from(second.div_euclid(DAY_SECONDS)).unwrap_or(i32::MAX)
}

/// The latest date that is not in the future: what a snapshot is looked back from; `None` without dates.
///
/// # Errors
/// Refused: a date that must lie in the past (joined, last visit, birth) lies after today.
pub fn latest(
    table: &Table,
    names: &[Name],
    understood: &[Understood],
    clock: &dyn Clock,
    notes: &mut Vec<Note>,
) -> Result<Option<Day>, Refusal> {
    let today = clock.today();
    let mut latest: Option<i32> = None;
    for ((column, name), understood) in table.columns.iter().zip(names).zip(understood) {
        let (Role::Date, Some(instants)) = (understood.role, column.as_instant()) else {
            continue;
        };
        let mut future = 0u64;
        let mut first_future = None;
        for (row, &second) in instants.seconds.iter().enumerate() {
            if second == InstantColumn::MISSING {
                continue;
            }
            let day = day_of(second);
            if day > today.number() {
                future += 1;
                first_future.get_or_insert(row);
            } else {
                latest = latest.max(Some(day));
            }
        }
        let Some(row) = first_future else { continue };
        let value = column.text_at(row).unwrap_or_default().into_owned();
        let file_row = table.row_number(row);
        if name.is_past_date() {
            return Err(Refusal::new(
                "future-date",
                bilingual!(
                    "日期在将来（今天是 {today}）",
                    "a date in the future (today is {today})"
                ),
                bilingual!(
                    "改正该日期；若本就可以在将来，用 --drop 排除该列",
                    "correct the date; if it may lie in the future, leave the column out with --drop"
                ),
            )
            .in_column(column.name.as_str())
            .at_row(file_row)
            .with_value(&value));
        }
        let name = &column.name;
        notes.push(Note {
            severity: Severity::Info,
            code: "future-dates".into(),
            count: Some(future),
            text: bilingual!(
                "“{name}”有 {future} 个将来的日期，例如第{file_row}行的 {value}；按原样使用",
                "column \"{name}\" holds {future} dates in the future, e.g. {value} in row {file_row}; used as they are"
            ),
        });
    }
    Ok(latest.map(Day::from_number))
}
