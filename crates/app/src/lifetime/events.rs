//! Histories out of an event log.

use holdfast_domain::bilingual;
use holdfast_domain::clock::Clock;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::money::{to_major, to_minor};
use holdfast_domain::refusal::Refusal;
use holdfast_engine::features::history::History;
use holdfast_engine::read::ReadTable;

use super::base::{Base, Histories, Log, Money};
use super::options::{LifetimeOptions, Unit};
use crate::analyze::events::build::only_returns;
use crate::analyze::events::columns::roles;
use crate::analyze::events::extract::{Extracted, extract};
use crate::analyze::options::AnalyzeOptions;
use crate::analyze::understand::names::Name;
use crate::columns::design::Design;
use crate::columns::find::find;

/// Reads purchases out of a table with many rows a customer. Purchases of one day are one purchase; returns count as money,
/// not as purchases. Without a unit, times are in days.
///
/// # Errors
/// Refused: no such column, unreadable times, an event in the future, only returns.
pub fn read(
    input: &ReadTable,
    id: usize,
    time: usize,
    options: &LifetimeOptions,
    clock: &dyn Clock,
) -> Result<Base, Refusal> {
    let table = &input.table;
    let names: Vec<Name> = table.columns.iter().map(|c| Name::new(&c.name)).collect();
    let settings = AnalyzeOptions {
        read: options.read.clone(),
        id: options.id.clone(),
        time: options.time.clone(),
        amount: options.amount.clone(),
        as_of: options.as_of,
        ..AnalyzeOptions::default()
    };
    let understood = roles(table, &names, id, time, &settings);
    let extracted = extract(table, &understood, id, time, &settings, clock)?;
    let unit = options.unit.unwrap_or(Unit::Day);
    // Observation ends with the last event of any kind, or the day before the as-of day.
    let latest = extracted.history.days.iter().copied().max().ok_or_else(only_returns)?;
    let last = options.as_of.map_or(latest, |day| latest.min(day.number() - 1));
    let log = purchase_days(&extracted.history, last).ok_or_else(only_returns)?;
    let histories = log.histories(log.last, unit.days());
    let money = money(input, &extracted, &histories, last, options)?;
    let mut notes: Vec<Bilingual> = extracted.notes.iter().map(|note| note.text.clone()).collect();
    let without = extracted.customers.len() - histories.customer.len();
    if without > 0 {
        notes.push(bilingual!(
            "{without} 个客户没有一次购买，未使用",
            "{without} customers have no purchase and were left out"
        ));
    }
    let new = histories.age.iter().filter(|&&age| age == 0.0).count();
    if new > 0 {
        notes.push(bilingual!(
            "{new} 个客户最后一天才首次购买：没有参与拟合，按新客户打分",
            "{new} customers bought first on the last day: not fitted, scored as new ones"
        ));
    }
    notes.push(bilingual!(
        "观察到 {day} 为止；同一天的多笔算一次购买",
        "observed through {day}; several orders of one day are one purchase",
        day = Day::from_number(log.last)
    ));
    Ok(Base {
        ids: histories
            .customer
            .iter()
            .map(|&c| extracted.customers[c].clone())
            .collect(),
        frequency: histories.frequency,
        recency: histories.recency,
        age: histories.age,
        weight: None,
        money,
        purchase: Design::default(),
        dropout: Design::default(),
        log: Some(log),
        unit: Some(unit),
        notes,
    })
}

/// Days with a purchase up to `last`, by customer; none when there is no purchase at all.
pub fn purchase_days(history: &History, last: i32) -> Option<Log> {
    let (first, _) = history.day_range()?;
    let mut log = Log {
        starts: vec![0],
        days: Vec::new(),
        first,
        last,
    };
    let mut active = Vec::new();
    for customer in 0..history.customers() as u32 {
        history.active_days(history.span_before(customer, last + 1), &mut active);
        log.days.extend_from_slice(&active);
        log.starts.push(log.days.len());
    }
    Some(log)
}

fn money(
    input: &ReadTable,
    extracted: &Extracted,
    histories: &Histories,
    last: i32,
    options: &LifetimeOptions,
) -> Result<Option<Money>, Refusal> {
    let costs = match &options.cost {
        Some(name) => Some(costs(input, extracted, name)?),
        None => None,
    };
    let Some(source) = extracted.amount_source.clone() else {
        return Ok(None);
    };
    Ok(Some(Money {
        cost_minor: costs.map(|costs| histories.customer.iter().map(|&c| costs[c]).collect()),
        ..spent(&extracted.history, histories, last, source)
    }))
}

/// What customers spent up to the day `last`, in the order of the histories. The mean is over repeat purchases, returns
/// apart; revenue is less returns.
pub fn spent(history: &History, histories: &Histories, last: i32, source: String) -> Money {
    let (mut gross, mut returned, mut purchases) = (0.0, 0.0, 0.0);
    let mut revenue = Vec::with_capacity(histories.customer.len());
    let mut mean_spend = Vec::with_capacity(histories.customer.len());
    for (&customer, &frequency) in histories.customer.iter().zip(&histories.frequency) {
        let span = history.span_before(customer as u32, last + 1);
        let first_day = span.clone().find(|&i| history.qualifies[i]).map(|i| history.days[i]);
        let (mut net, mut repeat) = (0_i64, 0_i64);
        for i in span {
            let amount = history.amounts_minor[i];
            net = net.saturating_add(amount);
            if history.qualifies[i] {
                gross += to_major(amount);
                if Some(history.days[i]) != first_day {
                    repeat = repeat.saturating_add(amount);
                }
            } else {
                returned -= to_major(amount.min(0));
            }
        }
        revenue.push(net);
        purchases += frequency + 1.0;
        mean_spend.push(if frequency > 0.0 {
            to_major(repeat) / frequency
        } else {
            0.0
        });
    }
    Money {
        mean_spend,
        revenue_minor: Some(revenue),
        cost_minor: None,
        returned_share: if gross > 0.0 {
            (returned / gross).clamp(0.0, 1.0)
        } else {
            0.0
        },
        purchases,
        source,
    }
}

/// Cost to serve of each customer so far.
fn costs(input: &ReadTable, extracted: &Extracted, name: &str) -> Result<Vec<i64>, Refusal> {
    let column = find(&input.table, name, "--cost")?;
    let Some(numbers) = column.as_number() else {
        return Err(Refusal::new(
            "not-a-number",
            bilingual!(
                "这一列不是数字，不能作成本",
                "this column does not hold numbers and cannot be the cost"
            ),
            bilingual!("用 --cost 指定数字列", "name a column of numbers with --cost"),
        )
        .in_column(name));
    };
    let mut costs = vec![0_i64; extracted.customers.len()];
    for (&row, &customer) in extracted.rows.iter().zip(&extracted.row_customers) {
        let cost = numbers.values[row as usize];
        if cost.is_nan() {
            continue;
        }
        let minor = to_minor(cost).ok_or_else(|| {
            Refusal::new(
                "money-too-large",
                bilingual!("金额太大", "the amount is too large"),
                bilingual!(
                    "改正该值，或换一个更大的单位",
                    "correct the value, or use a larger unit"
                ),
            )
            .in_column(name)
            .at_row(input.table.row_number(row as usize))
            .with_value(&cost.to_string())
        })?;
        let sum = &mut costs[customer as usize];
        *sum = sum.saturating_add(minor);
    }
    Ok(costs)
}
