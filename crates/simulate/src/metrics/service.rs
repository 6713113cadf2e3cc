//! Complaints and how they were settled; scores.

use crate::life::Life;
use crate::metrics::calendar::{Calendar, LONG};
use crate::metrics::grid::{Block, Count};

/// Counts a customer's conversations (in the order of time), by the day on which they were opened.
pub(crate) fn talks(calendar: &Calendar, life: &Life<'_>, block: &mut Block) {
    for grain in LONG {
        let span = &calendar.spans[grain];
        let mut complained = None;
        for talk in &life.talks {
            let Some(period) = span.of(talk.opened) else { continue };
            if let Some(score) = talk.score() {
                block.add(grain, period, Count::Answered, 1);
                block.add(grain, period, Count::Satisfied, i64::from(score >= 4));
            }
            if talk.topic.is_none() {
                continue;
            }
            block.add(grain, period, Count::Complaints, 1);
            if complained != Some(period) {
                complained = Some(period);
                block.add(grain, period, Count::ComplaintCustomers, 1);
            }
            if let Some((day, second)) = talk.settled().filter(|(day, _)| *day <= calendar.through) {
                let seconds = i64::from(day - talk.opened) * 86_400 + i64::from(second) - i64::from(talk.second);
                block.add(grain, period, Count::Resolved, 1);
                block.add(grain, period, Count::ResponseSeconds, seconds);
            }
        }
    }
}
