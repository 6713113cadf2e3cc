//! The columns of every table, and a life as rows of them.

use holdfast_domain::day::Day;

use crate::causes::main_cause;
use crate::cell::{Cell, Sink, SinkError, TableName};
use crate::draw::Draw;
use crate::life::Life;
use crate::row::Row;
use crate::talk::compose::compose;
use crate::trade::{LABEL, POSITIVE, Trade};
use crate::world::World;

/// The snapshot column that only customers who churned have a value in.
pub(crate) const CANARY: &str = "退网回访结果";
/// The snapshot's columns about a person's identity.
pub(crate) const PERSONAL: [&str; 2] = ["姓名", "手机号"];
const ID: &str = "客户编号";
const RETENTION_RESULTS: &[&str] = &["已转网", "价格太高", "拒接", "不再需要", "投诉未解决"];
/// Some churners were not reached.
const CANARY_FILLED: f64 = 0.92;

const CUSTOMERS: [&str; 10] = [
    "customer_id",
    "name",
    "phone",
    "gender",
    "birth_year",
    "channel",
    "region",
    "owner",
    "segment",
    "joined_on",
];
/// Columns of `customers.csv` that have no canonical column, before the industry's own; and those of them that are personal.
pub(crate) const CUSTOMER_ATTRIBUTES: [&str; 4] = ["name", "phone", "gender", "birth_year"];
pub(crate) const CUSTOMER_PERSONAL: [&str; 2] = ["name", "phone"];
const EVENTS: [&str; 8] = [
    "customer_id",
    "occurred_at",
    "kind",
    "amount",
    "quantity",
    "channel",
    "product",
    "order",
];
const SUBSCRIPTIONS: [&str; 6] = [
    "customer_id",
    "plan",
    "started_on",
    "ended_on",
    "monthly_fee",
    "end_reason",
];
const INTERACTIONS: [&str; 8] = [
    "customer_id",
    "opened_at",
    "resolved_at",
    "kind",
    "channel",
    "agent",
    "satisfaction",
    "text",
];
const OFFERS: [&str; 12] = [
    "customer_id",
    "assigned_on",
    "treatment",
    "retained",
    "tenure_months",
    "value_90d",
    "silence_days",
    "complaints_180d",
    "committed",
    "promotion_percent",
    "age",
    "region",
];
const TRUTH_CUSTOMERS: [&str; 5] = [
    "customer_id",
    "churn_probability",
    "main_cause",
    "offer_effect",
    "left_on",
];

/// The tables of an industry with their columns.
pub(crate) fn headers(trade: &Trade, canary: bool) -> Vec<(TableName, Vec<&'static str>)> {
    let mut customers = CUSTOMERS.to_vec();
    customers.extend_from_slice(trade.attributes);
    let mut snapshot = vec![ID];
    snapshot.extend_from_slice(&PERSONAL);
    snapshot.extend_from_slice(trade.snapshot);
    snapshot.extend(canary.then_some(CANARY));
    snapshot.push(LABEL);
    TableName::ALL
        .into_iter()
        .filter(|table| *table != TableName::Subscriptions || trade.subscriptions)
        .map(|table| {
            let columns = match table {
                TableName::Customers => customers.clone(),
                TableName::Events => EVENTS.to_vec(),
                TableName::Subscriptions => SUBSCRIPTIONS.to_vec(),
                TableName::Interactions => INTERACTIONS.to_vec(),
                TableName::Offers => OFFERS.to_vec(),
                TableName::Snapshot => snapshot.clone(),
                TableName::TruthCustomers => TRUTH_CUSTOMERS.to_vec(),
            };
            (table, columns)
        })
        .collect()
}

fn id(life: &Life<'_>) -> Cell<'static> {
    Cell::Digits {
        number: life.number,
        width: 8,
    }
}

fn date(day: i32) -> Cell<'static> {
    Cell::Date(Day::from_number(day))
}

fn optional_date(day: Option<i32>) -> Cell<'static> {
    day.map_or(Cell::Empty, date)
}

/// Writes everything about one customer; events and conversations in the order of time. `text` is a buffer.
pub(crate) fn write(
    world: &World,
    trade: &Trade,
    draw: &mut Draw,
    life: &Life<'_>,
    text: &mut String,
    sink: &mut dyn Sink,
) -> Result<(), SinkError> {
    let mut row = Row::new();
    row.extend(&[
        id(life),
        Cell::Text(&life.name),
        Cell::Digits {
            number: life.phone,
            width: 11,
        },
    ]);
    row.text(life.gender);
    row.int(i64::from(Day::from_number(world.end).date().year()) - i64::from(life.age));
    row.text(life.channel);
    row.text(life.region);
    row.text(world.staff.members.get(life.owner).map_or("", |member| &member.name));
    row.text(life.segment);
    row.push(date(life.joined));
    row.extend(life.attributes.cells());
    sink.row(TableName::Customers, row.cells())?;
    events(life, sink)?;
    for spell in &life.spells {
        let (plan, fee, reason) = (
            Cell::Text(spell.plan),
            Cell::Money(spell.fee),
            Cell::Text(spell.end_reason),
        );
        let cells = [
            id(life),
            plan,
            date(spell.started),
            optional_date(spell.ended),
            fee,
            reason,
        ];
        sink.row(TableName::Subscriptions, &cells)?;
    }
    talks(world, trade, life, text, sink)?;
    offer(world, life, sink)?;
    snapshot(world, draw, life, sink)?;
    let shown = life.snapshot.as_ref();
    let pull = if life.left.is_some() {
        Some(life.pull_at_leaving)
    } else {
        shown.map(|snapshot| snapshot.pull)
    };
    let cause = pull.and_then(|pull| main_cause(&pull, trade.planting.causes));
    let cause = cause
        .and_then(|index| trade.planting.causes.get(index))
        .map_or(Cell::Empty, |spec| Cell::Text(spec.name));
    let real = |value: Option<f64>| value.map_or(Cell::Empty, |value| Cell::Real { value, decimals: 6 });
    let (p, effect) = (
        real(shown.map(|s| s.probability)),
        real(life.offer.map(|offer| offer.effect)),
    );
    sink.row(
        TableName::TruthCustomers,
        &[id(life), p, cause, effect, optional_date(life.left)],
    )
}

fn events(life: &Life<'_>, sink: &mut dyn Sink) -> Result<(), SinkError> {
    for event in &life.events {
        let order = if event.order == 0 {
            Cell::Empty
        } else {
            Cell::Digits {
                number: event.order,
                width: 12,
            }
        };
        sink.row(
            TableName::Events,
            &[
                id(life),
                Cell::Time {
                    day: Day::from_number(event.day),
                    second: event.second,
                },
                Cell::Text(event.kind),
                event.amount.map_or(Cell::Empty, Cell::Money),
                Cell::Int(event.quantity),
                Cell::Text(event.channel),
                Cell::Text(event.product),
                order,
            ],
        )?;
    }
    Ok(())
}

fn talks(
    world: &World,
    trade: &Trade,
    life: &Life<'_>,
    text: &mut String,
    sink: &mut dyn Sink,
) -> Result<(), SinkError> {
    for talk in &life.talks {
        compose(trade.phrases, talk.topic, talk.text_seed, text);
        let at = |day: i32, second: u32| Cell::Time {
            day: Day::from_number(day),
            second,
        };
        let resolved = talk.settled().map_or(Cell::Empty, |(day, second)| at(day, second));
        sink.row(
            TableName::Interactions,
            &[
                id(life),
                at(talk.opened, talk.second),
                resolved,
                Cell::Text(if talk.topic.is_some() { "投诉" } else { "咨询" }),
                Cell::Text(talk.channel),
                Cell::Text(world.staff.in_charge(talk.agent, life.number, talk.opened)),
                talk.score().map_or(Cell::Empty, Cell::Int),
                Cell::Text(text),
            ],
        )?;
    }
    Ok(())
}

fn offer(world: &World, life: &Life<'_>, sink: &mut dyn Sink) -> Result<(), SinkError> {
    let Some(offer) = &life.offer else {
        return Ok(());
    };
    let facts = &offer.facts;
    let mut row = Row::new();
    row.extend(&[id(life), date(world.offer_on)]);
    row.int(i64::from(offer.treated));
    row.int(i64::from(offer.retained));
    row.int(i64::from(facts.tenure_months));
    row.push(Cell::Money(facts.value_90d));
    row.int(i64::from(facts.silence_days));
    row.int(facts.complaints_180d);
    row.int(i64::from(facts.committed));
    row.int(i64::from(facts.promotion_percent));
    row.int(i64::from(facts.age));
    row.text(life.region);
    sink.row(TableName::Offers, row.cells())
}

fn snapshot(world: &World, draw: &mut Draw, life: &Life<'_>, sink: &mut dyn Sink) -> Result<(), SinkError> {
    let Some(snapshot) = &life.snapshot else {
        return Ok(());
    };
    let mut row = Row::new();
    row.extend(&[
        id(life),
        Cell::Text(&life.name),
        Cell::Digits {
            number: life.phone,
            width: 11,
        },
    ]);
    row.extend(snapshot.row.cells());
    if world.plan.canary {
        let filled = snapshot.churned && draw.chance(CANARY_FILLED);
        row.push(if filled {
            Cell::Text(draw.pick(RETENTION_RESULTS))
        } else {
            Cell::Empty
        });
    }
    row.text(if snapshot.churned { POSITIVE } else { "否" });
    sink.row(TableName::Snapshot, row.cells())
}
