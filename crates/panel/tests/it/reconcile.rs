use holdfast_domain::grain::Grain;
use holdfast_domain::rule::ChurnRule;
use holdfast_panel::groups::Groups;
use holdfast_panel::history::Contracts;
use holdfast_panel::ledger::count;
use holdfast_panel::reconcile::{Measure, Reads, Reason, Side, Standing, compare};
use holdfast_panel::spells::Spells;
use proptest::prelude::*;

use crate::company::{company, day, orders, window};
use crate::spells::{inactivity, of_contracts, of_history, rhythm};

fn side<'a>(spells: &'a Spells, reads: Reads, measures: &'a [Measure]) -> Side<'a> {
    Side {
        spells,
        reads,
        measures,
    }
}

#[test]
fn a_gap_of_95_days_is_churn_at_90_but_not_at_120() {
    // 0: a gap of 95 days. 1: silent since 1 January, over at 90 days but not yet at 120 at the end of April.
    // 2: lost by both, at 90 days on 30 April, at 120 on 30 May.
    let history = orders(
        3,
        &[
            (0, "2024-01-01"),
            (0, "2024-04-05"),
            (1, "2024-01-30"),
            (2, "2024-01-01"),
            (2, "2024-01-31"),
        ],
    );
    let (a, b) = (
        of_history(&inactivity(90), &history, day("2024-05-10")),
        of_history(&inactivity(120), &history, day("2024-05-10")),
    );
    let measure = [Measure::Lost];
    let months = window(Grain::Month, "2024-03", "2024-05", "2024-05-10");
    let found = compare(
        side(&a, Reads::Events, &measure),
        side(&b, Reads::Events, &measure),
        &months,
        0,
    );
    assert_eq!((found.a, found.b, found.differences.len()), (1, 0, 1));
    assert_eq!(
        found.differences[0].reason,
        Reason::Gap {
            lost_in_a: true,
            days: 95
        }
    );
    assert_eq!(
        found.differences[0].reason.sentence().en,
        "a gap of 95 days is churn by A but not by B"
    );
    assert_eq!(
        found.differences[0].b_says,
        Standing::Active {
            since: day("2024-01-01")
        }
    );
    let found = compare(
        side(&a, Reads::Events, &measure),
        side(&b, Reads::Events, &measure),
        &months,
        1,
    );
    let reasons: Vec<_> = found.differences.iter().map(|d| (d.customer, d.reason)).collect();
    assert_eq!(
        reasons,
        [
            (
                1,
                Reason::Gap {
                    lost_in_a: true,
                    days: 91
                }
            ),
            (
                2,
                Reason::Gap {
                    lost_in_a: true,
                    days: 90
                }
            )
        ]
    );
    // With the data up to June both are lost by both, on other days.
    let (a, b) = (
        of_history(&inactivity(90), &history, day("2024-06-10")),
        of_history(&inactivity(120), &history, day("2024-06-10")),
    );
    let found = compare(
        side(&b, Reads::Events, &measure),
        side(&a, Reads::Events, &measure),
        &months,
        1,
    );
    assert_eq!(
        found.differences[1].reason,
        Reason::OtherDay {
            a_on: day("2024-05-30"),
            b_on: day("2024-04-30")
        }
    );
    assert_eq!(found.totals()[0].a - found.totals()[0].b, found.a - found.b);
}

#[test]
fn a_contract_ended_but_they_still_buy() {
    let contracts = Contracts::build(
        2,
        &[0, 1],
        &[day("2024-01-01"); 2],
        &[day("2024-03-10"), Contracts::OPEN],
        &[1, 1],
    );
    let history = orders(2, &[(0, "2024-02-01"), (0, "2024-03-20")]);
    let a = of_contracts(0, &contracts, day("2024-03-31"));
    let b = of_history(&inactivity(60), &history, day("2024-03-31"));
    let measure = [Measure::AtEnd];
    let months = window(Grain::Month, "2024-03", "2024-03", "2024-03-31");
    let found = compare(
        side(&a, Reads::of(&ChurnRule::Contract { grace_days: 0 }), &measure),
        side(&b, Reads::Events, &measure),
        &months,
        0,
    );
    let reasons: Vec<_> = found.differences.iter().map(|d| d.reason).collect();
    let (lost_on, active_on) = (day("2024-03-10"), day("2024-03-20"));
    assert_eq!(
        reasons,
        [
            Reason::StillCustomer {
                lost_in_a: true,
                lost_on,
                active_on
            },
            Reason::OnFileInOne {
                in_a: true,
                since: day("2024-01-01")
            }
        ]
    );
}

#[test]
fn one_definition_two_rates() {
    // 0 joins in February; 1 was lost in January and is back in February; 2 was lost in January; 3 stays.
    let history = orders(
        4,
        &[
            (0, "2024-02-05"),
            (1, "2024-01-01"),
            (1, "2024-02-10"),
            (2, "2024-01-01"),
            (3, "2024-01-25"),
            (3, "2024-02-20"),
        ],
    );
    let spells = of_history(&inactivity(28), &history, day("2024-02-29"));
    let months = window(Grain::Month, "2024-02", "2024-02", "2024-02-29");
    let (start, file) = ([Measure::AtStart], [Measure::OnFile]);
    let found = compare(
        side(&spells, Reads::Events, &file),
        side(&spells, Reads::Events, &start),
        &months,
        0,
    );
    let reasons: Vec<_> = found.differences.iter().map(|d| (d.customer, d.reason)).collect();
    let lost_on = day("2024-01-29");
    assert_eq!(
        reasons,
        [
            (0, Reason::JoinedInPeriod { on: day("2024-02-05") }),
            (
                1,
                Reason::ReturnedInPeriod {
                    lost_on,
                    back_on: day("2024-02-10")
                }
            ),
            (2, Reason::GoneBefore { on: lost_on }),
        ]
    );
    assert_eq!((found.a, found.b), (4, 1));
}

proptest! {
    #[test]
    fn the_reasons_make_up_the_difference(company in company(), n in 1..60i32, rule in 0..3) {
        let history = company.history();
        let through = company.window.through;
        let a = of_history(&inactivity(n), &history, through);
        let (b, reads) = match rule {
            0 => (of_history(&inactivity(n + 7), &history, through), Reads::Events),
            1 => (of_history(&rhythm(3, 40), &history, through), Reads::Events),
            _ => (of_contracts(2, &company.contracts(), through), Reads::Subscriptions),
        };
        let everybody = Groups::everybody(company.customers);
        let ledgers = [count(&a, &everybody, &company.window), count(&b, &everybody, &company.window)];
        for period in 0..company.window.len() {
            let columns = ledgers.each_ref().map(|l| [
                (Measure::AtStart, l.at_start[period]), (Measure::AtEnd, l.at_end[period]), (Measure::New, l.new[period]),
                (Measure::Returned, l.returned[period]), (Measure::Lost, l.lost[period]),
                (Measure::LostOfStart, l.lost_of_start[period]), (Measure::LostOfJoined, l.lost_of_joined[period]),
                (Measure::OnFile, l.on_file[period]), (Measure::Lapsed, l.on_file[period] - l.at_end[period]),
            ]);
            for (of_a, of_b) in columns[0].iter().zip(&columns[1]) {
                let measures = [of_a.0];
                let found =
                    compare(side(&a, Reads::Events, &measures), side(&b, reads, &measures), &company.window, period);
                prop_assert_eq!((found.a, found.b), (of_a.1 as i64, of_b.1 as i64));
                prop_assert_eq!(found.a - found.b, found.differences.iter().map(|d| d.a - d.b).sum::<i64>());
                let totals = found.totals();
                prop_assert_eq!(found.a - found.b, totals.iter().map(|t| t.a - t.b).sum::<i64>());
                for difference in &found.differences {
                    let text = difference.reason.sentence();
                    prop_assert!(!text.zh.is_empty() && !text.en.is_empty());
                    // Two definitions that differ on a customer are never explained by "other count".
                    prop_assert!(difference.reason != Reason::OtherCount, "{:?}", difference);
                }
            }
        }
    }
}
