use holdfast_domain::grain::Grain;
use holdfast_panel::groups::Groups;
use holdfast_panel::ledger::{LedgerCounts, count};
use holdfast_panel::spells::{STILL_HERE, Spells};
use holdfast_panel::window::{Coverage, Window};
use proptest::prelude::*;

use crate::company::{Company, company, day, orders, window};
use crate::spells::{decline, inactivity, of_contracts, of_history};

fn spells(rows: &[(u32, &str, &str)]) -> Spells {
    let mut out = Spells::default();
    for &(customer, start, lost) in rows {
        out.customer.push(customer);
        out.started_on.push(day(start));
        out.lost_on.push(if lost.is_empty() { STILL_HERE } else { day(lost) });
        out.last_active_on.push(day(start));
    }
    out
}

#[test]
fn every_count_of_a_month_by_hand() {
    // 0: there before, lost in February, back in it, lost again in it. 1: joins and leaves in February. 2: there all the time.
    // 3: left in January. 4: left in January, comes back on the last day of February. 5: joins on 1 March.
    let found = spells(&[
        (0, "2024-01-10", "2024-02-05"),
        (0, "2024-02-10", "2024-02-20"),
        (1, "2024-02-03", "2024-02-29"),
        (2, "2023-12-31", ""),
        (3, "2024-01-01", "2024-01-31"),
        (4, "2024-01-01", "2024-01-15"),
        (4, "2024-02-29", ""),
        (5, "2024-03-01", ""),
    ]);
    let months = window(Grain::Month, "2024-01", "2024-04", "2024-03-10");
    let ledger = count(&found, &Groups::everybody(6), &months);
    assert_eq!(ledger.at_start, [1, 2, 2, 0]);
    assert_eq!(ledger.at_end, [2, 2, 3, 0]);
    assert_eq!(ledger.new, [3, 1, 1, 0]);
    assert_eq!(ledger.returned, [0, 2, 0, 0]);
    assert_eq!(ledger.lost, [2, 3, 0, 0]);
    assert_eq!(ledger.lost_of_start, [0, 1, 0, 0]);
    assert_eq!(ledger.lost_of_joined, [2, 1, 0, 0]);
    assert_eq!(ledger.on_file, [4, 5, 6, 0]);
    // February: customer 2 on 29 days, 0 on 1–5 and 11–20, 1 on 4–29.
    assert_eq!(ledger.active_days[1], 29 + 5 + 10 + 26);
    // 5 February: 0, 1 and 2 are there; the 20th likewise; the 29th 1 and 2.
    assert!((ledger.daily_rates[1] - (1.0 / 3.0 + 1.0 / 3.0 + 0.5)).abs() < 1e-12);
    assert_eq!(ledger.days, [31, 29, 10, 0]);
    assert_eq!(
        [0, 1, 2, 3].map(|index| months.coverage(index)),
        [
            Coverage::Complete,
            Coverage::Complete,
            Coverage::Partial,
            Coverage::NotDue
        ]
    );
}

#[test]
fn a_group_is_that_of_the_first_day() {
    // Customer 0 moves from group 0 to 1 on 15 February, customer 1 joins on 20 February, in group 1 from the 10th on.
    let groups = Groups {
        count: 2,
        starts: vec![0, 2, 4],
        from_day: vec![
            day("2024-01-01"),
            day("2024-02-15"),
            day("2024-01-01"),
            day("2024-02-10"),
        ],
        group: vec![0, 1, 0, 1],
    };
    let found = spells(&[(0, "2024-01-10", "2024-03-05"), (1, "2024-02-20", "")]);
    let ledger = count(
        &found,
        &groups,
        &window(Grain::Month, "2024-02", "2024-03", "2024-03-31"),
    );
    assert_eq!(ledger.at_start, [1, 0, 0, 2]);
    assert_eq!(ledger.new, [0, 1, 0, 0]);
    assert_eq!(ledger.at_end, [1, 1, 0, 1]);
    assert_eq!(ledger.lost_of_start, [0, 0, 0, 1]);
    assert_eq!(ledger.on_file, [1, 1, 0, 2]);
}

#[test]
fn lost_and_back_within_one_week() {
    let history = orders(1, &[(0, "2024-01-01"), (0, "2024-01-04"), (0, "2024-01-07")]);
    let found = of_history(&inactivity(2), &history, day("2024-01-14"));
    // Lost on the 3rd, back on the 4th, lost on the 6th, back on the 7th; lost on the 9th.
    let ledger = count(
        &found,
        &Groups::everybody(1),
        &window(Grain::Week, "2024-01-01", "2024-01-08", "2024-01-14"),
    );
    assert_eq!((ledger.lost, ledger.returned), (vec![2, 1], vec![2, 0]));
    assert_eq!((ledger.lost_of_joined, ledger.lost_of_start), (vec![1, 0], vec![0, 1]));
}

#[test]
fn nobody_and_nothing_due() {
    let empty = count(
        &Spells::default(),
        &Groups::everybody(0),
        &window(Grain::Month, "2024-01", "2024-02", "2024-05-31"),
    );
    assert_eq!((empty.periods, empty.at_start), (2, vec![0, 0]));
    let later = count(
        &spells(&[(0, "2024-01-01", "")]),
        &Groups::everybody(1),
        &window(Grain::Month, "2024-03", "2024-04", "2024-02-10"),
    );
    assert_eq!((later.at_start, later.on_file), (vec![0, 0], vec![0, 0]));
}

/// Every count by its definition, customer by customer and day by day.
fn naive(spells: &Spells, company: &Company) -> LedgerCounts {
    let width = company.groups.count as usize;
    let cells = company.cells();
    let mut out = LedgerCounts {
        periods: company.window.len(),
        groups: width,
        at_start: vec![0; cells],
        at_end: vec![0; cells],
        new: vec![0; cells],
        returned: vec![0; cells],
        lost: vec![0; cells],
        lost_of_start: vec![0; cells],
        lost_of_joined: vec![0; cells],
        on_file: vec![0; cells],
        active_days: vec![0; cells],
        daily_rates: vec![0.0; cells],
        days: vec![0; cells],
    };
    let own = |customer: u32| -> Vec<(i32, i32)> {
        (0..spells.len())
            .filter(|&row| spells.customer[row] == customer)
            .map(|row| (spells.started_on[row], spells.lost_on[row]))
            .collect()
    };
    let through = company.window.through;
    for (period, &(s, e)) in company.periods().iter().enumerate() {
        let seen = e.min(through);
        let within = |day: i32| s <= day && day <= seen;
        for customer in 0..company.customers {
            let own = own(customer);
            let Some(&(joined, first_lost)) = own.first() else {
                continue;
            };
            let cell = period * width + company.group(customer, Some(joined), (s, e));
            let active = |x: i32| own.iter().any(|&(start, lost)| start < x && x <= lost);
            let losses = own.iter().filter(|&&(_, lost)| within(lost)).count() as u64;
            out.at_start[cell] += u64::from(active(s));
            out.at_end[cell] += u64::from(active(seen + 1));
            out.new[cell] += u64::from(within(joined));
            out.returned[cell] += own[1..].iter().filter(|&&(start, _)| within(start)).count() as u64;
            out.lost[cell] += losses;
            out.lost_of_start[cell] += u64::from(active(s) && losses > 0);
            out.lost_of_joined[cell] += u64::from(within(joined) && within(first_lost));
            out.on_file[cell] += u64::from(joined <= seen);
        }
        for x in s..=seen {
            let (mut active, mut lost) = (vec![0u64; width], vec![0u64; width]);
            for customer in 0..company.customers {
                let own = own(customer);
                let group = company.group(customer, own.first().map(|spell| spell.0), (s, e));
                active[group] += u64::from(own.iter().any(|&(start, lost)| start < x && x <= lost));
                lost[group] += own.iter().filter(|spell| spell.1 == x).count() as u64;
            }
            for group in (0..width).filter(|&group| active[group] > 0) {
                let cell = period * width + group;
                out.active_days[cell] += active[group];
                out.daily_rates[cell] += lost[group] as f64 / active[group] as f64;
                out.days[cell] += 1;
            }
        }
    }
    out
}

proptest! {
    #[test]
    fn the_pass_agrees_with_the_table_of_counts(company in company(), n in 1..60i32, rule in 0..3) {
        let through = company.window.through;
        let found = match rule {
            0 => of_history(&inactivity(n), &company.history(), through),
            1 => of_history(&decline(1, 2), &company.history(), through),
            _ => of_contracts(n / 4, &company.contracts(), through),
        };
        let ledger = count(&found, &company.groups, &company.window);
        prop_assert_eq!(&ledger, &naive(&found, &company));
        // In all, and where nobody changes groups in each of them, the end follows from the movements.
        let width = ledger.groups;
        for period in 0..ledger.periods {
            let cells = period * width..(period + 1) * width;
            let sum = |column: &[u64]| column[cells.clone()].iter().sum::<u64>();
            let start = sum(&ledger.at_start) + sum(&ledger.new) + sum(&ledger.returned);
            prop_assert_eq!(start - sum(&ledger.lost), sum(&ledger.at_end));
            if company.groups.from_day.iter().all(|&from| from == i32::MIN) {
                for cell in cells.clone() {
                    let start = ledger.at_start[cell] + ledger.new[cell] + ledger.returned[cell];
                    prop_assert_eq!(start - ledger.lost[cell], ledger.at_end[cell]);
                }
            }
        }
    }

    #[test]
    fn spells_known_later_change_nothing_before(company in company(), n in 1..60i32) {
        // The same spells, with all that is known at the end of the data, counted up to an earlier day.
        let history = company.history();
        let known_later = of_history(&inactivity(n), &history, i32::MAX - 1000);
        let known_now = of_history(&inactivity(n), &history, company.window.through);
        prop_assert_eq!(
            count(&known_later, &company.groups, &company.window),
            count(&known_now, &company.groups, &company.window)
        );
    }

    #[test]
    fn days_add_up_to_months(company in company(), n in 1..60i32) {
        let found = of_history(&inactivity(n), &company.history(), company.window.through);
        let months = Window { grain: Grain::Month, first: Grain::Month.parse_period("2023-12").unwrap(),
            last: Grain::Month.parse_period("2024-03").unwrap(), ..company.window };
        let days = Window { grain: Grain::Day, first: day("2023-12-01"), last: day("2024-03-31"), ..company.window };
        let everybody = Groups::everybody(company.customers);
        let (by_month, by_day) = (count(&found, &everybody, &months), count(&found, &everybody, &days));
        prop_assert_eq!(by_month.lost.iter().sum::<u64>(), by_day.lost.iter().sum::<u64>());
        prop_assert_eq!(by_month.active_days.iter().sum::<u64>(), by_day.at_start.iter().sum::<u64>());
    }
}
