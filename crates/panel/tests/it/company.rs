//! Small random companies, and the plain facts about them that naive counts read.

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::rule::Counts;
use holdfast_domain::zone::{DAY_US, Zone};
use holdfast_panel::events::{EventChunk, Events};
use holdfast_panel::groups::Groups;
use holdfast_panel::history::{Contracts, DayHistory, Qualifying, build};
use holdfast_panel::window::Window;
use proptest::prelude::*;

pub fn day(text: &str) -> i32 {
    Day::parse_iso(text).unwrap().number()
}

/// An event as a test writes it: customer, instant, kind, amount (`None`: without).
pub type Row = (u32, i64, u16, Option<i64>);

pub const KINDS: [&str; 2] = ["order", "view"];

/// Events in chunks of different lengths.
pub fn events(customers: u32, rows: &[Row]) -> Events {
    let mut chunks = vec![EventChunk::default()];
    for (index, &(customer, at, kind, amount)) in rows.iter().enumerate() {
        if index % 7 == 3 {
            chunks.push(EventChunk::default());
        }
        let chunk = chunks.last_mut().unwrap();
        chunk.customer.push(customer);
        chunk.occurred_at_us.push(at);
        chunk.kind.push(kind);
        chunk.amount_minor.push(amount.unwrap_or(EventChunk::NO_AMOUNT));
        chunk.quantity.push(f64::NAN);
        chunk.product.push(EventChunk::NO_PRODUCT);
    }
    Events {
        customers,
        kinds: KINDS.map(str::to_owned).to_vec(),
        products: 0,
        chunks,
    }
}

/// Orders count, views do not, refunds do not.
pub fn counts() -> Counts {
    Counts {
        kinds: vec!["order".to_owned()],
        ..Counts::default()
    }
}

pub fn qualifying() -> Qualifying {
    Qualifying::of(Some(&counts()), &KINDS.map(str::to_owned))
}

/// A history of orders at noon UTC of the given days, 100 minor units each.
pub fn orders(customers: u32, days: &[(u32, &str)]) -> DayHistory {
    let rows: Vec<Row> = days
        .iter()
        .map(|&(customer, text)| (customer, i64::from(day(text)) * DAY_US + DAY_US / 2, 0, Some(100)))
        .collect();
    build(&events(customers, &rows), &Zone::utc(), &qualifying())
}

pub fn window(grain: Grain, first: &str, last: &str, through: &str) -> Window {
    Window {
        grain,
        first: grain.parse_period(first).unwrap(),
        last: grain.parse_period(last).unwrap(),
        through: day(through),
    }
}

/// One event of a company, in the workspace's days.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    pub customer: u32,
    pub at_us: i64,
    pub day: i32,
    pub amount: i64,
    pub counts: bool,
}

#[derive(Clone, Debug)]
pub struct Company {
    pub customers: u32,
    pub zone: Zone,
    pub rows: Vec<Row>,
    pub contracts: Vec<(u32, i32, i32, i64)>,
    pub groups: Groups,
    pub window: Window,
}

impl Company {
    pub fn events(&self) -> Events {
        events(self.customers, &self.rows)
    }

    pub fn history(&self) -> DayHistory {
        build(&self.events(), &self.zone, &qualifying())
    }

    pub fn contracts(&self) -> Contracts {
        let column = |of: fn(&(u32, i32, i32, i64)) -> i32| self.contracts.iter().map(of).collect::<Vec<_>>();
        let customer: Vec<u32> = self.contracts.iter().map(|row| row.0).collect();
        let fee: Vec<i64> = self.contracts.iter().map(|row| row.3).collect();
        Contracts::build(
            self.customers,
            &customer,
            &column(|row| row.1),
            &column(|row| row.2),
            &fee,
        )
    }

    /// The events up to the end of `through`.
    pub fn facts(&self) -> Vec<Fact> {
        let facts = self.rows.iter().map(|&(customer, at_us, kind, amount)| Fact {
            customer,
            at_us,
            day: self.zone.day_of(at_us).number(),
            amount: amount.unwrap_or(0),
            counts: kind == 0 && amount.is_none_or(|amount| amount >= 0),
        });
        facts.filter(|fact| fact.day <= self.window.through).collect()
    }

    /// Distinct qualifying days of each customer.
    pub fn qualifying_days(&self) -> Vec<Vec<i32>> {
        let mut days = vec![std::collections::BTreeSet::new(); self.customers as usize];
        for fact in self.facts().iter().filter(|fact| fact.counts) {
            days[fact.customer as usize].insert(fact.day);
        }
        days.into_iter().map(|days| days.into_iter().collect()).collect()
    }

    /// First and last seen day of each period that has begun.
    pub fn periods(&self) -> Vec<(i32, i32)> {
        (0..self.window.len())
            .filter(|&index| self.window.start(index) <= self.window.through)
            .map(|index| (self.window.start(index), self.window.end(index)))
            .collect()
    }

    /// The group in which a customer is counted in a period, by the words of the contract.
    pub fn group(&self, customer: u32, joined: Option<i32>, (s, e): (i32, i32)) -> usize {
        let on = joined.filter(|&joined| s <= joined && joined <= e).unwrap_or(s);
        self.groups.on(customer, on) as usize
    }

    pub fn cells(&self) -> usize {
        self.window.len() * self.groups.count as usize
    }

    /// Without what happened after `through`.
    pub fn truncated(&self) -> Self {
        let mut out = self.clone();
        out.rows
            .retain(|row| self.zone.day_of(row.1).number() <= self.window.through);
        out
    }
}

const ORIGIN: &str = "2023-11-20";
const SPAN: i32 = 170;
const CUSTOMERS: u32 = 6;

prop_compose! {
    fn groups()(entries in prop::collection::vec(prop::collection::btree_map(0..SPAN, 0u32..3, 1..4), CUSTOMERS as usize)) -> Groups {
        let mut groups = Groups { count: 3, starts: vec![0], from_day: vec![], group: vec![] };
        for own in entries {
            for (from, group) in own {
                groups.from_day.push(day(ORIGIN) + from);
                groups.group.push(group);
            }
            groups.starts.push(groups.group.len() as u32);
        }
        groups
    }
}

fn window_of() -> impl Strategy<Value = Window> {
    (0usize..5, 0..60i32, 20..SPAN, 40..SPAN).prop_map(|(grain, from, to, through)| {
        let grain = Grain::ALL[grain];
        let first = grain.period_of(Day::from_number(day(ORIGIN) + from));
        Window {
            grain,
            first,
            last: grain.period_of(Day::from_number(day(ORIGIN) + to.max(from))),
            through: day(ORIGIN) + through,
        }
    })
}

/// Companies with refunds, views, events without amounts, changes of groups, overlapping contracts and clock changes.
pub fn company() -> impl Strategy<Value = Company> {
    let amount = prop_oneof![1 => Just(None), 6 => (1i64..2000).prop_map(Some), 2 => (-3000i64..=0).prop_map(Some)];
    let row = (
        0..CUSTOMERS,
        0..i64::from(SPAN) * DAY_US,
        prop_oneof![4 => Just(0u16), 1 => Just(1)],
        amount,
    );
    let rows = prop::collection::vec(row, 0..60);
    let contract = (0..CUSTOMERS, -30..SPAN, 0..90i32, 0i64..5);
    let contracts = prop::collection::vec(contract, 0..14);
    let zones = prop::sample::select(vec!["Asia/Shanghai", "Pacific/Auckland", "America/New_York", "UTC"]);
    (rows, contracts, zones, groups(), window_of(), any::<bool>()).prop_map(
        |(rows, contracts, zone, groups, window, fixed)| {
            let origin = i64::from(day(ORIGIN)) * DAY_US;
            Company {
                customers: CUSTOMERS,
                zone: Zone::named(zone).unwrap(),
                rows: rows
                    .into_iter()
                    .map(|(customer, at, kind, amount)| (customer, origin + at, kind, amount))
                    .collect(),
                contracts: contracts
                    .into_iter()
                    .map(|(customer, start, length, fee)| {
                        let start = day(ORIGIN) + start;
                        let end = if length == 89 { Contracts::OPEN } else { start + length };
                        (customer, start, end, fee * 1000)
                    })
                    .collect(),
                groups: if fixed {
                    Groups::fixed(3, (0..CUSTOMERS).map(|c| c % 3).collect())
                } else {
                    groups
                },
                window,
            }
        },
    )
}
