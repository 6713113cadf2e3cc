//! Lost when the source says so.

use super::{STILL_HERE, Spells};
use crate::history::Snapshots;

/// Spells of snapshots that are not churned.
pub(super) fn label(snapshots: &Snapshots, through: i32) -> Spells {
    Spells::gather(snapshots.customers(), |customer, out| {
        // Start and last day on which the source had the customer.
        let mut spell: Option<(i32, i32)> = None;
        let mut first = true;
        for entry in snapshots.span(customer) {
            let (day, churned) = (snapshots.as_of[entry], snapshots.churned[entry]);
            if day > through {
                break;
            }
            if churned && first {
                spell = Some((day - 1, day - 1));
            }
            first = false;
            spell = match (spell, churned) {
                (Some((start, last)), true) => {
                    out.push(customer, start, day, last, through);
                    None
                }
                (Some((start, _)), false) => Some((start, day)),
                (None, true) => None,
                (None, false) => Some((day, day)),
            };
        }
        if let Some((start, last)) = spell {
            out.push(customer, start, STILL_HERE, last, through);
        }
    })
}
