//! Finds the reason for which a customer is counted differently.

use super::Reason;
use super::measure::Own;
use crate::spells::STILL_HERE;

/// The reason; `same_data` tells whether both definitions read the same table.
pub(super) fn find(a: &Own<'_>, b: &Own<'_>, same_data: bool) -> Reason {
    if a.agrees(b) {
        return of_counts(a);
    }
    match (a.rows().next(), b.rows().next()) {
        (Some(row), None) => Reason::OnFileInOne {
            in_a: true,
            since: a.start(row),
        },
        (None, Some(row)) => Reason::OnFileInOne {
            in_a: false,
            since: b.start(row),
        },
        _ => of_losses(a, b, same_data).unwrap_or_else(|| of_starts(a, b)),
    }
}

/// The definitions agree: what the customer did tells why the counts do not.
fn of_counts(own: &Own<'_>) -> Reason {
    let (losses, starts) = (own.losses(), own.starts());
    if losses > 1 || starts > 1 {
        return Reason::Repeated {
            losses: losses as u32,
            starts: starts as u32,
        };
    }
    if let Some(on) = own.joined() {
        return Reason::JoinedInPeriod { on };
    }
    if own.active(own.s).is_some() {
        return Reason::OtherCount;
    }
    let back = own.rows().find(|&row| own.within(own.start(row)));
    match (back, own.rows().last()) {
        (Some(row), _) => Reason::ReturnedInPeriod {
            lost_on: own.lost(row - 1),
            back_on: own.start(row),
        },
        (None, Some(row)) => Reason::GoneBefore { on: own.lost(row) },
        (None, None) => Reason::OtherCount,
    }
}

/// A loss by one definition after which the other still has the customer, the latest within the period or else the latest.
fn of_losses(a: &Own<'_>, b: &Own<'_>, same_data: bool) -> Option<Reason> {
    let of = |x: &Own<'_>, y: &Own<'_>| {
        x.rows()
            .rev()
            .filter(|&row| x.lost(row) <= x.e)
            .find_map(|row| y.active(x.lost(row).saturating_add(1)).map(|other| (row, other)))
    };
    let day = |x: &Own<'_>, found: Option<(usize, usize)>| found.map(|(row, _)| (x.within(x.lost(row)), x.lost(row)));
    let (by_a, by_b) = (of(a, b), of(b, a));
    let lost_in_a = day(a, by_a) >= day(b, by_b);
    let (x, y, found) = if lost_in_a { (a, b, by_a) } else { (b, a, by_b) };
    let (row, other) = found?;
    let next = (row + 1 < x.spells.len() && x.spells.customer[row + 1] == x.spells.customer[row])
        .then(|| x.spells.started_on[row + 1])
        .filter(|&next| next <= y.lost(other));
    let last_active_on = x.spells.last_active_on[row];
    let (lost_on, y_lost) = (x.lost(row), y.lost(other));
    Some(if same_data && let Some(next) = next {
        Reason::Gap {
            lost_in_a,
            days: next - last_active_on,
        }
    } else if y_lost != STILL_HERE && (same_data || y_lost <= y.e) {
        let (a_on, b_on) = if lost_in_a {
            (lost_on, y_lost)
        } else {
            (y_lost, lost_on)
        };
        Reason::OtherDay { a_on, b_on }
    } else if same_data {
        Reason::Gap {
            lost_in_a,
            days: x.e - last_active_on,
        }
    } else {
        Reason::StillCustomer {
            lost_in_a,
            lost_on,
            active_on: y.spells.last_active_on[other].min(y.e),
        }
    })
}

/// The first start that is not the same.
fn of_starts(a: &Own<'_>, b: &Own<'_>) -> Reason {
    let starts = |own: &Own<'_>, at: usize| own.rows().nth(at).map(|row| own.start(row));
    let at = (0..).take_while(|&at| starts(a, at).is_some() || starts(b, at).is_some());
    let mut different = at.map(|at| (starts(a, at), starts(b, at))).filter(|(a, b)| a != b);
    different
        .next()
        .map_or(Reason::OtherCount, |(a_on, b_on)| Reason::OtherStart { a_on, b_on })
}
