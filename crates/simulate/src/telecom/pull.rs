//! What pulls a line towards leaving, in log-odds a 30-day period.

use crate::causes::{MAX_CAUSES, Pull};
use crate::life::Life;
use crate::telecom::line::Line;
use crate::telecom::planting::{BILL_SHOCK, BUNDLE, COMPLAINT, CONTRACT, NEW, STAFF, USAGE};
use crate::world::World;

/// Log-odds of leaving in a period when nothing pulls.
pub(crate) const BASE: f64 = -4.75;

/// The pull of each cause at the end of `today`.
pub(crate) fn pull(world: &World, line: &Line, life: &Life<'_>, today: i32) -> Pull {
    let mut pull = [0.0; MAX_CAUSES];
    let days_left = line.contract_days_left(today);
    let free = days_left == 0;
    pull[CONTRACT] = match days_left {
        0 => 1.3,
        1..=90 => 1.4 - f64::from(days_left) / 90.0,
        91..=180 => 0.0,
        _ => -1.3,
    };
    let open = life.open_complaints(today, 90);
    if open > 0 {
        pull[COMPLAINT] = 1.7 + 0.4 * (open - 1).min(2) as f64 + if free { 0.9 } else { 0.0 };
    } else if life.complaints(today, 90) > 0 {
        pull[COMPLAINT] = 0.15;
    }
    if let Some(rise) = line.bill_rise().filter(|rise| *rise > 0.08) {
        pull[BILL_SHOCK] = 2.0 * (4.0 * (rise - 0.08)).tanh();
    }
    if let Some(fall) = line.usage_change().map(|change| -change).filter(|fall| *fall > 0.1) {
        pull[USAGE] = 2.3 * (3.0 * (fall - 0.1)).tanh();
    }
    if world
        .staff
        .days_since_left(life.owner, today)
        .is_some_and(|days| days < 120)
    {
        pull[STAFF] = 1.5;
    }
    let tenure = today - life.joined;
    if tenure < 180 {
        pull[NEW] = 1.8 * (1.0 - f64::from(tenure) / 180.0);
    }
    pull[BUNDLE] = -0.3 * line.family_lines.min(3) as f64 - if line.broadband { 1.0 } else { 0.0 };
    pull
}
