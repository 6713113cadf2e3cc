//! Lost when every subscription has ended.

use super::{STILL_HERE, Spells};
use crate::history::Contracts;

/// Spells of subscriptions, joined where the next begins at most `grace_days` after the latest end so far.
pub(super) fn contract(contracts: &Contracts, grace_days: i32, through: i32) -> Spells {
    Spells::gather(contracts.customers(), |customer, out| {
        let mut spell: Option<(i32, i32)> = None;
        for entry in contracts.span(customer) {
            let (start, end) = (contracts.started_on[entry], contracts.ended_on[entry]);
            if start > through {
                break;
            }
            spell = Some(match spell {
                Some((first, latest)) if start <= latest.saturating_add(grace_days) => (first, latest.max(end)),
                Some((first, latest)) => {
                    push(out, customer, first, latest, grace_days, through);
                    (start, end)
                }
                None => (start, end),
            });
        }
        if let Some((first, latest)) = spell {
            push(out, customer, first, latest, grace_days, through);
        }
    })
}

fn push(out: &mut Spells, customer: usize, first: i32, latest: i32, grace_days: i32, through: i32) {
    let lost_on = if latest == Contracts::OPEN {
        STILL_HERE
    } else {
        latest.saturating_add(grace_days)
    };
    out.push(customer, first, lost_on, latest - 1, through);
}
