use std::collections::BTreeMap;

use holdfast_domain::zone::{DAY_US, Zone};
use holdfast_panel::history::{Contracts, DayHistory, Snapshots, build, extend};
use proptest::prelude::*;

use crate::company::{company, day, events, qualifying};

/// Customer, day, events, qualifying, amount, refunds, qualifying amount.
fn flat(history: &DayHistory) -> Vec<(u32, i32, u32, u32, i64, i64, i64)> {
    (0..history.customers())
        .flat_map(|customer| history.span(customer).map(move |entry| (customer as u32, entry)))
        .map(|(customer, at)| {
            let h = history;
            (
                customer,
                h.day[at],
                h.events[at],
                h.qualifying[at],
                h.amount_minor[at],
                h.refund_minor[at],
                h.qualifying_minor[at],
            )
        })
        .collect()
}

proptest! {
    #[test]
    fn the_sort_agrees_with_a_map(company in company()) {
        let mut naive = BTreeMap::new();
        for &(customer, at, kind, amount) in &company.rows {
            let sums = naive.entry((customer, company.zone.day_of(at).number())).or_insert((0, 0, 0, 0, 0));
            let counts = kind == 0 && amount.is_none_or(|amount| amount >= 0);
            sums.0 += 1;
            sums.1 += u32::from(counts);
            sums.2 += amount.unwrap_or(0);
            sums.3 += (-amount.unwrap_or(0)).max(0);
            sums.4 += if counts { amount.unwrap_or(0) } else { 0 };
        }
        let naive: Vec<_> = naive.into_iter().map(|((c, d), s)| (c, d, s.0, s.1, s.2, s.3, s.4)).collect();
        prop_assert_eq!(flat(&company.history()), naive);
    }
}

proptest! {
    #[test]
    fn what_comes_later_is_as_if_it_had_been_there(company in company(), early in proptest::collection::vec(any::<bool>(), 64), known in 0u32..100) {
        // Customers from `known` on are new with the later rows.
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for (row, early) in company.rows.iter().zip(early.iter().cycle()) {
            if *early && row.0 < known { before.push(*row) } else { after.push(*row) }
        }
        let built = |customers, rows: &[_]| build(&events(customers, rows), &company.zone, &qualifying());
        let base = built(known.min(company.customers), &before);
        let whole = extend(&base, &built(company.customers, &after));
        prop_assert_eq!(whole, company.history());
    }
}

#[test]
fn nothing_is_a_history_too() {
    let history = build(&events(3, &[]), &Zone::utc(), &qualifying());
    assert_eq!(history.starts, [0, 0, 0, 0]);
    assert_eq!(history.days(), None);
    let nobody = build(&events(0, &[]), &Zone::utc(), &qualifying());
    assert_eq!(nobody.starts, [0]);
}

#[test]
fn a_day_is_the_zones_day_whatever_its_length() {
    // 7 April 2024 has 25 hours in Auckland; 11:30 UTC on the 6th is 00:30 on the 7th, 24 hours later it is 23:30 on the 7th.
    let zone = Zone::named("Pacific/Auckland").unwrap();
    let at = i64::from(day("2024-04-06")) * DAY_US + 23 * (DAY_US / 48);
    let history = build(
        &events(1, &[(0, at, 0, None), (0, at + DAY_US, 0, None)]),
        &zone,
        &qualifying(),
    );
    assert_eq!((history.day, history.events), (vec![day("2024-04-07")], vec![2]));
    // 10 March 2024 has 23 hours in New York: 24 hours after 23:30 on the 9th it is 00:30 on the 11th.
    let zone = Zone::named("America/New_York").unwrap();
    let at = i64::from(day("2024-03-10")) * DAY_US + 9 * (DAY_US / 48);
    let history = build(
        &events(1, &[(0, at, 0, None), (0, at + DAY_US, 0, None)]),
        &zone,
        &qualifying(),
    );
    assert_eq!(history.day, [day("2024-03-09"), day("2024-03-11")]);
}

#[test]
fn contracts_are_sorted_and_those_without_a_day_left_out() {
    let contracts = Contracts::build(
        2,
        &[1, 0, 1, 1, 9],
        &[20, 5, 10, 30, 1],
        &[25, 8, 40, 30, 2],
        &[1, 2, 3, 4, 5],
    );
    assert_eq!(contracts.starts, [0, 1, 3]);
    assert_eq!(contracts.started_on, [5, 10, 20]);
    assert_eq!(contracts.mrr_minor, [2, 3, 1]);
}

#[test]
fn of_two_snapshots_on_a_day_the_last_given_counts() {
    let snapshots = Snapshots::build(2, &[0, 1, 0, 0], &[7, 7, 3, 7], &[false, true, true, true]);
    assert_eq!(snapshots.starts, [0, 2, 3]);
    assert_eq!(
        (snapshots.as_of, snapshots.churned),
        (vec![3, 7, 7], vec![true, true, true])
    );
}
