use std::collections::BTreeMap;

use holdfast_domain::grain::Grain;
use holdfast_panel::groups::Groups;
use holdfast_panel::history::Contracts;
use holdfast_panel::placement::Placement;
use holdfast_panel::rfm::{self, RfmClass};
use holdfast_panel::spells::Spells;
use holdfast_panel::value::{Revenue, historical, lost};
use holdfast_panel::workshop;
use proptest::prelude::*;

use crate::activity::joined;
use crate::company::{company, day, orders, window};
use crate::spells::{inactivity, of_contracts, of_history};

#[test]
fn the_value_of_a_lost_customer_is_a_month_of_theirs() {
    // Four orders of 1.00 on 1, 11, 21 and 30 January: 30 days. A month: 400 × 30.4375 ÷ 30 = 405.83…
    let history = orders(
        1,
        &[
            (0, "2024-01-01"),
            (0, "2024-01-11"),
            (0, "2024-01-21"),
            (0, "2024-01-30"),
        ],
    );
    let spells = of_history(&inactivity(20), &history, day("2024-03-31"));
    let groups = Groups::everybody(1);
    let placement = Placement::new(&groups, &spells);
    let months = window(Grain::Month, "2024-01", "2024-03", "2024-03-31");
    let found = lost(&spells, Revenue::Events(&history), &placement, &months);
    assert_eq!((found.losses, found.value_minor), (vec![0, 1, 0], vec![0, 406, 0]));
    // Two contracts side by side on the last day, a third already over.
    let (a, b, c) = (day("2024-01-01"), day("2024-02-01"), day("2024-02-15"));
    let contracts = Contracts::build(1, &[0, 0, 0], &[a, a, a], &[c, c, b], &[30, 40, 500]);
    let spells = of_contracts(0, &contracts, day("2024-03-31"));
    let placement = Placement::new(&groups, &spells);
    assert_eq!(
        lost(&spells, Revenue::Contracts(&contracts), &placement, &months).value_minor,
        [0, 70, 0]
    );
}

#[test]
fn a_visit_falls_due_once() {
    // 30 days: due on 31 January (in time: 20 January), 19 February (not: 20 February), 21 March.
    let history = orders(1, &[(0, "2024-01-01"), (0, "2024-01-20"), (0, "2024-02-20")]);
    let groups = Groups::everybody(1);
    let placement = Placement::new(&groups, &Spells::default());
    let found = workshop::count(
        &history,
        30,
        &placement,
        &window(Grain::Month, "2024-01", "2024-03", "2024-03-20"),
    );
    assert_eq!((found.due, found.returned), (vec![1, 1, 0], vec![1, 0, 0]));
}

#[test]
fn the_classes_have_their_names() {
    assert_eq!(RfmClass::of(true, true, true).name().zh, "重要价值客户");
    assert_eq!(RfmClass::of(true, false, true).name().zh, "重要发展客户");
    assert_eq!(RfmClass::of(false, true, true).name().zh, "重要保持客户");
    assert_eq!(RfmClass::of(false, false, true).name().zh, "重要挽留客户");
    assert_eq!(RfmClass::of(true, true, false).name().zh, "一般价值客户");
    assert_eq!(RfmClass::of(true, false, false).name().zh, "一般发展客户");
    assert_eq!(RfmClass::of(false, true, false).name().zh, "一般保持客户");
    assert_eq!(RfmClass::of(false, false, false).name().zh, "一般挽留客户");
    let mut numbers = RfmClass::all().map(RfmClass::number);
    numbers.sort_unstable();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7]);
}

proptest! {
    #[test]
    fn values_agree_with_facts(company in company(), n in 1..60i32) {
        let history = company.history();
        let spells = of_history(&inactivity(n), &history, company.window.through);
        let placement = Placement::new(&company.groups, &spells);
        let (window, width) = (&company.window, company.groups.count as usize);
        let (facts, days) = (company.facts(), company.qualifying_days());
        let mut on_file = vec![0u64; company.cells()];
        let mut total = vec![0i64; company.cells()];
        let mut gone = vec![0i64; company.cells()];
        let mut due = vec![0u64; company.cells()];
        let mut back = vec![0u64; company.cells()];
        for (period, &(s, e)) in company.periods().iter().enumerate() {
            let seen = e.min(window.through);
            for customer in 0..company.customers {
                let joined = joined(&spells, customer);
                let cell = period * width + company.group(customer, joined, (s, e));
                let sum = |from: i32, to: i32| facts.iter()
                    .filter(|f| f.customer == customer && from <= f.day && f.day <= to).map(|f| f.amount).sum::<i64>();
                if joined.is_some_and(|joined| joined <= seen) {
                    on_file[cell] += 1;
                    total[cell] += sum(i32::MIN, seen);
                }
                for row in spells.of(customer).filter(|&row| s <= spells.lost_on[row] && spells.lost_on[row] <= seen) {
                    let last = spells.last_active_on[row];
                    let first = facts.iter().filter(|f| f.customer == customer).map(|f| f.day).min().unwrap();
                    let length = (last - first + 1).clamp(1, 365);
                    gone[cell] += (sum(last - 364, last) as f64 * 30.4375 / f64::from(length)).round() as i64;
                }
                for &d in days[customer as usize].iter().filter(|&&d| s <= d + n && d + n <= seen) {
                    due[cell] += 1;
                    back[cell] += u64::from(days[customer as usize].iter().any(|&later| d < later && later <= d + n));
                }
            }
        }
        let found = historical(&history, &placement, window);
        prop_assert_eq!((found.on_file, found.amount_minor), (on_file, total));
        prop_assert_eq!(lost(&spells, Revenue::Events(&history), &placement, window).value_minor, gone);
        let found = workshop::count(&history, n, &placement, window);
        prop_assert_eq!((found.due, found.returned), (due, back));
    }

    #[test]
    fn classes_agree_with_facts(company in company(), n in 1..60i32) {
        let history = company.history();
        let spells = of_history(&inactivity(n), &history, company.window.through);
        let placement = Placement::new(&company.groups, &spells);
        let width = company.groups.count as usize;
        let found = rfm::count(&history, &placement, &company.window);
        let (facts, days) = (company.facts(), company.qualifying_days());
        let mut customers = vec![0u64; company.cells() * 8];
        let mut amounts = vec![0i64; company.cells() * 8];
        for (period, &(s, e)) in company.periods().iter().enumerate() {
            let end = e.min(company.window.through);
            let mut figures: BTreeMap<u32, (f64, f64, i64)> = BTreeMap::new();
            for customer in 0..company.customers {
                let own: Vec<i32> = days[customer as usize].iter().copied().filter(|&d| d <= end).collect();
                if let (Some(&last), Some(true)) = (own.last(), joined(&spells, customer).map(|j| j <= end)) {
                    let year = |d: i32| end - 365 < d && d <= end;
                    let amount = facts.iter().filter(|f| f.customer == customer && year(f.day)).map(|f| f.amount).sum();
                    figures.insert(customer, (f64::from(end - last), own.iter().filter(|&&d| year(d)).count() as f64, amount));
                }
            }
            let count = figures.len() as f64;
            let mean = |of: fn(&(f64, f64, i64)) -> f64| figures.values().map(of).sum::<f64>() / count;
            let (r, f, m) = (mean(|x| x.0), mean(|x| x.1), mean(|x| x.2 as f64));
            for (&customer, own) in &figures {
                // A billionth keeps the rounding of the mean apart from a difference.
                let class = 4 * usize::from(own.0 <= r + 1e-9) + 2 * usize::from(own.1 > f + 1e-9)
                    + usize::from(own.2 as f64 > m + 1e-6);
                let cell = period * width + company.group(customer, joined(&spells, customer), (s, e));
                customers[cell * 8 + class] += 1;
                amounts[cell * 8 + class] += own.2;
            }
            prop_assert!(figures.is_empty() == found.mean_frequency[period].is_nan());
        }
        prop_assert_eq!((found.customers, found.amount_minor), (customers, amounts));
    }
}
