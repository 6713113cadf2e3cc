//! A source's column as values of a canonical type, each value read or named as unreadable.

use holdfast_domain::bilingual;
use holdfast_domain::canonical::FieldType;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::money;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::zone::{SECOND_US, Zone};

use crate::table::infer_instant::{InstantTally, OrderFinding, Reading};
use crate::table::missing::{is_missing_among_typed, trim};
use crate::table::parse_number::parse_number;
use crate::table::{Column, DateOrder, InstantColumn, Levels, NumberColumn, TextColumn, Values, convert};

use super::wall_clock::WallClock;

/// Values of one column, one a row.
#[derive(Clone, Debug)]
pub(crate) enum Cells {
    /// Codes into levels; [`TextColumn::MISSING`] is missing.
    Text(Vec<u32>, Levels),
    /// Instants (microseconds), days, minor units; [`NONE`] is missing.
    Whole(Vec<i64>),
    /// NaN is missing.
    Number(Vec<f64>),
    /// −1 is missing.
    Flag(Vec<i8>),
}

/// A missing whole number.
pub(crate) const NONE: i64 = i64::MIN;

/// A column's values, and the rows whose value could not be read.
#[derive(Clone, Debug)]
pub(crate) struct Converted {
    pub(crate) cells: Cells,
    pub(crate) bad: Vec<u32>,
}

/// What reading a column needs to know besides the column.
pub(crate) struct HowToRead<'a> {
    pub(crate) zone: &'a Zone,
    pub(crate) order: Option<DateOrder>,
    pub(crate) minor_units: bool,
}

/// Reads a column as a canonical type.
///
/// # Errors
/// When the column as a whole is something else: no value in two fits, or dates can be read two ways.
pub(crate) fn convert(column: &Column, kind: FieldType, reading: &HowToRead<'_>) -> Result<Converted, Refusal> {
    let converted = convert_each(column, kind, reading)?;
    let present = column.values.len() - column.values.missing();
    if converted.bad.len() * 2 > present.max(1) {
        let row = converted.bad.first().copied().unwrap_or(0);
        let value = column.text_at(row as usize).unwrap_or_default().into_owned();
        let kind = kind_name(kind);
        let (zh, en) = (&kind.zh, &kind.en);
        return Err(Refusal::new(
            "wrong-kind-of-column",
            bilingual!("多数值不是{zh}", "most values are not {en}"),
            Bilingual::new(
                "在 holdfast.toml 的 [source.columns] 里改成正确的列",
                "map the right column under [source.columns] in holdfast.toml",
            ),
        )
        .in_column(column.name.clone())
        .with_value(&value));
    }
    Ok(converted)
}

/// Reads a column as a canonical type, however many of its values do not fit.
///
/// # Errors
/// When dates can be read two ways, or numbers are no times on any scale.
pub(crate) fn convert_each(column: &Column, kind: FieldType, reading: &HowToRead<'_>) -> Result<Converted, Refusal> {
    let converted = match kind {
        FieldType::Text => {
            let text = convert::number_to_text(column);
            Converted {
                cells: Cells::Text(text.codes, text.levels),
                bad: Vec::new(),
            }
        }
        FieldType::Instant | FieldType::Day => {
            let (values, bad) = times(column, kind == FieldType::Day, reading)?;
            Converted {
                cells: Cells::Whole(values),
                bad,
            }
        }
        FieldType::Money => {
            let (values, mut bad) = numbers(column);
            let mut minor = Vec::with_capacity(values.len());
            for (row, &value) in values.iter().enumerate() {
                let read = match value {
                    value if value.is_nan() => Some(NONE),
                    value if reading.minor_units => {
                        (value.fract() == 0.0 && value.abs() <= 9e15).then_some(value as i64)
                    }
                    value => money::to_minor(value),
                };
                if read.is_none() {
                    bad.push(row as u32);
                }
                minor.push(read.unwrap_or(NONE));
            }
            Converted {
                cells: Cells::Whole(minor),
                bad,
            }
        }
        FieldType::Number => {
            let (values, bad) = numbers(column);
            Converted {
                cells: Cells::Number(values),
                bad,
            }
        }
        FieldType::Flag => flags(column),
    };
    Ok(converted)
}

/// What values of a type are called.
pub(crate) fn kind_name(kind: FieldType) -> Bilingual {
    match kind {
        FieldType::Text => Bilingual::new("文字", "a text"),
        FieldType::Instant => Bilingual::new("时间", "a time"),
        FieldType::Day => Bilingual::new("日期", "a date"),
        FieldType::Money => Bilingual::new("金额", "an amount of money"),
        FieldType::Number => Bilingual::new("数值", "a number"),
        FieldType::Flag => Bilingual::new("是/否", "yes or no"),
    }
}

/// One value a row out of one a level; rows whose level is bad.
fn spread<T: Copy>(text: &TextColumn, by_level: &[Option<T>], missing: T) -> (Vec<T>, Vec<u32>) {
    let mut bad = Vec::new();
    let values = text
        .codes
        .iter()
        .enumerate()
        .map(|(row, &code)| match by_level.get(code as usize) {
            None => missing,
            Some(Some(value)) => *value,
            Some(None) => {
                bad.push(row as u32);
                missing
            }
        })
        .collect();
    (values, bad)
}

fn numbers(column: &Column) -> (Vec<f64>, Vec<u32>) {
    match &column.values {
        Values::Number(numbers) => (numbers.values.clone(), Vec::new()),
        Values::Text(text) => {
            let by_level: Vec<Option<f64>> = text
                .levels
                .iter()
                .map(|level| {
                    let level = trim(level.as_bytes());
                    if is_missing_among_typed(level) {
                        return Some(f64::NAN);
                    }
                    parse_number(level)
                        .map(|parsed| parsed.value)
                        .filter(|value| value.is_finite())
                })
                .collect();
            spread(text, &by_level, f64::NAN)
        }
        Values::Instant(instants) => {
            let bad = (0..instants.seconds.len()).filter(|&row| instants.seconds[row] != InstantColumn::MISSING);
            let bad = bad.map(|row| row as u32).collect();
            (vec![f64::NAN; instants.seconds.len()], bad)
        }
    }
}

/// Turns seconds into instants, or into days of the zone.
struct Times<'a> {
    zone: &'a Zone,
    clock: WallClock<'a>,
    days: bool,
}

impl Times<'_> {
    fn of(&mut self, second: i64, utc: bool) -> i64 {
        match (second, self.days, utc) {
            (NONE, ..) => NONE,
            (second, true, true) => i64::from(self.zone.day_of(second.saturating_mul(SECOND_US)).number()),
            (second, true, false) => second.div_euclid(86_400),
            (second, false, true) => second.saturating_mul(SECOND_US),
            (second, false, false) => self.clock.instant_us(second),
        }
    }
}

/// Instants, or days, of a column, and the rows whose value is neither. A value with an offset is exact, one without is the wall clock's.
fn times(column: &Column, days: bool, reading: &HowToRead<'_>) -> Result<(Vec<i64>, Vec<u32>), Refusal> {
    let mut times = Times {
        zone: reading.zone,
        clock: WallClock::new(reading.zone, false),
        days,
    };
    match &column.values {
        Values::Instant(instants) => {
            // Dates written as midnight in UTC are dates.
            let utc = instants.utc && !(days && instants.date_only);
            // Both mark a missing value alike.
            Ok((
                instants.seconds.iter().map(|&second| times.of(second, utc)).collect(),
                Vec::new(),
            ))
        }
        Values::Number(numbers) => {
            let instants = convert::instant_from_number(column)?;
            let utc = counts_from_1970(&instants);
            let bad = (0..numbers.values.len())
                .filter(|&row| !numbers.values[row].is_nan() && instants.seconds[row] == InstantColumn::MISSING)
                .map(|row| row as u32)
                .collect();
            Ok((
                instants.seconds.iter().map(|&second| times.of(second, utc)).collect(),
                bad,
            ))
        }
        Values::Text(text) => {
            let counts = text.level_counts();
            let mut tally = InstantTally::default();
            let readings: Vec<Reading> = text
                .levels
                .iter()
                .zip(&counts)
                .map(|(level, &count)| tally.add(trim(level.as_bytes()), count))
                .collect();
            if !readings.iter().any(|reading| matches!(reading, Reading::Date(_))) {
                return Ok(spread(text, &digits(column, text, &readings, &mut times), NONE));
            }
            let found = tally.order(reading.order);
            if let OrderFinding::Ambiguous(example) | OrderFinding::Contradictory(_, example) = &found {
                return Err(ambiguous(column, example));
            }
            let by_level: Vec<Option<i64>> = readings
                .into_iter()
                .map(|reading| match reading {
                    Reading::Date(when) => {
                        let second = when.seconds_in(found.order(), true)?;
                        Some(times.of(second, when.offset().is_some()))
                    }
                    Reading::Missing => Some(NONE),
                    Reading::Odd => None,
                })
                .collect();
            Ok(spread(text, &by_level, NONE))
        }
    }
}

/// Seconds and milliseconds since 1970 are counted in UTC.
fn counts_from_1970(instants: &InstantColumn) -> bool {
    instants.format.starts_with("epoch")
}

/// Texts without a date among them as numbers that stand for times (20240105, seconds since 1970): such a column is read as text because of a few values
/// that are no numbers.
fn digits(column: &Column, text: &TextColumn, readings: &[Reading], times: &mut Times<'_>) -> Vec<Option<i64>> {
    let number = |level: &str| parse_number(trim(level.as_bytes())).map_or(f64::NAN, |parsed| parsed.value);
    let numbers = NumberColumn::new(text.levels.iter().map(number).collect(), false);
    let instants = convert::instant_from_number(&Column::new(column.name.clone(), Values::Number(numbers)));
    let utc = instants.as_ref().is_ok_and(counts_from_1970);
    readings
        .iter()
        .enumerate()
        .map(|(level, reading)| match (reading, &instants) {
            (Reading::Missing, _) => Some(NONE),
            (_, Ok(instants)) => Some(instants.seconds[level])
                .filter(|&second| second != InstantColumn::MISSING)
                .map(|second| times.of(second, utc)),
            (_, Err(_)) => None,
        })
        .collect()
}

fn ambiguous(column: &Column, example: &str) -> Refusal {
    Refusal::new(
        "ambiguous-dates",
        Bilingual::new("日与月的先后无法确定", "day and month cannot be told apart"),
        Bilingual::new(
            "在该来源里写 date_order = \"dmy\"（日在前）或 \"mdy\"（月在前）",
            "write date_order = \"dmy\" (day first) or \"mdy\" (month first) in the source",
        ),
    )
    .in_column(column.name.clone())
    .with_value(example)
}

fn flags(column: &Column) -> Converted {
    let (cells, bad) = match &column.values {
        Values::Number(numbers) => {
            let mut bad = Vec::new();
            let cells = numbers
                .values
                .iter()
                .enumerate()
                .map(|(row, &value)| match value {
                    value if value.is_nan() => -1,
                    0.0 => 0,
                    1.0 => 1,
                    _ => {
                        bad.push(row as u32);
                        -1
                    }
                })
                .collect();
            (cells, bad)
        }
        Values::Text(text) => {
            let by_level: Vec<Option<i8>> = text.levels.iter().map(|level| flag(level.trim())).collect();
            spread(text, &by_level, -1)
        }
        Values::Instant(instants) => (
            vec![-1; instants.seconds.len()],
            (0..instants.seconds.len() as u32).collect(),
        ),
    };
    Converted {
        cells: Cells::Flag(cells),
        bad,
    }
}

/// Yes or no as people and programs write it.
fn flag(text: &str) -> Option<i8> {
    match text.to_lowercase().trim_end_matches('.') {
        "yes" | "y" | "true" | "t" | "1" | "是" | "churned" | "churn" | "lost" | "left" | "流失" | "已流失" => {
            Some(1)
        }
        "no" | "n" | "false" | "f" | "0" | "否" | "retained" | "stayed" | "active" | "留存" | "未流失" | "在网" => {
            Some(0)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(values: &[&str]) -> Column {
        Column::new(
            "c",
            Values::Text(TextColumn::from_texts(values.iter().map(|v| Some(*v)))),
        )
    }

    fn read(column: &Column, kind: FieldType) -> Converted {
        let zone = Zone::named("Asia/Shanghai").unwrap();
        let reading = HowToRead {
            zone: &zone,
            order: None,
            minor_units: false,
        };
        convert(column, kind, &reading).unwrap()
    }

    #[test]
    fn a_value_that_does_not_fit_is_named_by_its_row() {
        let column = text(&["12.50", "¥1,000", "abc", "-3"]);
        let money = read(&column, FieldType::Money);
        let Cells::Whole(minor) = money.cells else { panic!() };
        assert_eq!((minor, money.bad), (vec![1250, 100_000, NONE, -300], vec![2]));
        let days = read(&text(&["2024-01-05", "20240106", "5 月", "2024/1/7"]), FieldType::Day);
        let Cells::Whole(numbers) = days.cells else { panic!() };
        assert_eq!(days.bad, [1, 2]);
        assert_eq!(numbers[3] - numbers[0], 2);
    }

    #[test]
    fn a_value_with_an_offset_is_exact_whatever_stands_beside_it() {
        let at = read(
            &text(&["2024-01-05T00:00:00Z", "2024-01-05 08:00:00", "soon"]),
            FieldType::Instant,
        );
        let Cells::Whole(instants) = at.cells else { panic!() };
        assert_eq!((instants[0], at.bad), (1_704_412_800 * SECOND_US, vec![2]));
        assert_eq!(instants[1], instants[0]);
        let days = read(&text(&["2024-01-05T17:00:00Z", "2024-01-05", "soon"]), FieldType::Day);
        let Cells::Whole(days) = days.cells else { panic!() };
        assert_eq!(days[0] - days[1], 1);
    }

    #[test]
    fn seconds_since_1970_are_utc_and_compact_dates_are_days_also_beside_a_value_that_is_neither() {
        for (values, expected) in [
            (["1704412800", "1704412801", "x"], 1_704_412_800),
            (["20240105", "20240106", "x"], 1_704_384_000),
        ] {
            let at = read(&text(&values), FieldType::Instant);
            let Cells::Whole(instants) = at.cells else { panic!() };
            assert_eq!((instants[0], at.bad), (expected * SECOND_US, vec![2]), "{values:?}");
        }
        let numbers = Column::new("c", Values::Number(NumberColumn::new(vec![1_704_412_800.0], false)));
        let Cells::Whole(instants) = read(&numbers, FieldType::Instant).cells else {
            panic!()
        };
        assert_eq!(instants, [1_704_412_800 * SECOND_US]);
    }

    #[test]
    fn a_wall_clock_time_is_the_zones() {
        let at = read(&text(&["2024-01-05 08:00:00", "2024-01-05"]), FieldType::Instant);
        let Cells::Whole(instants) = at.cells else { panic!() };
        assert_eq!(instants[0] - instants[1], 8 * 3600 * SECOND_US);
        assert_eq!(instants[0] % (86_400 * SECOND_US), 0);
    }
}
