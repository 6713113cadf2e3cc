use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_panel::groups::Groups;
use holdfast_panel::history::Contracts;
use holdfast_panel::placement::Placement;
use holdfast_panel::revenue::{RevenueCounts, by_contracts, by_events};
use holdfast_panel::spells::Spells;
use proptest::prelude::*;

use crate::activity::joined;
use crate::company::{Company, company, day, window};
use crate::spells::{inactivity, of_contracts, of_history};

/// `start`, `end` and whether they paid before, by customer and period; summed up as the contract says.
fn naive(company: &Company, spells: &Spells, of: impl Fn(u32, usize) -> (i64, i64, bool)) -> RevenueCounts {
    let width = company.groups.count as usize;
    let money = || vec![0i64; company.cells()];
    let customers = || vec![0u64; company.cells()];
    let mut out = RevenueCounts {
        periods: company.window.len(),
        groups: width,
        start_known: vec![],
        start_minor: money(),
        end_minor: money(),
        new_minor: money(),
        reactivation_minor: money(),
        churned_minor: money(),
        expansion_minor: money(),
        contraction_minor: money(),
        start_customers: customers(),
        end_customers: customers(),
        new_customers: customers(),
        reactivation_customers: customers(),
        churned_customers: customers(),
        expansion_customers: customers(),
        contraction_customers: customers(),
    };
    for (period, &days) in company.periods().iter().enumerate() {
        for customer in 0..company.customers {
            let cell = period * width + company.group(customer, joined(spells, customer), days);
            let (start, end, known) = of(customer, period);
            let add = |money: &mut Vec<i64>, customers: &mut Vec<u64>, amount: i64| {
                money[cell] += amount;
                customers[cell] += u64::from(amount > 0);
            };
            add(&mut out.start_minor, &mut out.start_customers, start);
            add(&mut out.end_minor, &mut out.end_customers, end);
            let is = |yes: bool, amount: i64| if yes { amount } else { 0 };
            add(
                &mut out.new_minor,
                &mut out.new_customers,
                is(start == 0 && !known, end),
            );
            add(
                &mut out.reactivation_minor,
                &mut out.reactivation_customers,
                is(start == 0 && known, end),
            );
            add(&mut out.churned_minor, &mut out.churned_customers, is(end == 0, start));
            add(
                &mut out.expansion_minor,
                &mut out.expansion_customers,
                is(start > 0 && end > start, end - start),
            );
            add(
                &mut out.contraction_minor,
                &mut out.contraction_customers,
                is(end > 0 && start > end, start - end),
            );
        }
    }
    out
}

fn identity(found: &RevenueCounts) -> bool {
    (0..found.start_minor.len()).all(|cell| {
        found.start_minor[cell] - found.churned_minor[cell] - found.contraction_minor[cell]
            + found.expansion_minor[cell]
            + found.new_minor[cell]
            + found.reactivation_minor[cell]
            == found.end_minor[cell]
    })
}

proptest! {
    #[test]
    fn revenue_of_events(company in company(), n in 1..60i32) {
        let history = company.history();
        let spells = of_history(&inactivity(n), &history, company.window.through);
        let found = by_events(&history, &Placement::new(&company.groups, &spells), &company.window);
        prop_assert!(identity(&found));
        let facts = company.facts();
        let grain = company.window.grain;
        let paid = |customer: u32, period: i32| {
            let own = facts.iter().filter(|f| f.customer == customer && grain.period_of(Day::from_number(f.day)) == period);
            own.map(|f| f.amount).sum::<i64>().max(0)
        };
        let mut expected = naive(&company, &spells, |customer, period| {
            let now = company.window.first + period as i32;
            let origin = grain.period_of(Day::from_number(day("2023-11-01")));
            (paid(customer, now - 1), paid(customer, now), (origin..now).any(|before| paid(customer, before) > 0))
        });
        let origin = history.days().map(|(first, _)| grain.period_of(Day::from_number(first)));
        expected.start_known =
            (0..company.window.len() as i32).map(|at| origin.is_some_and(|o| o < company.window.first + at)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn revenue_of_contracts(company in company()) {
        let contracts = company.contracts();
        let spells = of_contracts(3, &contracts, company.window.through);
        let found = by_contracts(&contracts, &Placement::new(&company.groups, &spells), &company.window);
        prop_assert!(identity(&found));
        let held = |customer: u32, day: i32| {
            let own = company.contracts.iter().filter(|c| c.0 == customer && c.1 <= day && day < c.2);
            own.map(|c| c.3).sum::<i64>()
        };
        let mut expected = naive(&company, &spells, |customer, period| {
            let (s, e) = (company.window.start(period), company.window.end(period).min(company.window.through));
            let known = company.contracts.iter().any(|c| c.0 == customer && c.1 < s && c.2 > c.1);
            (held(customer, s - 1), held(customer, e), known)
        });
        expected.start_known = found.start_known.clone();
        prop_assert_eq!(found, expected);
    }
}

#[test]
fn a_change_of_plan_is_expansion_and_a_pause_reactivation() {
    // 0: 100 until the end of January, 150 from 1 February, nothing in March, 120 from April. 1: 80, gone on 31 January
    // (ended_on is the first day without it: February starts with 0).
    let (c, o) = (
        Contracts::OPEN,
        ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-10", "2024-01-31"].map(day),
    );
    let contracts = Contracts::build(
        2,
        &[0, 0, 0, 1],
        &[o[0], o[1], o[3], o[0]],
        &[o[1], o[2], c, o[4]],
        &[100, 150, 120, 80],
    );
    let groups = Groups::everybody(2);
    let placement = Placement::new(&groups, &Spells::default());
    let found = by_contracts(
        &contracts,
        &placement,
        &window(Grain::Month, "2024-01", "2024-05", "2024-04-20"),
    );
    assert_eq!(found.start_known, [false, true, true, true, true]);
    assert_eq!(found.start_minor, [0, 100, 150, 0, 0]);
    assert_eq!(found.end_minor, [100, 150, 0, 120, 0]);
    assert_eq!(found.new_minor, [100, 0, 0, 0, 0]);
    assert_eq!(found.expansion_minor, [0, 50, 0, 0, 0]);
    assert_eq!(found.churned_minor, [0, 0, 150, 0, 0]);
    assert_eq!(found.reactivation_minor, [0, 0, 0, 120, 0]);
    assert_eq!(found.reactivation_customers, [0, 0, 0, 1, 0]);
}
