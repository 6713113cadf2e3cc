//! Fills a column of dates straight from the file.

use crate::table::infer::DateRemarks;
use crate::table::infer_instant::{InstantTally, OrderFinding, Reading};
use crate::table::missing::{is_missing, trim};
use crate::table::odd::Odd;
use crate::table::{InstantColumn, Values};

/// A column that so far looks like one of dates.
#[derive(Debug)]
pub(crate) struct InstantBuilder {
    seconds: Vec<i64>,
    tally: InstantTally,
    finding: OrderFinding,
    odd: Odd,
    utc: bool,
}

impl InstantBuilder {
    /// Goes on after these values, which were judged already. `utc`: values with an offset are read in UTC.
    pub(crate) fn after(
        column: InstantColumn,
        tally: InstantTally,
        finding: OrderFinding,
        odd: Odd,
        utc: bool,
    ) -> Self {
        Self {
            utc,
            seconds: column.seconds,
            tally,
            finding,
            odd,
        }
    }

    /// Appends values. `false` when one of them puts the order of day and month in doubt, or the column cannot be in UTC.
    pub(crate) fn extend<'a>(&mut self, fields: impl Iterator<Item = &'a [u8]>) -> bool {
        let order = self.finding.order();
        for field in fields {
            let trimmed = trim(field);
            if is_missing(trimmed) {
                self.seconds.push(InstantColumn::MISSING);
                continue;
            }
            let seconds = match self.tally.add(trimmed, 1) {
                Reading::Date(when) => match when.seconds_in(order, self.utc) {
                    Some(seconds) => seconds,
                    None => return false,
                },
                Reading::Missing => InstantColumn::MISSING,
                Reading::Odd => {
                    self.odd.add(self.seconds.len(), trimmed);
                    InstantColumn::MISSING
                }
            };
            self.seconds.push(seconds);
        }
        !(self.utc && self.tally.mixes_offsets())
    }

    /// The column, or `None` when all values together say that it is not one of dates.
    pub(crate) fn finish(mut self) -> Option<(Values, Odd, DateRemarks)> {
        let order = self.finding.order();
        if !self.tally.is_instant() || !self.tally.fits_with(order) {
            return None;
        }
        self.seconds.shrink_to_fit();
        let utc = self.utc && self.tally.all_have_offsets();
        let column = InstantColumn::new(self.seconds, self.tally.format(order)).in_utc(utc);
        let remarks = DateRemarks {
            order: Some(self.finding),
            offsets: self.tally.offsets,
            mixed: None,
        };
        Some((Values::Instant(column), self.odd, remarks))
    }
}
