//! Metrics counted again from the tables, day by day and customer by customer, in another way than the simulator's.

use std::collections::BTreeSet;

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_simulate::industry::Industry;
use holdfast_simulate::plan::Plan;

use crate::lives::{Customer, customers};
use crate::metrics::Metrics;
use crate::tables::{end, whole};

/// Sums over customers of what a closure gives for each.
fn total<T: std::iter::Sum<T>>(all: &[&Customer], of: impl Fn(&Customer) -> T) -> T {
    all.iter().map(|customer| of(customer)).sum()
}

struct Case {
    metrics: Metrics,
    all: Vec<Customer>,
    silence: Option<i32>,
    through: i32,
}

fn case(industry: Industry, customers_count: u64) -> Case {
    let plan = Plan {
        months: 20,
        ..Plan::new(industry, customers_count, 5, end())
    };
    let (company, tables) = whole(&plan);
    let all = customers(&tables, &company.truth.definition.qualifying_kinds);
    let through = all
        .iter()
        .flat_map(|customer| &customer.events)
        .map(|event| event.0)
        .max()
        .unwrap();
    Case {
        metrics: Metrics::read(&company.metrics),
        silence: (industry != Industry::Telecom).then(|| industry.horizon_days()),
        through,
        all,
    }
}

impl Case {
    fn check(&self, grain: Grain, label: &str, group: [&str; 2]) {
        let period = grain.parse_period(label).unwrap();
        let (s, e) = (
            grain.first_day(period).number(),
            grain.last_day(period).number().min(self.through),
        );
        let before = grain.first_day(period - 1).number();
        let inside = |customer: &&Customer| match group[0] {
            "region" => customer.region == group[1],
            "channel" => customer.channel == group[1],
            _ => true,
        };
        let all: Vec<&Customer> = self.all.iter().filter(inside).collect();
        // Day by day: active at the start of each day of the period and of the day after it.
        let active: Vec<Vec<bool>> = all
            .iter()
            .map(|customer| customer.active(self.silence, s..=e + 1))
            .collect();
        let length = (e - s + 1) as usize;
        let count = |of: &dyn Fn(&Vec<bool>) -> usize| active.iter().map(of).sum::<usize>() as f64;
        let losses = |of: &Vec<bool>| (0..length).filter(|day| of[*day] && !of[day + 1]).count();
        let begins = |of: &Vec<bool>| (0..length).filter(|day| !of[*day] && of[day + 1]).count();
        let expect = |metric: &str, numerator: f64, denominator: Option<f64>| {
            let found = self.metrics.get(metric, grain.id(), label, group).unwrap();
            let close = |a: f64, b: f64| (a - b).abs() <= 1e-6 + 1e-9 * b.abs();
            assert!(
                close(found[0], numerator),
                "{metric} {label} {group:?}: {found:?}, not {numerator}"
            );
            assert!(
                denominator.map_or(found[1].is_nan(), |whole| close(found[1], whole)),
                "{metric} {label} {group:?}: {found:?}, not over {denominator:?}"
            );
        };
        let first_on = |customer: &Customer| match self.silence {
            Some(_) => customer.purchase_days().first().copied().unwrap_or(i32::MAX),
            None => customer.spells.iter().map(|spell| spell.0).min().unwrap_or(i32::MAX),
        };
        let new = all
            .iter()
            .filter(|customer| (s..=e).contains(&first_on(customer)))
            .count() as f64;
        let on_file = all.iter().filter(|customer| first_on(customer) <= e).count() as f64;
        let (at_start, at_end) = (count(&|of| usize::from(of[0])), count(&|of| usize::from(of[length])));
        expect("customers_at_start", at_start, None);
        expect("customers_at_end", at_end, None);
        expect("customers_new", new, None);
        expect("customers_returned", count(&begins) - new, None);
        expect("customers_lost", count(&losses), None);
        expect(
            "active_days",
            count(&|of| of[..length].iter().filter(|day| **day).count()),
            None,
        );
        let of_start = count(&|of| usize::from(of[0] && losses(of) > 0));
        let joined = all
            .iter()
            .zip(&active)
            .filter(|(customer, of)| first_on(customer) >= s && losses(of) > 0);
        expect("churn_rate_start", of_start, Some(at_start));
        expect(
            "churn_rate_joined",
            of_start + joined.count() as f64,
            Some(at_start + new),
        );
        let daily = (0..length).filter_map(|day| {
            let there = active.iter().filter(|of| of[day]).count();
            let lost = active.iter().filter(|of| of[day] && !of[day + 1]).count();
            (there > 0).then(|| lost as f64 / there as f64)
        });
        let daily: Vec<f64> = daily.collect();
        let found = self.metrics.get("churn_rate_daily", grain.id(), label, group).unwrap();
        assert!((found[0] - daily.iter().sum::<f64>()).abs() < 1e-6 && found[1] == daily.len() as f64);
        expect("churn_rate_trailing", on_file - at_end, Some(on_file));
        if grain == Grain::Week {
            return;
        }

        let bought = |customer: &Customer, days: std::ops::RangeInclusive<i32>| {
            customer.purchase_days().range(days).next().is_some()
        };
        let buyers = |of: &dyn Fn(&Customer) -> bool| all.iter().filter(|customer| of(customer)).count() as f64;
        expect("buyers", buyers(&|c| bought(c, s..=e)), None);
        expect(
            "lifecycle_kept",
            buyers(&|c| bought(c, s..=e) && bought(c, before..=s - 1)),
            None,
        );
        expect(
            "lifecycle_lapsed",
            buyers(&|c| !bought(c, s..=e) && bought(c, before..=s - 1)),
            None,
        );
        let earlier = |c: &Customer| bought(c, i32::MIN..=before - 1) && !bought(c, before..=s - 1);
        expect("lifecycle_dormant", buyers(&|c| !bought(c, s..=e) && earlier(c)), None);
        expect("lifecycle_returned", buyers(&|c| bought(c, s..=e) && earlier(c)), None);
        expect("amount", total(&all, |c| c.net(s..=e)) as f64, None);
        expect(
            "events",
            total(&all, |c| {
                c.events.iter().filter(|event| (s..=e).contains(&event.0)).count()
            }) as f64,
            None,
        );
        let known = |c: &&&Customer| first_on(c) <= e;
        let history: i64 = all.iter().filter(known).map(|c| c.net(i32::MIN..=e)).sum();
        expect("historical_value", history as f64, Some(on_file));

        let revenue = |c: &Customer| match self.silence {
            Some(_) => [c.net(before..=s - 1).max(0), c.net(s..=e).max(0)],
            None => [c.fee(s - 1), c.fee(e)],
        };
        expect("revenue_start", total(&all, |c| revenue(c)[0]) as f64, None);
        expect("revenue_end", total(&all, |c| revenue(c)[1]) as f64, None);
        let churned = total(&all, |c| if revenue(c)[1] == 0 { revenue(c)[0] } else { 0 });
        expect("revenue_churned", churned as f64, None);
        let more = total(&all, |c| {
            if revenue(c)[0] > 0 {
                (revenue(c)[1] - revenue(c)[0]).max(0)
            } else {
                0
            }
        });
        expect("revenue_expansion", more as f64, None);
        let ever = |c: &Customer| match self.silence {
            Some(_) => (0..)
                .map(|back| period - 1 - back)
                .take_while(|p| grain.last_day(*p).number() > self.through - 1_000)
                .any(|p| c.net(grain.first_day(p).number()..=grain.last_day(p).number()) > 0),
            None => first_on(c) < s,
        };
        let fresh = total(&all, |c| {
            if revenue(c)[0] == 0 && !ever(c) {
                revenue(c)[1]
            } else {
                0
            }
        });
        expect("revenue_new", fresh as f64, None);

        // A loss on day x: the last purchase was N days before, or the last day of the plan the one before.
        let value = all.iter().zip(&active).map(|(c, of)| {
            let lost = (0..length)
                .filter(|day| of[*day] && !of[day + 1])
                .map(|day| s + day as i32);
            let each = lost.map(|x| match self.silence {
                Some(silence) => {
                    let last = x - silence;
                    let since = c.events.iter().map(|event| event.0).min().unwrap();
                    (c.net(last - 364..=last) as f64 * 30.4375 / f64::from((last + 1 - since).clamp(1, 365))).round()
                }
                None => c.fee(x - 1) as f64,
            });
            each.sum::<f64>()
        });
        expect("value_lost", value.sum(), None);

        let talks: Vec<_> = all
            .iter()
            .flat_map(|c| &c.talks)
            .filter(|talk| (s..=e).contains(&talk.0))
            .collect();
        let scores: Vec<i64> = talks.iter().filter_map(|talk| talk.3).collect();
        let good = scores.iter().filter(|score| **score > 3).count();
        expect("csat", good as f64, Some(scores.len() as f64));
        expect("complaints", talks.iter().filter(|talk| talk.2).count() as f64, None);
        let hours: Vec<f64> = talks.iter().filter(|talk| talk.2).filter_map(|talk| talk.1).collect();
        expect("complaint_response_hours", hours.iter().sum(), Some(hours.len() as f64));
        if let Some(silence) = self.silence {
            let visits: Vec<(i32, BTreeSet<i32>)> = all
                .iter()
                .map(|c| c.purchase_days())
                .flat_map(|days| days.clone().into_iter().map(move |day| (day, days.clone())))
                .filter(|(day, _)| (s..=e).contains(&(day + silence)))
                .collect();
            let back = visits
                .iter()
                .filter(|(day, days)| days.range(day + 1..=day + silence).next().is_some());
            expect("workshop_return", back.count() as f64, Some(visits.len() as f64));
        }
    }

    fn check_classes(&self, label: &str) {
        let e = Grain::Month
            .last_day(Grain::Month.parse_period(label).unwrap())
            .number()
            .min(self.through);
        let here = self.all.iter().filter_map(|c| {
            let bought = c.purchase_days();
            let last = bought.range(..=e).next_back()?;
            let year = bought.range(e - 364..=e).count();
            Some([f64::from(e - last), year as f64, c.net(e - 364..=e) as f64])
        });
        let here: Vec<[f64; 3]> = here.collect();
        let mean = [0, 1, 2].map(|at| here.iter().map(|row| row[at]).sum::<f64>() / here.len() as f64);
        for (name, wanted) in [
            ("重要价值", [true, true, true]),
            ("重要发展", [true, false, true]),
            ("重要保持", [false, true, true]),
            ("重要挽留", [false, false, true]),
            ("一般价值", [true, true, false]),
            ("一般发展", [true, false, false]),
            ("一般保持", [false, true, false]),
            ("一般挽留", [false, false, false]),
        ] {
            let high = |row: &&[f64; 3]| [row[0] <= mean[0], row[1] > mean[1], row[2] > mean[2]] == wanted;
            let count = here.iter().filter(high).count() as f64;
            let found = self.metrics.get("rfm", "month", label, ["rfm_class", name]);
            let wanted = (!here.is_empty()).then_some([count, here.len() as f64]);
            assert_eq!(found, wanted, "{label} {name}");
        }
    }

    fn check_cohort(&self, label: &str) {
        let month = Grain::Month.parse_period(label).unwrap();
        let member = |days: &BTreeSet<i32>| {
            days.first()
                .is_some_and(|day| Grain::Month.period_of(Day::from_number(*day)) == month)
        };
        let members: Vec<BTreeSet<i32>> = self.all.iter().map(Customer::purchase_days).filter(member).collect();
        let mut cells = 0;
        for age in 0..20 {
            let (s, e) = (
                Grain::Month.first_day(month + age).number(),
                Grain::Month.last_day(month + age).number(),
            );
            let count = |of: &dyn Fn(&BTreeSet<i32>, i32) -> bool| {
                members
                    .iter()
                    .filter(|days| of(days, days.first().unwrap() + 30 * age))
                    .count() as f64
            };
            let group = format!("{label}+{age}");
            for (kind, retained) in [
                ("calendar", count(&|days, _| days.range(s..=e).next().is_some())),
                ("on", count(&|days, due| days.contains(&due))),
                ("on_or_after", count(&|days, due| days.range(due..).next().is_some())),
                ("range", count(&|days, due| days.range(due..due + 30).next().is_some())),
            ] {
                let begins = if kind == "calendar" {
                    s
                } else {
                    Grain::Month.first_day(month).number() + 30 * age
                };
                let wanted =
                    (begins <= self.through && !members.is_empty()).then_some([retained, members.len() as f64]);
                let found = self
                    .metrics
                    .get(&format!("retention_{kind}"), "month", label, ["cohort", &group]);
                assert_eq!(found, wanted, "{kind} {group}");
                cells += usize::from(wanted.is_some());
            }
        }
        assert!(cells > 0 || members.is_empty());
    }
}

fn check(case: &Case) {
    let [regions, channels] = ["region", "channel"].map(|dimension| case.metrics.groups(dimension));
    let [region, channel] = [&regions, &channels].map(|names| names.first().unwrap());
    for grain in [Grain::Week, Grain::Month, Grain::Quarter] {
        for label in case.metrics.periods(grain) {
            case.check(grain, &label, ["", ""]);
            case.check(grain, &label, ["region", region]);
            if grain == Grain::Month {
                case.check(grain, &label, ["channel", channel]);
                case.check_classes(&label);
                case.check_cohort(&label);
            }
        }
    }
}

#[test]
fn telecom_by_hand() {
    check(&case(Industry::Telecom, 150));
}

#[test]
fn dealer_by_hand() {
    check(&case(Industry::Dealer, 400));
}

#[test]
fn shop_by_hand() {
    check(&case(Industry::Shop, 300));
}

#[test]
fn companies_that_end_early() {
    let mut early = 0;
    for customers in 2..10 {
        for industry in [Industry::Dealer, Industry::Shop] {
            let case = case(industry, customers);
            early += usize::from(case.through < end().number());
            check(&case);
        }
    }
    assert!(early > 8, "{early}");
}
