//! What pulls a workshop's customer away, in log-odds a visit.

use crate::causes::{MAX_CAUSES, Pull};
use crate::dealer::car::{Car, WARRANTY_MONTHS};
use crate::dealer::planting::{DISTANCE, INSURER, PACKAGE, PRICE, STAFF, WARRANTY};
use crate::life::Life;
use crate::talk::dealer as topics;
use crate::world::World;

/// Log-odds of not coming again when nothing pulls.
pub(crate) const BASE: f64 = -4.0;

/// Days after a visit within which the owner may move or the adviser leave and still change the decision: no visit is
/// sooner than this after the last.
const LOOKAHEAD_DAYS: i32 = 29;

/// Complaints about the price in the 270 days up to `today`.
pub(crate) fn price_complaints(life: &Life<'_>, today: i32) -> i64 {
    let price = life.talks.iter().filter(|talk| talk.topic == Some(topics::PRICE));
    price.filter(|talk| talk.is_recent_complaint(today, 270)).count() as i64
}

/// The pull of each cause after a visit on `visit`.
pub(crate) fn pull(world: &World, car: &Car, life: &Life<'_>, visit: i32) -> Pull {
    let mut pull = [0.0; MAX_CAUSES];
    let soon = visit + LOOKAHEAD_DAYS;
    let expired = car.age_months(visit) >= WARRANTY_MONTHS;
    if expired {
        pull[WARRANTY] = 1.5;
    }
    if price_complaints(life, visit) > 0 {
        pull[PRICE] = 1.7 + if expired { 1.0 } else { 0.0 };
    }
    let moved = car.moved_within(soon, 365);
    pull[DISTANCE] = 2.6 * (moved / 15.0).tanh() + 0.5 * ((car.distance - 8.0) / 12.0).tanh();
    if world
        .staff
        .days_since_left(life.owner, soon)
        .is_some_and(|days| days < 180)
    {
        pull[STAFF] = 1.9;
    }
    if car.accidents_within(visit, 180) > 0 {
        pull[INSURER] = 1.5;
    }
    if car.package {
        pull[PACKAGE] = -1.3;
    }
    pull
}
