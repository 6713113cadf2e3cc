//! From one visit to the next, or to none: the engine behind dealer and shop.

use crate::causes::shift;
use crate::draw::Draw;
use crate::gap::Gap;
use crate::life::Life;
use crate::offer::{Facts, Offer, assign};
use crate::world::World;

/// What follows a visit.
pub(crate) enum Turn {
    /// The customer comes again on this day.
    Again(i32),
    /// The customer never comes again, and it was the offer that made the difference.
    GoneByOffer,
    /// The customer never comes again.
    Gone,
}

/// Decides after a visit on day `visit`. The customer leaves with probability `p`; otherwise the next visit comes after
/// `gap`. If the customer is silent but not lapsed on the day of the offer, the trial may change the decision: helped
/// customers who had left come back within weeks, harmed ones who would have come do not.
pub(crate) fn turn(
    world: &World,
    draw: &mut Draw,
    life: &mut Life<'_>,
    visit: i32,
    p: f64,
    gap: &Gap,
    facts: impl FnOnce(&Life<'_>) -> Facts,
) -> Turn {
    let fate = draw.unit();
    let natural = visit + gap.days(draw.unit());
    let back = world.offer_on + draw.between(5, 55);
    let leaves = fate < p;
    let offered_on = world.offer_on;
    let silent = visit <= offered_on && offered_on < visit + world.horizon && (leaves || natural > offered_on);
    let arm = if silent { assign(draw) } else { None };
    let Some(treated) = arm else {
        return if leaves { Turn::Gone } else { Turn::Again(natural) };
    };
    let facts = facts(life);
    let with_offer = shift(p, facts.group().log_odds());
    let still = gap.longer_than(offered_on - visit);
    // P(silent so far) = P(left) + P(stayed and the gap is long): both arms are compared among the silent.
    let silent_share = p + (1.0 - p) * still;
    let changed = if with_offer < p {
        p - with_offer
    } else {
        (p - with_offer) * still
    };
    let leaves_now = if treated { fate < with_offer } else { leaves };
    life.offer = Some(Offer {
        facts,
        treated,
        retained: !leaves_now,
        effect: changed / silent_share,
    });
    match (leaves, leaves_now) {
        (true, true) => Turn::Gone,
        (false, true) => Turn::GoneByOffer,
        (true, false) => Turn::Again(back),
        (false, false) => Turn::Again(natural),
    }
}

/// The probability that a customer who has been silent for `silence` days has left.
pub(crate) fn probability_gone(p: f64, gap: &Gap, silence: i32) -> f64 {
    p / (p + (1.0 - p) * gap.longer_than(silence))
}

/// What silence adds to the log-odds; bounded, because nobody who stays is silent for longer than the longest gap.
pub(crate) fn pull_of_silence(gap: &Gap, silence: i32) -> f64 {
    -gap.longer_than(silence).max(1e-3).ln()
}

/// When a customer came: days in order, as far as the history goes.
#[derive(Default)]
pub(crate) struct Diary {
    pub(crate) days: Vec<i32>,
}

impl Diary {
    /// Visits in `(today − days, today]`.
    pub(crate) fn count(&self, today: i32, days: i32) -> i64 {
        self.days
            .iter()
            .filter(|day| **day <= today && **day > today - days)
            .count() as i64
    }

    /// Mean days between visits; unknown before the second one.
    pub(crate) fn mean_gap(&self) -> Option<f64> {
        let (first, last) = (self.days.first()?, self.days.last()?);
        (self.days.len() > 1).then(|| f64::from(last - first) / (self.days.len() - 1) as f64)
    }
}
