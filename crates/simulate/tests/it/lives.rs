//! Customers as their tables tell of them.

use std::collections::BTreeSet;

use holdfast_domain::day::Day;
use holdfast_simulate::cell::TableName;

use crate::tables::Tables;

/// What the tables say about a customer.
#[derive(Default)]
pub struct Customer {
    pub region: String,
    pub channel: String,
    /// Day, counts as a purchase, minor units.
    pub events: Vec<(i32, bool, Option<i64>)>,
    /// First day, first day without it, fee.
    pub spells: Vec<(i32, i32, i64)>,
    /// Opened, hours until it was settled, complaint, score.
    pub talks: Vec<(i32, Option<f64>, bool, Option<i64>)>,
}

fn day(text: &str) -> i32 {
    Day::parse_iso(&text[..10]).unwrap().number()
}

fn seconds(text: &str) -> f64 {
    let part = |range: std::ops::Range<usize>| text[range].parse::<f64>().unwrap();
    f64::from(day(text)) * 86_400.0 + part(11..13) * 3_600.0 + part(14..16) * 60.0 + part(17..19)
}

fn minor(text: &str) -> Option<i64> {
    text.replace('.', "").parse().ok()
}

/// In the order of their ids.
pub fn customers(tables: &Tables, qualifying: &[String]) -> Vec<Customer> {
    let table = tables.get(TableName::Customers);
    let (region, channel) = (table.at("region"), table.at("channel"));
    let mut all: Vec<Customer> = table
        .rows
        .iter()
        .map(|row| Customer {
            region: row[region].clone(),
            channel: row[channel].clone(),
            ..Customer::default()
        })
        .collect();
    let at = |row: &Vec<String>| row[0].parse::<usize>().unwrap() - 1;
    for row in &tables.get(TableName::Events).rows {
        let amount = minor(&row[3]);
        let counts = qualifying.contains(&row[2]) && amount.is_none_or(|amount| amount >= 0);
        all[at(row)].events.push((day(&row[1]), counts, amount));
    }
    for row in tables
        .tables
        .get(&TableName::Subscriptions)
        .map_or(&[][..], |table| &table.rows)
    {
        let ended = if row[3].is_empty() { i32::MAX } else { day(&row[3]) };
        all[at(row)].spells.push((day(&row[2]), ended, minor(&row[4]).unwrap()));
    }
    for row in &tables.get(TableName::Interactions).rows {
        let hours = (!row[2].is_empty()).then(|| (seconds(&row[2]) - seconds(&row[1])) / 3_600.0);
        all[at(row)]
            .talks
            .push((day(&row[1]), hours, row[3] == "投诉", row[6].parse().ok()));
    }
    all
}

impl Customer {
    pub fn purchase_days(&self) -> BTreeSet<i32> {
        self.events
            .iter()
            .filter(|event| event.1)
            .map(|event| event.0)
            .collect()
    }

    /// Whether the customer was one at the start of each day of a range.
    pub fn active(&self, silence: Option<i32>, days: std::ops::RangeInclusive<i32>) -> Vec<bool> {
        let bought = self.purchase_days();
        days.map(|x| match silence {
            Some(silence) => bought.range(x - silence..x).next().is_some(),
            None => self.spells.iter().any(|spell| spell.0 < x && x <= spell.1),
        })
        .collect()
    }

    pub fn net(&self, days: std::ops::RangeInclusive<i32>) -> i64 {
        let inside = self.events.iter().filter(|event| days.contains(&event.0));
        inside.filter_map(|event| event.2).sum()
    }

    pub fn fee(&self, day: i32) -> i64 {
        self.spells
            .iter()
            .filter(|spell| spell.0 <= day && day < spell.1)
            .map(|spell| spell.2)
            .sum()
    }
}
