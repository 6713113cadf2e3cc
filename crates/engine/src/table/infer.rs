//! Finds the type of a column out of all its texts.

use super::column::Values;
use super::infer_instant::{self, InstantTally, OrderFinding};
use super::infer_number::{self, NumberTally};
use super::instant::InstantColumn;
use super::number::NumberColumn;
use super::odd::{EXAMPLES, Odd};
use super::parse_date::{DateOrder, parse_date};
use super::parse_number::Form;
use super::text::TextColumn;

/// What the caller decides about typing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rules {
    /// The order of day and month, when told.
    pub(crate) order: Option<DateOrder>,
    /// The file says that the column holds text: it becomes one of numbers only if every value is one.
    pub(crate) declared_text: bool,
    /// Values with an offset come out in UTC.
    pub(crate) utc: bool,
}

/// A typed column and what is to be said about it.
#[derive(Clone, Debug)]
pub(crate) struct Inference {
    pub(crate) values: Values,
    pub(crate) odd: Odd,
    pub(crate) dates: DateRemarks,
}

/// What is to be said about a column of dates.
#[derive(Clone, Debug, Default)]
pub(crate) struct DateRemarks {
    /// How the order was found, if there was anything to find.
    pub(crate) order: Option<OrderFinding>,
    /// Values that had an offset and were read as the local time written.
    pub(crate) offsets: u64,
    /// In UTC was asked for and some values have no offset: the row (0 = first data row) and text of the first of them.
    pub(crate) mixed: Option<(usize, String)>,
}

/// Types a column of trimmed texts.
pub(crate) fn infer(text: TextColumn, rules: Rules) -> Inference {
    let counts = text.level_counts();
    let total: u64 = counts.iter().sum();
    if let Some((numbers, odd)) = as_numbers(&text, &counts, total, rules.declared_text) {
        return Inference {
            values: Values::Number(numbers),
            odd,
            dates: DateRemarks::default(),
        };
    }
    let tally = tally_dates(&text, &counts, total);
    let Some(tally) = tally.filter(InstantTally::is_instant) else {
        return plain(text, DateRemarks::default());
    };
    let finding = tally.order(rules.order);
    if !finding.is_settled() || !tally.fits_with(finding.order()) {
        let remarks = DateRemarks {
            order: Some(finding),
            ..DateRemarks::default()
        };
        return plain(text, remarks);
    }
    let mixed = (rules.utc && tally.mixes_offsets()).then(|| without_offset(&text));
    let (instants, odd) = to_instants(&text, finding.order(), &tally, rules.utc);
    Inference {
        values: Values::Instant(instants),
        odd,
        dates: DateRemarks {
            order: Some(finding),
            offsets: tally.offsets,
            mixed: mixed.flatten(),
        },
    }
}

fn plain(text: TextColumn, dates: DateRemarks) -> Inference {
    Inference {
        values: Values::Text(text),
        odd: Odd::default(),
        dates,
    }
}

fn as_numbers(text: &TextColumn, counts: &[u64], total: u64, strict: bool) -> Option<(NumberColumn, Odd)> {
    let mut tally = NumberTally::default();
    for (level, &count) in text.levels.iter().zip(counts) {
        tally.add(level.as_bytes(), count);
        if tally.is_hopeless(total) {
            return None;
        }
    }
    if !tally.is_number(strict) {
        return None;
    }
    let percent = tally.is_percent();
    let mut again = NumberTally::default();
    let (values, odd_levels): (Vec<f64>, Vec<bool>) = text
        .levels
        .iter()
        .map(|level| {
            let (reading, form) = again.add(level.as_bytes(), 1);
            match reading {
                infer_number::Reading::Value(value) if value != 0.0 && form.has(Form::PERCENT) != percent => {
                    (f64::NAN, true)
                }
                infer_number::Reading::Value(value) => (value, false),
                infer_number::Reading::Missing => (f64::NAN, false),
                infer_number::Reading::Odd => (f64::NAN, true),
            }
        })
        .unzip();
    let column = NumberColumn::new(spread(text, &values, f64::NAN), percent);
    Some((column, odd_rows(text, counts, &odd_levels)))
}

/// Counts the dates among a column's texts; `None` when too few are dates.
pub(crate) fn tally_dates(text: &TextColumn, counts: &[u64], total: u64) -> Option<InstantTally> {
    let mut tally = InstantTally::default();
    for (level, &count) in text.levels.iter().zip(counts) {
        tally.add(level.as_bytes(), count);
        if tally.is_hopeless(total) {
            return None;
        }
    }
    Some(tally)
}

/// The first date without an offset.
fn without_offset(text: &TextColumn) -> Option<(usize, String)> {
    let plain: Vec<bool> = text
        .levels
        .iter()
        .map(|level| parse_date(level.as_bytes()).is_some_and(|when| when.offset().is_none()))
        .collect();
    let is_plain = |code: u32| plain.get(code as usize).copied().unwrap_or(false);
    let row = text.codes.iter().position(|&code| is_plain(code))?;
    Some((row, text.get(row)?.to_owned()))
}

/// Reads a column's texts as instants under an order. `utc`: those with an offset in UTC.
pub(crate) fn to_instants(
    text: &TextColumn,
    order: Option<DateOrder>,
    tally: &InstantTally,
    utc: bool,
) -> (InstantColumn, Odd) {
    let mut again = InstantTally::default();
    let (seconds, odd_levels): (Vec<i64>, Vec<bool>) = text
        .levels
        .iter()
        .map(|level| match again.add(level.as_bytes(), 1) {
            infer_instant::Reading::Date(when) => match when.seconds_in(order, utc) {
                Some(seconds) => (seconds, false),
                None => (InstantColumn::MISSING, true),
            },
            infer_instant::Reading::Missing => (InstantColumn::MISSING, false),
            infer_instant::Reading::Odd => (InstantColumn::MISSING, true),
        })
        .unzip();
    let seconds = spread(text, &seconds, InstantColumn::MISSING);
    let odd = odd_rows(text, &text.level_counts(), &odd_levels);
    let column = InstantColumn::new(seconds, tally.format(order)).in_utc(utc && tally.all_have_offsets());
    (column, odd)
}

/// One value a row out of one value a level.
fn spread<T: Copy>(text: &TextColumn, by_level: &[T], missing: T) -> Vec<T> {
    text.codes
        .iter()
        .map(|&code| by_level.get(code as usize).copied().unwrap_or(missing))
        .collect()
}

fn odd_rows(text: &TextColumn, counts: &[u64], odd_levels: &[bool]) -> Odd {
    let is_odd = |code: u32| odd_levels.get(code as usize).copied().unwrap_or(false);
    let count: u64 = counts
        .iter()
        .zip(odd_levels)
        .filter(|(_, odd)| **odd)
        .map(|(count, _)| count)
        .sum();
    let mut odd = Odd::default();
    if count > 0 {
        let rows = text.codes.iter().enumerate().filter(|&(_, &code)| is_odd(code));
        for (row, &code) in rows.take(EXAMPLES) {
            odd.add(row, text.levels.get(code).as_bytes());
        }
    }
    odd.count = count as usize;
    odd
}
