//! What pulls a buyer away, in log-odds an order.

use crate::causes::{MAX_CAUSES, Pull};
use crate::life::Life;
use crate::shop::buyer::Buyer;
use crate::shop::planting::{DISCOUNT, LATE, MEMBER, NEW, RETURNS, STAFF};
use crate::world::World;

/// Log-odds of not ordering again when nothing pulls.
pub(crate) const BASE: f64 = -4.85;

/// Returns and delays of an order are known within this many days; no order is sooner than this after the last.
pub(crate) const SETTLED_DAYS: i32 = 3;

/// The pull of each cause after an order on `day`.
pub(crate) fn pull(world: &World, buyer: &Buyer, life: &Life<'_>, day: i32) -> Pull {
    let mut pull = [0.0; MAX_CAUSES];
    let settled = day + SETTLED_DAYS;
    let returned = buyer.returned(5, settled);
    pull[RETURNS] = match returned {
        0 => 0.0,
        1 => 0.6,
        2 => 1.6,
        _ => 2.5,
    };
    let late = buyer.late(3, settled);
    pull[LATE] = match late {
        0 => 0.0,
        1 => 1.1,
        2 => 2.0,
        _ => 2.5,
    } + if late > 0 && returned > 0 { 0.6 } else { 0.0 };
    let coupons = buyer.coupons(8);
    if coupons > 0.5 && buyer.orders.len() >= 2 {
        pull[DISCOUNT] = 1.8 * (4.0 * (coupons - 0.5)).tanh();
    }
    if world
        .staff
        .days_since_left(life.owner, settled)
        .is_some_and(|days| days < 120)
    {
        pull[STAFF] = 1.5;
    }
    if buyer.member {
        pull[MEMBER] = -1.2;
    }
    if buyer.earlier_orders + buyer.orders.len() as i64 <= 2 {
        pull[NEW] = 1.2;
    }
    pull
}
