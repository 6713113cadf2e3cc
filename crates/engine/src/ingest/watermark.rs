//! How far a source has been read: only rows at or after its watermark count.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::SourceSpec;

use crate::database::WatermarkValue;
use crate::lake::Watermark;
use crate::table::{Column, InstantColumn, Table, Values};

use super::assemble::Assembled;
use super::correct::Row;
use super::report::Reject;

/// Where each row stands against the watermark.
pub(crate) struct Behind {
    column: String,
    stored: Option<Watermark>,
    /// Less: read before. Equal: perhaps. Greater, or nothing stored: new. `None`: the row has no value.
    place: Vec<Option<Ordering>>,
    /// The highest value, and the rows that have it.
    highest: Option<(WatermarkValue, Vec<bool>)>,
}

/// The stored form of a value.
pub(crate) fn encode(value: &WatermarkValue) -> String {
    match value {
        WatermarkValue::Number(number) => format!("n:{number}"),
        WatermarkValue::Instant(second) => format!("i:{second}"),
        WatermarkValue::Text(text) => format!("t:{text}"),
    }
}

/// The value of a stored form.
pub(crate) fn decode(text: &str) -> Option<WatermarkValue> {
    let (kind, rest) = text.split_at_checked(2)?;
    match kind {
        "n:" => rest.parse().ok().map(WatermarkValue::Number),
        "i:" => rest.parse().ok().map(WatermarkValue::Instant),
        "t:" => Some(WatermarkValue::Text(rest.to_owned())),
        _ => None,
    }
}

/// Compares a source's rows with its watermark; `None` when it has no watermark column.
pub(crate) fn behind(spec: &SourceSpec, table: &Table, stored: Option<&Watermark>) -> Result<Option<Behind>, Refusal> {
    let Some(name) = &spec.watermark else { return Ok(None) };
    let column = table.column(name).ok_or_else(|| {
        Refusal::new(
            "no-such-column",
            Bilingual::new("没有这一列（watermark 要用它）", "there is no such column (wanted as watermark)"),
            Bilingual::new("改正该来源的 watermark", "correct the source's watermark"),
        )
        .in_column(name.clone())
    })?;
    let limit = stored.and_then(|stored| decode(&stored.value));
    if let Some(limit) = &limit
        && table.rows > column.missing
        && !comparable(column, limit)
    {
        let value = encode(limit);
        return Err(Refusal::new(
            "watermark-type",
            bilingual!("这一列的类型变了，无法与上次读到的 {value} 比较", "this column's type changed: it cannot be compared with {value}, read last"),
            Bilingual::new(
                "检查来源；要从头读，给来源换一个 id",
                "check the source; to read it from the beginning, give the source another id",
            ),
        )
        .in_column(name.clone()));
    }
    let place = (0..table.rows)
        .map(|row| match &limit {
            Some(limit) => compare(column, row, limit),
            None => has_value(column, row).then_some(Ordering::Greater),
        })
        .collect();
    let highest = WatermarkValue::highest(column).map(|highest| {
        let rows = (0..table.rows).map(|row| compare(column, row, &highest) == Some(Ordering::Equal)).collect();
        (highest, rows)
    });
    Ok(Some(Behind {
        column: name.clone(),
        stored: stored.cloned(),
        place,
        highest,
    }))
}

fn comparable(column: &Column, limit: &WatermarkValue) -> bool {
    matches!(
        (&column.values, limit),
        (Values::Number(_), WatermarkValue::Number(_))
            | (Values::Instant(_), WatermarkValue::Instant(_))
            | (Values::Text(_), WatermarkValue::Text(_))
    )
}

fn has_value(column: &Column, row: usize) -> bool {
    match &column.values {
        Values::Number(numbers) => !numbers.values[row].is_nan(),
        Values::Instant(instants) => instants.seconds[row] != InstantColumn::MISSING,
        Values::Text(text) => text.get(row).is_some(),
    }
}

fn compare(column: &Column, row: usize, limit: &WatermarkValue) -> Option<Ordering> {
    match (&column.values, limit) {
        (Values::Number(numbers), WatermarkValue::Number(limit)) => numbers.values[row].partial_cmp(limit),
        (Values::Instant(instants), WatermarkValue::Instant(limit)) => {
            let second = instants.seconds[row];
            (second != InstantColumn::MISSING).then(|| second.cmp(limit))
        }
        (Values::Text(text), WatermarkValue::Text(limit)) => text.get(row).map(|value| value.cmp(limit.as_str())),
        _ => None,
    }
}

impl Behind {
    /// Whether a row may be new.
    pub(crate) fn is_new(&self, row: usize) -> bool {
        matches!(self.place[row], Some(Ordering::Equal | Ordering::Greater))
    }

    /// Rows that were taken but lie behind.
    pub(crate) fn skipped(&self, taken: &[bool]) -> u64 {
        let behind = |row: &usize| taken[*row] && self.place[*row] == Some(Ordering::Less);
        (0..taken.len()).filter(behind).count() as u64
    }

    /// Rows without a value cannot be placed: they are rejected.
    pub(crate) fn reject_missing(&self, table: &Table, rows: &mut Assembled) {
        for row in (0..self.place.len()).filter(|&row| self.place[row].is_none()) {
            if std::mem::replace(&mut rows.taken[row], false) {
                rows.rejects.push(Reject {
                    row: table.row_number(row),
                    column: Some(self.column.clone()),
                    value: None,
                    reason: "missing-watermark",
                    text: Bilingual::new(
                        "水位列没有值，无法判断是否已导入；补上该值",
                        "no value in the watermark column: it cannot be told whether the row was imported; fill it in",
                    ),
                    row_kept: false,
                });
            }
        }
    }

    /// Leaves out rows that equal the watermark and were imported already.
    pub(crate) fn drop_ties(&self, rows: Vec<Row>) -> Vec<Row> {
        let mut ties: BTreeMap<u64, usize> = BTreeMap::new();
        for &digest in self.stored.iter().flat_map(|stored| &stored.ties) {
            *ties.entry(digest).or_default() += 1;
        }
        rows.into_iter()
            .filter(|row| {
                if self.place[row.index] != Some(Ordering::Equal) {
                    return true;
                }
                match ties.get_mut(&row.digest) {
                    Some(left) if *left > 0 => {
                        *left -= 1;
                        false
                    }
                    _ => true,
                }
            })
            .collect()
    }

    /// The watermark after these rows were imported; `None` when it stays.
    pub(crate) fn next(&self, rows: &[Row]) -> Option<Watermark> {
        if rows.is_empty() {
            return None;
        }
        let (highest, at_highest) = self.highest.as_ref()?;
        let value = encode(highest);
        let mut ties: Vec<u64> = rows.iter().filter(|row| at_highest[row.index]).map(|row| row.digest).collect();
        if let Some(stored) = self.stored.as_ref().filter(|stored| stored.value == value) {
            ties.extend(&stored.ties);
        }
        ties.sort_unstable();
        Some(Watermark { value, ties })
    }
}
