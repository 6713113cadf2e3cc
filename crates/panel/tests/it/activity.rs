use std::collections::BTreeSet;

use holdfast_domain::grain::Grain;
use holdfast_panel::activity::{ActivityCounts, count};
use holdfast_panel::groups::Groups;
use holdfast_panel::lifecycle::{self, LifecycleCounts};
use holdfast_panel::placement::Placement;
use holdfast_panel::spells::Spells;
use proptest::prelude::*;

use crate::company::{Company, company, day, orders, window};
use crate::spells::{inactivity, of_history};

pub fn joined(spells: &Spells, customer: u32) -> Option<i32> {
    spells.of(customer).next().map(|row| spells.started_on[row])
}

fn naive_activity(company: &Company, spells: &Spells) -> ActivityCounts {
    let width = company.groups.count as usize;
    let cells = company.cells();
    let mut out = ActivityCounts {
        periods: company.window.len(),
        groups: width,
        events: vec![0; cells],
        purchases: vec![0; cells],
        buyers: vec![0; cells],
        purchase_days: vec![0; cells],
        amount_minor: vec![0; cells],
        refund_minor: vec![0; cells],
        interval_days: vec![0; cells],
        intervals: vec![0; cells],
    };
    let days = company.qualifying_days();
    for (period, &(s, e)) in company.periods().iter().enumerate() {
        for customer in 0..company.customers {
            let cell = period * width + company.group(customer, joined(spells, customer), (s, e));
            for fact in company
                .facts()
                .iter()
                .filter(|f| f.customer == customer && s <= f.day && f.day <= e)
            {
                out.events[cell] += 1;
                out.purchases[cell] += u64::from(fact.counts);
                out.amount_minor[cell] += fact.amount;
                out.refund_minor[cell] += (-fact.amount).max(0);
            }
            let own = &days[customer as usize];
            out.buyers[cell] += u64::from(own.iter().any(|&d| s <= d && d <= e));
            for (at, &d) in own.iter().enumerate().filter(|&(_, &d)| s <= d && d <= e) {
                out.purchase_days[cell] += 1;
                if at > 0 {
                    out.intervals[cell] += 1;
                    out.interval_days[cell] += (d - own[at - 1]) as u64;
                }
            }
        }
    }
    out
}

fn naive_lifecycle(company: &Company, spells: &Spells) -> LifecycleCounts {
    let width = company.groups.count as usize;
    let none = || vec![0; company.cells()];
    let mut out = LifecycleCounts {
        periods: company.window.len(),
        groups: width,
        new: none(),
        kept: none(),
        returned: none(),
        lapsed: none(),
        dormant: none(),
    };
    let days = company.qualifying_days();
    let grain = company.window.grain;
    for (period, &(s, e)) in company.periods().iter().enumerate() {
        for customer in 0..company.customers {
            let number = |d: &i32| grain.period_of(holdfast_domain::day::Day::from_number(*d)) - company.window.first;
            let bought: BTreeSet<i32> = days[customer as usize].iter().map(number).collect();
            let now = period as i32;
            let earlier = bought.iter().any(|&p| p < now);
            let before = bought.contains(&(now - 1));
            let column = match (bought.contains(&now), before, earlier) {
                (true, _, false) => &mut out.new,
                (true, true, _) => &mut out.kept,
                (true, false, true) => &mut out.returned,
                (false, true, _) => &mut out.lapsed,
                (false, false, true) => &mut out.dormant,
                (false, false, false) => continue,
            };
            column[period * width + company.group(customer, joined(spells, customer), (s, e))] += 1;
        }
    }
    out
}

#[test]
fn a_refund_is_an_event_and_no_purchase() {
    use holdfast_domain::zone::{DAY_US, Zone};
    let at = |text: &str| i64::from(day(text)) * DAY_US;
    let rows = [
        (0, at("2024-01-31"), 0, Some(500)),
        (0, at("2024-02-01"), 0, Some(-200)),
        (0, at("2024-02-10"), 0, Some(300)),
    ];
    let history = holdfast_panel::history::build(
        &crate::company::events(1, &rows),
        &Zone::utc(),
        &crate::company::qualifying(),
    );
    let groups = Groups::everybody(1);
    let placement = Placement::new(&groups, &Spells::default());
    let found = count(
        &history,
        &placement,
        &window(Grain::Month, "2024-01", "2024-02", "2024-02-29"),
    );
    assert_eq!((found.events, found.purchases), (vec![1, 2], vec![1, 1]));
    assert_eq!((found.amount_minor, found.refund_minor), (vec![500, 100], vec![0, 200]));
    assert_eq!((found.intervals, found.interval_days), (vec![0, 1], vec![0, 10]));
}

#[test]
fn a_life_by_months() {
    let history = orders(1, &[(0, "2024-01-05"), (0, "2024-02-05"), (0, "2024-05-05")]);
    let groups = Groups::everybody(1);
    let placement = Placement::new(&groups, &Spells::default());
    let found = lifecycle::count(
        &history,
        &placement,
        &window(Grain::Month, "2024-01", "2024-07", "2024-06-10"),
    );
    assert_eq!(found.new, [1, 0, 0, 0, 0, 0, 0]);
    assert_eq!(found.kept, [0, 1, 0, 0, 0, 0, 0]);
    assert_eq!(found.lapsed, [0, 0, 1, 0, 0, 1, 0]);
    assert_eq!(found.dormant, [0, 0, 0, 1, 0, 0, 0]);
    assert_eq!(found.returned, [0, 0, 0, 0, 1, 0, 0]);
}

proptest! {
    #[test]
    fn counts_agree_with_facts(company in company(), n in 1..60i32) {
        let history = company.history();
        let spells = of_history(&inactivity(n), &history, company.window.through);
        let placement = Placement::new(&company.groups, &spells);
        prop_assert_eq!(count(&history, &placement, &company.window), naive_activity(&company, &spells));
        prop_assert_eq!(
            lifecycle::count(&history, &placement, &company.window),
            naive_lifecycle(&company, &spells)
        );
    }
}
