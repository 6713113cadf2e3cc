use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::{DAY_US, Zone};
use holdfast_panel::cohort::{Retention, calendar, on, on_or_after, range, rolling};
use holdfast_panel::groups::Groups;
use holdfast_panel::history::build;
use holdfast_panel::window::Coverage;
use proptest::prelude::*;

use crate::company::{Company, company, day, events, orders, qualifying, window};

const AGES: usize = 5;

fn step(grain: Grain) -> i32 {
    match grain {
        Grain::Day => 1,
        Grain::Week => 7,
        Grain::Month => 30,
        Grain::Quarter => 91,
        Grain::Year => 365,
    }
}

/// Sizes and retained customers, asking of each customer and age whether any of their events is in the window of the age.
fn naive(company: &Company, holds: impl Fn((i32, i64), (i32, i64), i32) -> bool) -> (Vec<u64>, Vec<u64>) {
    let width = company.groups.count as usize;
    let mut size = vec![0; company.cells()];
    let mut retained = vec![0; company.cells() * AGES];
    let facts = company.facts();
    for customer in 0..company.customers {
        let own: Vec<(i32, i64)> = facts
            .iter()
            .filter(|f| f.customer == customer && f.counts)
            .map(|f| (f.day, f.at_us))
            .collect();
        let Some(&first) = own.iter().min_by_key(|event| event.1) else {
            continue;
        };
        let Some(cohort) = company
            .periods()
            .iter()
            .position(|&(s, e)| s <= first.0 && first.0 <= e)
        else {
            continue;
        };
        let group = company.groups.on(customer, first.0) as usize;
        size[cohort * width + group] += 1;
        for age in 0..AGES {
            let kept = own.iter().any(|&event| holds(first, event, age as i32));
            retained[(cohort * AGES + age) * width + group] += u64::from(kept);
        }
    }
    (size, retained)
}

fn counted(found: Retention) -> (Vec<u64>, Vec<u64>) {
    (found.size, found.retained)
}

proptest! {
    #[test]
    fn five_kinds_of_retention(company in company()) {
        let (history, groups, window) = (company.history(), &company.groups, &company.window);
        let (grain, n) = (window.grain, step(window.grain));
        let period = |d: i32| grain.period_of(Day::from_number(d));
        prop_assert_eq!(
            counted(calendar(&history, groups, window, AGES)),
            naive(&company, |first, event, age| period(event.0) == period(first.0) + age)
        );
        prop_assert_eq!(
            counted(on(&history, groups, window, AGES)),
            naive(&company, |first, event, age| event.0 == first.0 + age * n)
        );
        prop_assert_eq!(
            counted(on_or_after(&history, groups, window, AGES)),
            naive(&company, |first, event, age| event.0 >= first.0 + age * n)
        );
        prop_assert_eq!(
            counted(range(&history, groups, window, AGES)),
            naive(&company, |first, event, age| (first.0 + age * n..first.0 + (age + 1) * n).contains(&event.0))
        );
        let length = i64::from(n) * DAY_US;
        prop_assert_eq!(
            counted(rolling(&company.events(), &company.zone, &qualifying(), groups, window, AGES)),
            naive(&company, |first, event, age| {
                let from = first.1 + i64::from(age) * length;
                (from..from + length).contains(&event.1)
            })
        );
    }
}

#[test]
fn twenty_four_hours_are_not_a_day_when_the_clock_changes() {
    // New York, 9 March 2024, 23:30; 24 hours later it is 00:30 on the 11th.
    let zone = Zone::named("America/New_York").unwrap();
    let at = i64::from(day("2024-03-10")) * DAY_US + 9 * (DAY_US / 48);
    let log = events(1, &[(0, at + DAY_US, 0, None), (0, at, 0, None)]);
    let days = window(Grain::Day, "2024-03-09", "2024-03-09", "2024-03-20");
    let everybody = Groups::everybody(1);
    assert_eq!(
        rolling(&log, &zone, &qualifying(), &everybody, &days, 3).retained,
        [1, 1, 0]
    );
    assert_eq!(
        on(&build(&log, &zone, &qualifying()), &everybody, &days, 3).retained,
        [1, 0, 1]
    );
}

#[test]
fn what_has_not_begun_is_not_due() {
    use Coverage::{Complete, NotDue, Partial};
    let history = orders(1, &[(0, "2024-01-15")]);
    let months = window(Grain::Month, "2024-01", "2024-02", "2024-03-05");
    let everybody = Groups::everybody(1);
    let seen = calendar(&history, &everybody, &months, 3);
    assert_eq!(seen.coverage, [Complete, Complete, Partial, Complete, Partial, NotDue]);
    // January: day 30 falls between 31 January and 1 March; day 60 between 1 March and 31 March.
    // February: day 30 begins on 2 March, day 60 on 1 April.
    let seen = on(&history, &everybody, &months, 3);
    assert_eq!(seen.coverage, [Complete, Complete, Partial, Complete, Partial, NotDue]);
    let seen = on_or_after(&history, &everybody, &months, 3);
    assert_eq!(seen.coverage, [Partial, Partial, Partial, Partial, Partial, NotDue]);
    // January: days 0–29 end by 29 February, days 30–59 by 30 March.
    let seen = range(&history, &everybody, &months, 3);
    assert_eq!(seen.coverage, [Complete, Partial, Partial, Partial, Partial, NotDue]);
    let log = events(1, &[(0, i64::from(day("2024-01-15")) * DAY_US, 0, None)]);
    let seen = rolling(&log, &Zone::utc(), &qualifying(), &everybody, &months, 3);
    assert_eq!(seen.coverage, [Complete, Partial, Partial, Partial, Partial, NotDue]);
}
