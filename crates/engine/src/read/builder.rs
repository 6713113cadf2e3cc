//! A column while it is being read: first as text, then, once its type shows, straight into that type.

use crate::table::infer::{DateRemarks, Inference, Rules, infer};
use crate::table::infer_instant::{InstantTally, OrderFinding};
use crate::table::infer_number::NumberTally;
use crate::table::intern::Interner;
use crate::table::missing::{is_missing, trim};
use crate::table::odd::Odd;
use crate::table::{TextColumn, Values};

use super::block::Block;
use super::instant_builder::InstantBuilder;
use super::number_builder::NumberBuilder;

/// Rows after which a column's type is tried.
const SAMPLE_ROWS: usize = 10_000;

/// A column in the making.
#[derive(Debug)]
pub(crate) struct ColumnBuilder {
    rules: Rules,
    keep_text: bool,
    rows: usize,
    settled: bool,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Text(Interner),
    Number(NumberBuilder),
    Instant(InstantBuilder),
    /// What was taken for granted did not hold: the column must be read again, as text.
    Again,
    /// Nobody wants it.
    Skip,
}

/// What became of a column.
#[derive(Debug)]
pub(crate) enum Built {
    /// Its values.
    Done(Inference),
    /// It must be read again, as text.
    Again,
}

impl ColumnBuilder {
    /// A column that begins with `rows` missing values. `keep_text`: it stays text whatever it holds.
    pub(crate) fn new(rules: Rules, keep_text: bool, rows: usize) -> Self {
        Self {
            rules,
            keep_text,
            rows,
            settled: keep_text,
            stage: Stage::Text(Interner::after_missing(rows)),
        }
    }

    /// A column that is read as text and typed at the end; it begins with `rows` missing values.
    pub(crate) fn late(rules: Rules, rows: usize) -> Self {
        Self {
            settled: true,
            ..Self::new(rules, false, rows)
        }
    }

    /// A column that is left out.
    pub(crate) fn skip() -> Self {
        Self {
            stage: Stage::Skip,
            settled: true,
            ..Self::new(Rules::default(), false, 0)
        }
    }

    /// Appends a block's column.
    pub(crate) fn append(&mut self, block: &Block, column: usize) {
        let fields = block.column(column);
        let holds = match &mut self.stage {
            Stage::Text(interner) => {
                push_texts(interner, fields);
                true
            }
            Stage::Number(builder) => builder.extend(fields),
            Stage::Instant(builder) => builder.extend(fields),
            Stage::Again | Stage::Skip => true,
        };
        if !holds {
            self.stage = Stage::Again;
        }
        self.rows += block.rows.len();
        if !self.settled && self.rows >= SAMPLE_ROWS {
            self.settle();
        }
    }

    /// Tries the column's type on what was read so far. A column without any value yet is tried again later.
    fn settle(&mut self) {
        let Stage::Text(interner) = &mut self.stage else { return };
        if interner.distinct() == 0 {
            return;
        }
        self.settled = true;
        let text = std::mem::take(interner).finish();
        let sample = infer(text.clone(), self.rules);
        let counts = text.level_counts();
        self.stage = match sample.values {
            Values::Number(column) => {
                let mut tally = NumberTally::default();
                for (level, &count) in text.levels.iter().zip(&counts) {
                    tally.add(level.as_bytes(), count);
                }
                Stage::Number(NumberBuilder::after(column, tally, sample.odd))
            }
            Values::Instant(column) => {
                let mut tally = InstantTally::default();
                for (level, &count) in text.levels.iter().zip(&counts) {
                    tally.add(level.as_bytes(), count);
                }
                match sample.dates.order {
                    // 5/5/2024 alone proves no order: the next date may be ambiguous.
                    Some(OrderFinding::Decided(_, example)) if example.is_empty() => {
                        Stage::Text(Interner::resume(text))
                    }
                    // In UTC and mixed: read as text, so that the row at fault is found at the end.
                    Some(_) if sample.dates.mixed.is_some() => Stage::Text(Interner::resume(text)),
                    Some(finding) => {
                        let utc = self.rules.utc;
                        Stage::Instant(InstantBuilder::after(column, tally, finding, sample.odd, utc))
                    }
                    None => Stage::Text(Interner::resume(text)),
                }
            }
            Values::Text(_) => Stage::Text(Interner::resume(text)),
        };
    }

    /// The column.
    pub(crate) fn finish(self) -> Built {
        let done = match self.stage {
            Stage::Text(interner) if self.keep_text => Some(Inference {
                values: Values::Text(interner.finish()),
                odd: Odd::default(),
                dates: DateRemarks::default(),
            }),
            Stage::Text(interner) => Some(infer(interner.finish(), self.rules)),
            Stage::Number(builder) => builder.finish().map(|(values, odd)| Inference {
                values,
                odd,
                dates: DateRemarks::default(),
            }),
            Stage::Instant(builder) => builder
                .finish()
                .map(|(values, odd, dates)| Inference { values, odd, dates }),
            Stage::Again => None,
            Stage::Skip => Some(Inference {
                values: Values::Text(TextColumn::default()),
                odd: Odd::default(),
                dates: DateRemarks::default(),
            }),
        };
        done.map_or(Built::Again, Built::Done)
    }
}

fn push_texts<'a>(interner: &mut Interner, fields: impl Iterator<Item = &'a [u8]>) {
    for field in fields {
        let trimmed = trim(field);
        if is_missing(trimmed) {
            interner.push_missing();
        } else {
            interner.push(trimmed);
        }
    }
}
