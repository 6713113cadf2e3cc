//! One pass over the answers.

use holdfast_domain::zone::Zone;

use crate::history::Responses;
use crate::period_index::PeriodIndex;
use crate::placement::Placement;
use crate::tally::{Tally, place_each};
use crate::window::Window;

/// Answers by period and group, indexed `[period * groups + group]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurveyCounts {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// Answers to `nps` of 0–10.
    pub nps: Vec<u64>,
    /// Of them 9–10.
    pub promoters: Vec<u64>,
    /// Of them 0–6.
    pub detractors: Vec<u64>,
    /// Answers to `csat` of 1–5.
    pub csat: Vec<u64>,
    /// Of them 4–5.
    pub satisfied: Vec<u64>,
}

/// Counts answers given up to the end of `window.through`. Values out of range are not answers.
pub fn count(rows: &Responses, zone: &Zone, placement: &Placement<'_>, window: &Window) -> SurveyCounts {
    let index = PeriodIndex::begun(window, 0);
    let groups = placement.groups.count as usize;
    let is = |id: &str| -> Vec<bool> { rows.questions.iter().map(|question| question == id).collect() };
    let (nps, csat) = (is(Responses::NPS), is(Responses::CSAT));
    let mut sums = Tally::<5>::new(index.len(), groups);
    place_each(
        &rows.customer,
        &rows.answered_at_us,
        zone,
        placement,
        &index,
        window.through,
        |row, group, period| {
            let (question, value) = (usize::from(rows.question[row]), rows.value[row]);
            let asks = |which: &[bool]| which.get(question).copied().unwrap_or(false);
            let cell = sums.at(group, period);
            if asks(&nps) && (0.0..=10.0).contains(&value) {
                cell[0] += 1;
                cell[1] += i64::from(value >= 9.0);
                cell[2] += i64::from(value <= 6.0);
            }
            if asks(&csat) && (1.0..=5.0).contains(&value) {
                cell[3] += 1;
                cell[4] += i64::from(value >= 4.0);
            }
        },
    );
    let periods = window.len();
    SurveyCounts {
        periods,
        groups,
        nps: sums.counts(0, periods),
        promoters: sums.counts(1, periods),
        detractors: sums.counts(2, periods),
        csat: sums.counts(3, periods),
        satisfied: sums.counts(4, periods),
    }
}
