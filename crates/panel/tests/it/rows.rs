//! Random events.

use holdfast_domain::grain::Grain;
use holdfast_domain::zone::{DAY_US, Zone};
use holdfast_panel::events::{EventChunk, Events};
use holdfast_panel::periods::Periods;
use proptest::prelude::*;

/// An event as a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    pub customer: u32,
    pub at_us: i64,
    pub kind: u16,
    pub amount: i64,
    pub quantity: f64,
    pub product: u32,
}

pub const KINDS: [&str; 4] = ["visit", "purchase", "return", "call"];
/// More than two blocks.
pub const CUSTOMERS: u32 = 5000;
/// 2024-05-31 in the evening, UTC.
pub const END_US: i64 = 1_717_190_000_000_000;

/// Rows as columns, in chunks of `chunk` rows.
pub fn events(rows: &[Row], customers: u32, chunk: usize) -> Events {
    let chunks = rows
        .chunks(chunk.max(1))
        .map(|rows| EventChunk {
            customer: rows.iter().map(|row| row.customer).collect(),
            occurred_at_us: rows.iter().map(|row| row.at_us).collect(),
            kind: rows.iter().map(|row| row.kind).collect(),
            amount_minor: rows.iter().map(|row| row.amount).collect(),
            quantity: rows.iter().map(|row| row.quantity).collect(),
            product: rows.iter().map(|row| row.product).collect(),
        })
        .collect();
    Events {
        customers,
        kinds: KINDS.map(str::to_owned).to_vec(),
        products: 40,
        chunks,
    }
}

/// Zones with and without clock changes.
pub fn zones() -> impl Strategy<Value = Zone> {
    prop::sample::select(vec![
        "Asia/Shanghai",
        "Pacific/Auckland",
        "America/New_York",
        "America/Sao_Paulo",
    ])
    .prop_map(|name| Zone::named(name).unwrap())
}

/// Periods that end near [`END_US`].
pub fn periods() -> impl Strategy<Value = (Zone, Periods)> {
    let grain = prop::sample::select(vec![Grain::Day, Grain::Week, Grain::Month, Grain::Quarter, Grain::Year]);
    (zones(), grain, 0_i64..400, 1_usize..30).prop_map(|(zone, grain, days, count)| {
        let periods = Periods::before(&zone, grain, END_US - days * DAY_US / 3, count);
        (zone, periods)
    })
}

/// Rows of few customers far apart, so that cells have several events, around the periods and on their boundaries.
pub fn rows(periods: &Periods, most: usize) -> impl Strategy<Value = Vec<Row>> + use<> {
    let (first, last) = (periods.starts_us[0], periods.starts_us[periods.len()]);
    let span = last - first;
    let boundaries = periods.starts_us.clone();
    let at = prop_oneof![
        6 => first..last,
        1 => first - span / 2..last + span / 3,
        2 => (prop::sample::select(boundaries), -1_i64..2).prop_map(|(start, by)| start + by),
    ];
    let amount = prop_oneof![
        5 => -20_000_i64..100_000,
        1 => Just(EventChunk::NO_AMOUNT),
        1 => prop::sample::select(vec![0, i64::MAX, i64::MIN + 1, i64::MAX / 2]),
    ];
    let quantity = prop_oneof![4 => (0_i32..40).prop_map(|q| f64::from(q) / 4.0), 1 => Just(f64::NAN)];
    let product = prop_oneof![5 => 0_u32..40, 1 => Just(EventChunk::NO_PRODUCT)];
    let customer = prop::sample::select(vec![0, 1, 1023, 1024, 4096, CUSTOMERS - 1]);
    let row = (customer, at, 0_u16..4, amount, quantity, product).prop_map(
        |(customer, at_us, kind, amount, quantity, product)| Row {
            customer,
            at_us,
            kind,
            amount,
            quantity,
            product,
        },
    );
    prop::collection::vec(row, 0..most)
}

/// Periods and rows around them.
pub fn world(most: usize) -> impl Strategy<Value = (Zone, Periods, Vec<Row>)> {
    periods().prop_flat_map(move |(zone, periods)| {
        let rows = rows(&periods, most);
        (Just(zone), Just(periods), rows)
    })
}
