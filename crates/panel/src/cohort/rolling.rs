//! Bought in a stretch of hours counted from the instant of the customer's own first event.

use holdfast_domain::zone::Zone;

use super::Retention;
use crate::events::Events;
use crate::groups::Groups;
use crate::history::Qualifying;
use crate::window::Window;

/// Retained at an age: a qualifying event in [t + age·L, t + (age + 1)·L), t = instant of the first, L = 24 h × 1, 7, 30, 91, 365 by
/// grain.
pub fn rolling(
    events: &Events,
    zone: &Zone,
    qualifying: &Qualifying,
    groups: &Groups,
    window: &Window,
    ages: usize,
) -> Retention {
    let _ = (events, zone, qualifying, groups, window, ages);
    Retention::default()
}
