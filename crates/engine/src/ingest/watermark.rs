//! How far a source has been read: only rows at or after its watermark count.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use crate::database::WatermarkValue;
use crate::lake::Watermark;
use crate::table::{Column, InstantColumn, Table, TextColumn, Values};

use super::assemble::Assembled;
use super::correct::Row;
use super::decimal::{compare_decimals, is_decimal};
use super::report::Reject;

/// Where each row stands against the watermark.
pub(crate) struct Behind {
    column: String,
    stored: Option<Watermark>,
    marks: Marks,
    /// Less: read before. Equal: perhaps. Greater, or nothing stored: new. `None`: the row has no value.
    place: Vec<Option<Ordering>>,
}

/// The watermark column's values.
enum Marks {
    Numbers(Vec<f64>),
    Instants(Vec<i64>),
    /// Compared as numbers where all of them are: an id that is kept as text grows from 9 to 10 all the same.
    Texts {
        text: TextColumn,
        decimal: bool,
    },
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

/// Compares the values of a source's watermark column with how far it was read. `column` may be typed where the table has the same column as text.
///
/// # Errors
/// `watermark-type` when its type changed, so that they cannot be compared.
pub(crate) fn behind(column: &Column, stored: Option<&Watermark>) -> Result<Behind, Refusal> {
    let marks = match &column.values {
        Values::Number(numbers) => Marks::Numbers(numbers.values.clone()),
        Values::Instant(instants) => Marks::Instants(instants.seconds.clone()),
        Values::Text(text) => Marks::Texts {
            decimal: text.levels.iter().all(is_decimal),
            text: text.clone(),
        },
    };
    let limit = stored.and_then(|stored| decode(&stored.value));
    let place = match limit {
        None => marks
            .present()
            .into_iter()
            .map(|present| present.then_some(Ordering::Greater))
            .collect(),
        // Nothing but missing values: there is nothing to compare.
        Some(_) if column.values.missing() == marks.len() => vec![None; marks.len()],
        Some(limit) => marks.place(&marks.comparable(&limit).ok_or_else(|| type_changed(column, &limit))?),
    };
    Ok(Behind {
        column: column.name.clone(),
        stored: stored.cloned(),
        marks,
        place,
    })
}

/// A source without the column that it names as watermark.
pub(crate) fn no_such_column(name: &str) -> Refusal {
    Refusal::new(
        "no-such-column",
        Bilingual::new(
            "没有这一列（watermark 要用它）",
            "there is no such column (wanted as watermark)",
        ),
        Bilingual::new("改正该来源的 watermark", "correct the source's watermark"),
    )
    .in_column(name)
}

fn type_changed(column: &Column, limit: &WatermarkValue) -> Refusal {
    let value = encode(limit);
    Refusal::new(
        "watermark-type",
        bilingual!(
            "这一列的类型变了，无法与上次读到的 {value} 比较",
            "this column's type changed: it cannot be compared with {value}, read last"
        ),
        Bilingual::new(
            "检查来源；要从头读，给来源换一个 id",
            "check the source; to read it from the beginning, give the source another id",
        ),
    )
    .in_column(column.name.clone())
}

impl Marks {
    fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Instants(values) => values.len(),
            Self::Texts { text, .. } => text.codes.len(),
        }
    }

    fn present(&self) -> Vec<bool> {
        match self {
            Self::Numbers(values) => values.iter().map(|value| !value.is_nan()).collect(),
            Self::Instants(values) => values.iter().map(|&value| value != InstantColumn::MISSING).collect(),
            Self::Texts { text, .. } => text.codes.iter().map(|&code| code != TextColumn::MISSING).collect(),
        }
    }

    /// A stored value in the column's own terms; a number may have been stored as text or the other way round, by another mapping.
    fn comparable(&self, limit: &WatermarkValue) -> Option<WatermarkValue> {
        match (self, limit) {
            (Self::Numbers(_), WatermarkValue::Text(text)) if is_decimal(text) => {
                text.parse().ok().map(WatermarkValue::Number)
            }
            (Self::Texts { decimal: true, .. }, WatermarkValue::Number(number)) => {
                Some(WatermarkValue::Text(format!("{number}")))
            }
            // Once numbers, now something else as well: there is no order in which both would stand.
            (Self::Texts { decimal: false, .. }, WatermarkValue::Text(text)) if is_decimal(text) => None,
            (Self::Numbers(_), WatermarkValue::Number(_))
            | (Self::Instants(_), WatermarkValue::Instant(_))
            | (Self::Texts { .. }, WatermarkValue::Text(_)) => Some(limit.clone()),
            _ => None,
        }
    }

    /// Where each row stands against a value of the column's own kind; `None`: it has no value.
    fn place(&self, limit: &WatermarkValue) -> Vec<Option<Ordering>> {
        match (self, limit) {
            (Self::Numbers(values), WatermarkValue::Number(limit)) => {
                values.iter().map(|value| value.partial_cmp(limit)).collect()
            }
            (Self::Instants(values), WatermarkValue::Instant(limit)) => values
                .iter()
                .map(|value| (*value != InstantColumn::MISSING).then(|| value.cmp(limit)))
                .collect(),
            (Self::Texts { text, decimal }, WatermarkValue::Text(limit)) => {
                let by_level: Vec<Ordering> = text
                    .levels
                    .iter()
                    .map(|level| compare_texts(level, limit, *decimal))
                    .collect();
                text.codes
                    .iter()
                    .map(|&code| by_level.get(code as usize).copied())
                    .collect()
            }
            // `comparable` has seen to it that both are of one kind.
            _ => vec![None; self.len()],
        }
    }

    /// The highest value of some rows.
    fn highest(&self, rows: &[Row]) -> Option<WatermarkValue> {
        match self {
            Self::Numbers(values) => {
                let present = rows.iter().map(|row| values[row.index]).filter(|value| !value.is_nan());
                present.max_by(f64::total_cmp).map(WatermarkValue::Number)
            }
            Self::Instants(values) => {
                let present = rows
                    .iter()
                    .map(|row| values[row.index])
                    .filter(|&value| value != InstantColumn::MISSING);
                present.max().map(WatermarkValue::Instant)
            }
            Self::Texts { text, decimal } => {
                let mut used = vec![false; text.levels.len()];
                for row in rows {
                    if let Some(used) = used.get_mut(text.codes[row.index] as usize) {
                        *used = true;
                    }
                }
                let levels = text
                    .levels
                    .iter()
                    .zip(used)
                    .filter(|(_, used)| *used)
                    .map(|(level, _)| level);
                let highest = levels.max_by(|a, b| compare_texts(a, b, *decimal))?;
                Some(WatermarkValue::Text(highest.to_owned()))
            }
        }
    }
}

fn compare_texts(a: &str, b: &str, decimal: bool) -> Ordering {
    if decimal && is_decimal(b) {
        compare_decimals(a, b)
    } else {
        a.cmp(b)
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
        let written = table.column(&self.column);
        for row in (0..self.place.len()).filter(|&row| self.place[row].is_none()) {
            if std::mem::replace(&mut rows.taken[row], false) {
                rows.rejects.push(Reject {
                    row: table.row_number(row),
                    column: Some(self.column.clone()),
                    value: written.and_then(|column| column.text_at(row)).map(|text| text.chars().take(80).collect()),
                    reason: "missing-watermark",
                    text: Bilingual::new(
                        "水位列没有可用的值，无法判断是否已导入；补上该值",
                        "no usable value in the watermark column: it cannot be told whether the row was imported; fill it in",
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

    /// The watermark after these rows were imported; `None` when it stays. Rejected rows do not move it: corrected, they are to be found again.
    pub(crate) fn next(&self, rows: &[Row]) -> Option<Watermark> {
        let highest = self.marks.highest(rows)?;
        let place = self.marks.place(&highest);
        let at_highest = rows.iter().filter(|row| place[row.index] == Some(Ordering::Equal));
        let mut ties: Vec<u64> = at_highest.map(|row| row.digest).collect();
        if let Some(stored) = &self.stored {
            // Rows that equal the stored value stand where it stands: if they are the highest still, what was read then ties with what was read now.
            let at_stored = |row: &Row| self.place[row.index] == Some(Ordering::Equal);
            let same = encode(&highest) == stored.value
                || rows
                    .iter()
                    .any(|row| at_stored(row) && place[row.index] == Some(Ordering::Equal));
            if same {
                ties.extend(&stored.ties);
            }
        }
        ties.sort_unstable();
        Some(Watermark {
            value: encode(&highest),
            ties,
        })
    }
}
