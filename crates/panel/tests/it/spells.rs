use holdfast_domain::rule::ChurnRule;
use holdfast_panel::history::{Contracts, DayHistory, Snapshots};
use holdfast_panel::spells::{STILL_HERE, SpellError, SpellInputs, Spells, spells};
use proptest::prelude::*;

use crate::company::{company, counts, day, orders};

pub fn inactivity(days: i32) -> ChurnRule {
    ChurnRule::Inactivity { days, counts: counts() }
}

pub fn rhythm(least_days: i32, most_days: i32) -> ChurnRule {
    ChurnRule::OwnRhythm {
        quantile: 0.9,
        prior_gaps: 5.0,
        least_days,
        most_days,
        counts: counts(),
    }
}

pub fn decline(recent_months: i32, baseline_months: i32) -> ChurnRule {
    ChurnRule::Decline {
        share: 0.5,
        recent_months,
        baseline_months,
        counts: counts(),
    }
}

pub fn of_history(rule: &ChurnRule, history: &DayHistory, through: i32) -> Spells {
    let inputs = SpellInputs {
        history: Some(history),
        ..SpellInputs::default()
    };
    spells(rule, inputs, through).unwrap()
}

pub fn of_contracts(grace_days: i32, contracts: &Contracts, through: i32) -> Spells {
    let inputs = SpellInputs {
        contracts: Some(contracts),
        ..SpellInputs::default()
    };
    spells(&ChurnRule::Contract { grace_days }, inputs, through).unwrap()
}

/// Customer, start, loss, last activity.
fn flat(spells: &Spells) -> Vec<(u32, i32, i32, i32)> {
    (0..spells.len())
        .map(|row| {
            (
                spells.customer[row],
                spells.started_on[row],
                spells.lost_on[row],
                spells.last_active_on[row],
            )
        })
        .collect()
}

#[test]
fn a_gap_of_n_days_continues_and_one_more_ends() {
    // 30 days after 1 January is the 31st: still within. 31 days after that, 2 March, is one too many: lost on 1 March.
    let history = orders(2, &[(0, "2024-01-01"), (0, "2024-01-31"), (0, "2024-03-02")]);
    let found = of_history(&inactivity(30), &history, day("2024-03-31"));
    let (jan, end, march) = (day("2024-01-01"), day("2024-01-31"), day("2024-03-02"));
    assert_eq!(
        flat(&found),
        [(0, jan, day("2024-03-01"), end), (0, march, STILL_HERE, march)]
    );
    // On 1 April the thirtieth silent day is over.
    let found = of_history(&inactivity(30), &history, day("2024-04-01"));
    assert_eq!(found.lost_on[1], day("2024-04-01"));
    // Up to 29 February nothing of this is known.
    let found = of_history(&inactivity(30), &history, day("2024-02-29"));
    assert_eq!(flat(&found), [(0, jan, STILL_HERE, end)]);
}

#[test]
fn contracts_join_within_grace_and_a_longer_one_hides_a_shorter() {
    // [0, 10) and [12, 20) with [13, 15) inside; then [40, open). Grace 2 joins 10 and 12.
    let contracts = Contracts::build(1, &[0; 4], &[0, 12, 13, 40], &[10, 20, 15, Contracts::OPEN], &[1; 4]);
    assert_eq!(
        flat(&of_contracts(2, &contracts, 100)),
        [(0, 0, 22, 19), (0, 40, STILL_HERE, 100)]
    );
    assert_eq!(
        flat(&of_contracts(1, &contracts, 100)),
        [(0, 0, 11, 9), (0, 12, 21, 19), (0, 40, STILL_HERE, 100)]
    );
    // As of day 20 the grace is not over.
    assert_eq!(flat(&of_contracts(2, &contracts, 20)), [(0, 0, STILL_HERE, 19)]);
    assert_eq!(flat(&of_contracts(2, &contracts, 11)), [(0, 0, STILL_HERE, 9)]);
}

#[test]
fn snapshots_may_begin_churned() {
    let snapshots = Snapshots::build(
        3,
        &[0, 0, 0, 0, 1, 1, 1],
        &[10, 20, 30, 40, 10, 20, 30],
        &[false, true, true, false, true, true, false],
    );
    let inputs = SpellInputs {
        snapshots: Some(&snapshots),
        ..SpellInputs::default()
    };
    let found = spells(&ChurnRule::Label {}, inputs, 50).unwrap();
    assert_eq!(
        flat(&found),
        [
            (0, 10, 20, 10),
            (0, 40, STILL_HERE, 40),
            (1, 9, 10, 9),
            (1, 30, STILL_HERE, 30)
        ]
    );
}

#[test]
fn own_rhythm_follows_the_customer() {
    // Customer 0 comes every 4 days, customer 1 every 20: gaps 4, 4, 4, 4, 20, 20. S = quantile .9 at position 4.5 = 20.
    // Customer 0 after 4 gaps: ⌈(4·4 + 5·20)/9⌉ = ⌈12.9⌉ = 13. Without a gap: S = 20.
    let history = orders(
        2,
        &[
            (0, "2024-01-01"),
            (0, "2024-01-05"),
            (0, "2024-01-09"),
            (0, "2024-01-13"),
            (0, "2024-01-17"),
            (1, "2024-01-01"),
            (1, "2024-01-21"),
            (1, "2024-02-10"),
        ],
    );
    let found = of_history(&rhythm(1, 365), &history, day("2024-02-20"));
    assert_eq!(
        flat(&found),
        [
            (0, day("2024-01-01"), day("2024-01-30"), day("2024-01-17")),
            (1, day("2024-01-01"), STILL_HERE, day("2024-02-10"))
        ]
    );
    // Bounded below by 14.
    assert_eq!(
        of_history(&rhythm(14, 365), &history, day("2024-02-20")).lost_on[0],
        day("2024-01-31")
    );
    // Nobody has a gap: S is the most days.
    let once = orders(1, &[(0, "2024-01-01")]);
    assert_eq!(
        of_history(&rhythm(7, 10), &once, day("2024-02-20")).lost_on,
        [day("2024-01-11")]
    );
}

#[test]
fn decline_is_judged_at_month_starts() {
    // January to March 100 a month, nothing in April, 200 in May; one recent month against two before.
    let history = orders(
        1,
        &[
            (0, "2024-01-10"),
            (0, "2024-02-10"),
            (0, "2024-03-10"),
            (0, "2024-05-10"),
            (0, "2024-05-11"),
        ],
    );
    let rule = decline(1, 2);
    // 1 May: April 0 < half of 100. 1 June: May 200 ≥ half of (100 + 0)/2.
    let found = of_history(&rule, &history, day("2024-06-20"));
    assert_eq!(
        flat(&found),
        [
            (0, day("2024-01-10"), day("2024-04-30"), day("2024-03-10")),
            (0, day("2024-05-31"), STILL_HERE, day("2024-05-11"))
        ]
    );
    // On 29 April nothing is decided, at the end of the 30th it is.
    assert_eq!(of_history(&rule, &history, day("2024-04-29")).lost_on, [STILL_HERE]);
    assert_eq!(
        of_history(&rule, &history, day("2024-04-30")).lost_on,
        [day("2024-04-30")]
    );
}

#[test]
fn what_is_missing_is_named() {
    let missing = spells(&inactivity(30), SpellInputs::default(), 0);
    assert_eq!(
        missing,
        Err(SpellError::MissingTable {
            rule: "inactivity",
            table: "events"
        })
    );
    let history = orders(1, &[]);
    let inputs = SpellInputs {
        history: Some(&history),
        ..SpellInputs::default()
    };
    assert!(matches!(
        spells(&inactivity(0), inputs, 0),
        Err(SpellError::OutOfRange(_))
    ));
    assert!(of_history(&inactivity(5), &history, 0).is_empty());
    assert!(of_history(&decline(1, 2), &history, 0).is_empty());
    assert!(of_history(&rhythm(1, 9), &history, 0).is_empty());
}

/// Day by day: present or not, and since when silent.
fn naive_inactivity(days: &[Vec<i32>], n: i32, through: i32) -> Vec<(u32, i32, i32, i32)> {
    let mut out = Vec::new();
    for (customer, own) in days.iter().enumerate() {
        let (mut start, mut last) = (None, 0);
        for today in own.first().copied().unwrap_or(through)..=through {
            if own.contains(&today) {
                start = start.or(Some(today));
                last = today;
            }
            if let Some(since) = start.filter(|_| today - last == n) {
                out.push((customer as u32, since, today, last));
                start = None;
            }
        }
        if let Some(since) = start {
            out.push((customer as u32, since, STILL_HERE, last));
        }
    }
    out
}

/// Q and S by sorting, T as written.
fn naive_rhythm(days: &[Vec<i32>], least: i32, most: i32, through: i32) -> Vec<(u32, i32, i32, i32)> {
    let quantile = |mut gaps: Vec<f64>| -> Option<f64> {
        gaps.sort_by(f64::total_cmp);
        let at = gaps.len().checked_sub(1)? as f64 * 0.9;
        let (low, high) = (gaps[at.floor() as usize], gaps[at.ceil() as usize]);
        Some(low + (at - at.floor()) * (high - low))
    };
    let gaps = |own: &[i32]| {
        own.windows(2)
            .map(|pair| f64::from(pair[1] - pair[0]))
            .collect::<Vec<_>>()
    };
    let s = quantile(days.iter().flat_map(|own| gaps(own)).collect()).unwrap_or(f64::from(most));
    let mut out = Vec::new();
    for (customer, own) in days.iter().enumerate() {
        let mut start = None;
        for (at, &today) in own.iter().enumerate() {
            let since = *start.get_or_insert(today);
            let seen = gaps(&own[..=at]);
            let n = seen.len() as f64;
            let t = (n * quantile(seen).unwrap_or(0.0) + 5.0 * s) / (n + 5.0);
            let t = ((t - 1e-9).ceil() as i32).clamp(least, most);
            if own.get(at + 1).is_none_or(|&next| next - today > t) {
                out.push((
                    customer as u32,
                    since,
                    if today + t > through { STILL_HERE } else { today + t },
                    today,
                ));
                start = None;
            }
        }
    }
    out
}

proptest! {
    #[test]
    fn silence_day_by_day_is_the_same(company in company(), n in 1..60i32) {
        let found = of_history(&inactivity(n), &company.history(), company.window.through);
        prop_assert_eq!(flat(&found), naive_inactivity(&company.qualifying_days(), n, company.window.through));
    }

    #[test]
    fn rhythm_by_sorting_is_the_same(company in company(), least in 1..20i32, more in 0..60i32) {
        let found = of_history(&rhythm(least, least + more), &company.history(), company.window.through);
        prop_assert_eq!(flat(&found), naive_rhythm(&company.qualifying_days(), least, least + more, company.window.through));
    }

    #[test]
    fn contracts_day_by_day_are_the_same(company in company(), grace in 0..30i32) {
        let through = company.window.through;
        let found = of_contracts(grace, &company.contracts(), through);
        let mut naive = Vec::new();
        for customer in 0..company.customers {
            let holds = |today: i32| company.contracts.iter().any(|c| c.0 == customer && c.1 <= today && today < c.2);
            let (mut start, mut last) = (None, 0);
            for today in day("2023-10-01")..=through {
                if holds(today) {
                    start = start.or(Some(today));
                    last = today;
                }
                // The day after the last is the end; so many days of grace later it is over. Whoever begins on the day of the
                // loss is within the grace.
                if let Some(since) = start.filter(|_| !holds(today) && today == last + 1 + grace) {
                    naive.push((customer, since, today, last));
                    start = None;
                }
            }
            if let Some(since) = start {
                naive.push((customer, since, STILL_HERE, last));
            }
        }
        let found = flat(&found);
        let open = |rows: &[(u32, i32, i32, i32)]| rows.iter().map(|row| (row.0, row.1, row.2)).collect::<Vec<_>>();
        prop_assert_eq!(open(&found), open(&naive));
    }

    #[test]
    fn what_comes_later_changes_nothing(company in company(), n in 1..60i32) {
        let (whole, cut) = (company.history(), company.truncated().history());
        for rule in [inactivity(n), rhythm(3, 40), decline(1, 2)] {
            prop_assert_eq!(
                of_history(&rule, &whole, company.window.through),
                of_history(&rule, &cut, company.window.through)
            );
        }
    }
}
