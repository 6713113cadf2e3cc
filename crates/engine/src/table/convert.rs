//! Reads a column as something else than its values suggest, when the caller knows what it is for.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::column::{Column, Values};
use super::infer::{tally_dates, to_instants};
use super::infer_instant::OrderFinding;
use super::instant::{DAY_SECONDS, InstantColumn, day_seconds};
use super::intern::Interner;
use super::number::NumberColumn;
use super::parse_date::DateOrder;
use super::text::TextColumn;

/// Reads a text column as times: dates as in [`crate::read::read`], or 20240105 and 20240105103000 kept as text. At
/// most one value in 50 may not fit; it becomes missing.
///
/// # Errors
/// `not-a-time` when the values are no dates, `ambiguous-dates` when day and month cannot be told apart.
pub fn instant_from_text(column: &Column, order: Option<DateOrder>) -> Result<InstantColumn, Refusal> {
    if let Values::Instant(instants) = &column.values {
        return Ok(instants.clone());
    }
    let Values::Text(text) = &column.values else {
        return instant_from_number(column);
    };
    if let Some(compact) = compact_text(text) {
        return Ok(compact);
    }
    let counts = text.level_counts();
    let tally = tally_dates(text, &counts, counts.iter().sum());
    let Some(tally) = tally.filter(super::infer_instant::InstantTally::is_instant) else {
        let example = text
            .levels
            .iter()
            .find(|level| super::parse_date::parse_date(level.as_bytes()).is_none());
        return Err(not_a_time(column, example.unwrap_or_default()));
    };
    let finding = tally.order(order);
    match &finding {
        OrderFinding::Ambiguous(example) => return Err(ambiguous(column, example)),
        OrderFinding::Contradictory(_, example) => return Err(ambiguous(column, example)),
        found if !tally.fits_with(found.order()) => {
            let ruled_out = text.levels.iter().find(|level| {
                super::parse_date::parse_date(level.as_bytes())
                    .is_some_and(|when| when.seconds(found.order()).is_none())
            });
            return Err(not_a_time(column, ruled_out.unwrap_or_default()));
        }
        _ => {}
    }
    Ok(to_instants(text, finding.order(), &tally, false).0)
}

/// Reads a number column as times. The first scale that at least 49 in 50 values fit is taken: 20240105,
/// 20240105103000, seconds since 1970 (1973 to 2100), milliseconds since 1970 (the same years), days since 1900 as
/// Excel counts them (1900 to 2100, with the time as a fraction).
///
/// # Errors
/// `not-a-time` when no scale fits, or the column holds texts.
pub fn instant_from_number(column: &Column) -> Result<InstantColumn, Refusal> {
    match &column.values {
        Values::Instant(instants) => return Ok(instants.clone()),
        Values::Text(text) => return Err(not_a_time(column, text.levels.get(0))),
        Values::Number(_) => {}
    }
    let values = column.as_number().map_or(&[][..], |numbers| &numbers.values);
    let present = values.iter().filter(|value| !value.is_nan()).count();
    for (scale, format) in SCALES {
        let seconds: Vec<i64> = values
            .iter()
            .map(|&value| scale(value).unwrap_or(InstantColumn::MISSING))
            .collect();
        let fitting = seconds
            .iter()
            .filter(|&&second| second != InstantColumn::MISSING)
            .count();
        if fitting > 0 && (present - fitting) * 50 <= present {
            return Ok(InstantColumn::new(seconds, format));
        }
    }
    let example = (0..values.len()).find_map(|row| column.text_at(row));
    Err(not_a_time(column, &example.unwrap_or_default()))
}

/// The values as texts, written as a person would: for whole numbers that are really codes or ids.
pub fn number_to_text(column: &Column) -> TextColumn {
    if let Values::Text(text) = &column.values {
        return text.clone();
    }
    let mut interner = Interner::default();
    for row in 0..column.values.len() {
        match column.text_at(row) {
            Some(text) => interner.push(text.as_bytes()),
            None => interner.push_missing(),
        }
    }
    interner.finish()
}

/// Whether every value is a real date written as 20240105 (or a time, 20240105103000), of the years 1900–2100. Such a
/// column stays one of numbers unless its name says otherwise ([`name_looks_like_date`]).
pub fn looks_like_compact_date(column: &NumberColumn) -> bool {
    let mut present = column.values.iter().filter(|value| !value.is_nan()).peekable();
    let Some(&&first) = present.peek() else { return false };
    let scale = if first < 1e9 { compact_day } else { compact_second };
    column.integer && present.all(|&value| scale(value).is_some())
}

/// Whether a column's name says that it holds a date or a time: `日期`, `时间`, `order_date`, `created_at`, `joinDay`.
pub fn name_looks_like_date(name: &str) -> bool {
    const PARTS: [&str; 6] = ["日期", "时间", "年月日", "date", "time", "datum"];
    const WORDS: [&str; 6] = ["day", "at", "on", "dt", "ts", "日"];
    let lower = name.to_lowercase();
    // `update`, `candidate`, `times`, `lifetime`, `sometimes`: words that only contain one.
    const OTHER: [&str; 6] = ["candidate", "lifetime", "times", "overtime", "timeout", "mandate"];
    if OTHER.iter().any(|word| lower.contains(word)) {
        return false;
    }
    let last = lower
        .rsplit(|char: char| !char.is_alphanumeric())
        .next()
        .unwrap_or_default();
    PARTS.iter().any(|part| lower.contains(part))
        || (WORDS.contains(&last) && (last.len() < lower.len() || matches!(last, "day" | "dt" | "ts")))
        || name.ends_with("Day")
        || (name.ends_with("At") || name.ends_with("On")) && name.len() > 3
        || (name.ends_with('日') && name.chars().count() > 1)
}

type Scale = fn(f64) -> Option<i64>;

/// In the order in which they are tried: a value that fits an earlier one is hardly ever meant as a later one.
const SCALES: [(Scale, &str); 5] = [
    (compact_day, "YYYYMMDD"),
    (compact_second, "YYYYMMDDHHMMSS"),
    (epoch_second, "epoch seconds"),
    (epoch_millisecond, "epoch milliseconds"),
    (excel_serial, "Excel serial"),
];

fn compact_day(value: f64) -> Option<i64> {
    if value.fract() != 0.0 || !(19_000_101.0..=21_001_231.0).contains(&value) {
        return None;
    }
    let whole = value as i64;
    let part = |number: i64| i8::try_from(number % 100).ok();
    day_seconds(i16::try_from(whole / 10_000).ok()?, part(whole / 100)?, part(whole)?)
}

fn compact_second(value: f64) -> Option<i64> {
    if value.fract() != 0.0 || !(1e13..1e14).contains(&value) {
        return None;
    }
    let whole = value as i64;
    let (hour, minute, second) = (whole / 10_000 % 100, whole / 100 % 100, whole % 100);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(compact_day((whole / 1_000_000) as f64)? + hour * 3600 + minute * 60 + second)
}

/// 1973-03-03 (below it, eight digits are more likely something else) to the end of 2100.
fn epoch_second(value: f64) -> Option<i64> {
    (1e8..4_133_980_800.0).contains(&value).then_some(value.floor() as i64)
}

fn epoch_millisecond(value: f64) -> Option<i64> {
    epoch_second(value / 1000.0)
}

/// Days since 1899-12-30; before 1900-03-01 one more, because Excel holds 1900 for a leap year.
fn excel_serial(value: f64) -> Option<i64> {
    // 73415 is 2100-12-31.
    if !(1.0..73_416.0).contains(&value) || (60.0..61.0).contains(&value) {
        return None;
    }
    let epoch = day_seconds(1899, 12, 30)? + if value < 60.0 { DAY_SECONDS } else { 0 };
    Some(epoch + (value * DAY_SECONDS as f64).round() as i64)
}

fn compact_text(text: &TextColumn) -> Option<InstantColumn> {
    let day_like = |level: &str| matches!(level.len(), 8 | 14) && level.bytes().all(|byte| byte.is_ascii_digit());
    if text.levels.is_empty() || !text.levels.iter().all(day_like) {
        return None;
    }
    let seconds = |level: &str| {
        let value: f64 = level.parse().ok()?;
        compact_day(value).or_else(|| compact_second(value))
    };
    let by_level: Option<Vec<i64>> = text.levels.iter().map(seconds).collect();
    let by_level = by_level?;
    let missing = InstantColumn::MISSING;
    let rows = text
        .codes
        .iter()
        .map(|&code| by_level.get(code as usize).copied().unwrap_or(missing));
    Some(InstantColumn::new(rows.collect(), "YYYYMMDD"))
}

fn not_a_time(column: &Column, example: &str) -> Refusal {
    Refusal::new(
        "not-a-time",
        Bilingual::new("不是日期或时间", "not a date or time"),
        Bilingual::new(
            "写成 2024-01-05 或 2024-01-05 10:30:00 的形式，或指定另一列为时间",
            "write it like 2024-01-05 or 2024-01-05 10:30:00, or name another column as the time",
        ),
    )
    .in_column(&column.name)
    .with_value(example)
}

fn ambiguous(column: &Column, example: &str) -> Refusal {
    Refusal::new(
        "ambiguous-dates",
        bilingual!(
            "分不清日和月：“{example}”可以有两种读法，列中没有能定夺的值",
            "day and month cannot be told apart: \"{example}\" can be read both ways and no value in the column decides"
        ),
        Bilingual::new(
            "用 --date-order dmy（日在前）或 mdy（月在前）说明",
            "say which with --date-order dmy (day first) or mdy (month first)",
        ),
    )
    .in_column(&column.name)
    .with_value(example)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(values: &[f64]) -> Column {
        Column::new("t", Values::Number(NumberColumn::new(values.to_vec(), false)))
    }

    fn text(values: &[&str]) -> Column {
        Column::new(
            "t",
            Values::Text(TextColumn::from_texts(values.iter().map(|&value| Some(value)))),
        )
    }

    #[test]
    fn numbers_become_instants_on_the_scale_they_fit() {
        let jan_5 = 1_704_412_800;
        for (value, seconds) in [
            (20_240_105.0, jan_5),
            (20_240_105_103_000.0, jan_5 + 37_800),
            (1_704_412_800.0, jan_5),
            (1_704_412_800_500.0, jan_5),
            (45_296.0, jan_5),
            (45_296.437_5, jan_5 + 37_800),
            (1.0, -2_208_988_800),
            (61.0, -2_203_891_200),
        ] {
            assert_eq!(
                instant_from_number(&number(&[value])).unwrap().seconds,
                [seconds],
                "{value}"
            );
        }
        assert_eq!(instant_from_number(&number(&[-5.0])).unwrap_err().code, "not-a-time");
        assert_eq!(
            instant_from_number(&number(&[20_240_230.0, 5.0])).unwrap_err().code,
            "not-a-time"
        );
    }

    #[test]
    fn compact_dates_are_recognised_by_value_and_by_name() {
        let is_compact = |values: &[f64]| looks_like_compact_date(&NumberColumn::new(values.to_vec(), false));
        assert!(is_compact(&[20_240_105.0, f64::NAN, 19_991_231.0]));
        assert!(!is_compact(&[20_240_105.0, 20_240_230.0]));
        assert!(!is_compact(&[f64::NAN]));
        for name in [
            "date",
            "下单日期",
            "created_at",
            "Started On",
            "pay_time",
            "day",
            "birthDay",
            "signup_dt",
            "注册日",
        ] {
            assert!(name_looks_like_date(name), "{name}");
        }
        for name in [
            "candidate",
            "lifetime_value",
            "amount",
            "reputation",
            "cat",
            "at",
            "times",
            "region",
        ] {
            assert!(!name_looks_like_date(name), "{name}");
        }
    }

    #[test]
    fn texts_become_instants_or_say_why_not() {
        assert_eq!(
            instant_from_text(&text(&["20240105"]), None).unwrap().seconds,
            [1_704_412_800]
        );
        assert_eq!(
            instant_from_text(&text(&["5/1/2024"]), None).unwrap_err().code,
            "ambiguous-dates"
        );
        let read = instant_from_text(&text(&["5/1/2024"]), Some(DateOrder::DayFirst)).unwrap();
        assert_eq!((read.seconds, read.format.as_str()), (vec![1_704_412_800], "D/M/YYYY"));
        let refusal = instant_from_text(&text(&["soon"]), None).unwrap_err();
        assert_eq!((refusal.code, refusal.value.as_deref()), ("not-a-time", Some("soon")));
    }

    #[test]
    fn numbers_become_texts_without_a_fraction() {
        let column = number_to_text(&number(&[13_085.0, f64::NAN, 2.5]));
        assert_eq!(
            (column.get(0), column.get(1), column.get(2)),
            (Some("13085"), None, Some("2.5"))
        );
    }
}
