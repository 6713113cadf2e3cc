//! Which column of a source becomes which column of a canonical table.

use std::collections::BTreeMap;

use holdfast_domain::canonical::{CanonicalTable, Field, FieldType};

use super::facts::{Fact, Facts, Kind};
use super::vocabulary::{joins, words};

/// What the money of an event is called where the word money is missing.
const TOTALS: &str = "total sum subtotal grandtotal 合计 总计";

/// Canonical column → index of the source's column and how surely: 4 the same name, 3 a known word, below that a part of the name.
pub(crate) type Assigned = BTreeMap<&'static str, (usize, u8)>;

/// The best assignment of a table's columns; each is used once, the surest first, all else equal in the order of the canonical columns.
pub(crate) fn assign(table: CanonicalTable, facts: &Facts) -> Assigned {
    let mut candidates: Vec<(u8, usize, usize)> = Vec::new();
    for (place, field) in table.fields().iter().enumerate() {
        for (index, fact) in facts.columns.iter().enumerate() {
            let score = score(table, field, fact, index, facts);
            if score > 0 {
                candidates.push((score, place, index));
            }
        }
    }
    candidates.sort_by_key(|&(score, place, index)| (std::cmp::Reverse(score), place, index));
    let mut assigned = Assigned::new();
    for (score, place, index) in candidates {
        let name = table.fields()[place].name;
        if !assigned.contains_key(name) && assigned.values().all(|&(used, _)| used != index) {
            assigned.insert(name, (index, score));
        }
    }
    assigned
}

fn score(table: CanonicalTable, field: &Field, fact: &Fact, index: usize, facts: &Facts) -> u8 {
    if field.name == "customer_id" {
        return if Some(index) == facts.id { 5 } else { 0 };
    }
    if Some(index) == facts.id || !fits(field, fact) {
        return 0;
    }
    // A reserved place: an id must tell rows apart, a key that does not would make every row correct the one before.
    // Where nothing of the rows was seen, its name is all that there is.
    if table.key_field() == Some(field.name) && !(fact.unique || fact.distinct.is_none()) {
        return 0;
    }
    if fact.name.joined == field.name.replace('_', "") {
        return 4;
    }
    match (table, field.name) {
        (_, "churned") => fact.label.min(3),
        (CanonicalTable::Events, "occurred_at") => {
            fact.name.time_score() + u8::from(fact.distinct.is_none_or(|d| d > 1))
        }
        (CanonicalTable::Events, "amount") if !fact.name.is_unit_price() => {
            fact.name.amount_score().max(named(TOTALS, fact))
        }
        (CanonicalTable::Events, "quantity") if fact.name.is_quantity() => 3,
        (CanonicalTable::Events, "product") if fact.name.is_product() => 4,
        (CanonicalTable::Events, "event_id") if fact.name.is_order() => 3,
        // The row's own number, as databases have it; the customer's is another column.
        (CanonicalTable::Events, "event_id") if fact.name.joined == "id" && fact.unique => 2,
        (CanonicalTable::Subscriptions, "started_on") if joins(&fact.name) => 2,
        (CanonicalTable::Interactions, "opened_at") => {
            named(words(table, field.name), fact).max(fact.name.time_score().min(1))
        }
        (CanonicalTable::Responses | CanonicalTable::Mentions, _)
            if field.kind == FieldType::Instant && field.required =>
        {
            named(words(table, field.name), fact).max(fact.name.time_score().min(1))
        }
        _ => named(words(table, field.name), fact),
    }
}

/// Whether the values can be what the column holds.
fn fits(field: &Field, fact: &Fact) -> bool {
    if fact.personal {
        return false;
    }
    match field.kind {
        FieldType::Instant | FieldType::Day => fact.kind == Kind::Time,
        FieldType::Money | FieldType::Number => fact.kind == Kind::Number,
        FieldType::Text => {
            let is_text = matches!(field.name, "text" | "value_text") && fact.kind == Kind::Text;
            let is_code = fact.kind != Kind::Time && !fact.prose && !matches!(field.name, "text" | "value_text");
            is_text || is_code
        }
        FieldType::Flag => fact.label > 0,
    }
}

/// 3 for a known word, 1 where the name ends in one.
fn named(known: &str, fact: &Fact) -> u8 {
    let joined = fact.name.joined.as_str();
    let known = || known.split_ascii_whitespace();
    if known().any(|word| word == joined) {
        return 3;
    }
    let last = fact.name.words.last().map_or("", String::as_str);
    let ends = |word: &str| {
        if word.is_ascii() {
            // `sales_region` is a region; `start` in `restart` is nothing.
            word.len() >= 4 && fact.name.words.len() > 1 && last == word
        } else {
            word.chars().count() >= 2 && joined.ends_with(word)
        }
    };
    let plain = fact.kind == Kind::Time || fact.distinct.is_none_or(|distinct| distinct <= 1_000);
    u8::from(plain && known().any(ends))
}
