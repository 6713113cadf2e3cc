//! Rows of a script, as data in memory.

use holdfast_domain::day::Day;
use holdfast_domain::money::to_minor;
use holdfast_domain::rule::{ChurnRule, Counts, DeclaredChurn};
use holdfast_domain::zone::Zone;
use holdfast_engine::metrics::data::{
    Benchmark, CustomerRow, EventRow, InteractionRow, MemoryData, ResponseRow, SubscriptionRow,
};

/// A day, or a wall-clock time of the zone (`2024-01-05 10:30`), or an instant (`2024-01-05T10:30Z`), in microseconds.
fn instant(zone: &Zone, text: &str) -> i64 {
    if text.ends_with('Z') {
        return text.parse::<jiff::Timestamp>().unwrap().as_microsecond();
    }
    let (day, clock) = text.split_once(' ').unwrap_or((text, "00:00"));
    let parts: Vec<i64> = clock.split(':').map(|part| part.parse().unwrap()).collect();
    let seconds = parts[0] * 3600 + parts[1] * 60 + parts.get(2).copied().unwrap_or(0);
    let day = Day::parse_iso(day).unwrap_or_else(|| panic!("not a day: {text}"));
    zone.instant_us((i64::from(day.number()) * 86_400 + seconds) * 1_000_000)
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap_or_else(|| panic!("not a day: {text}"))
}

fn minor(text: &str) -> i64 {
    to_minor(text.parse().unwrap()).unwrap()
}

fn some(text: &str) -> Option<&str> {
    (text != "-").then_some(text)
}

/// The key of a customer, who is added without values where nobody has said anything of them.
fn key(data: &mut MemoryData, id: &str) -> u32 {
    if let Some(row) = data.customers.iter().find(|row| row.id == id) {
        return row.customer;
    }
    let customer = data.customers.last().map_or(0, |row| row.customer + 1);
    data.customers.push(CustomerRow {
        customer,
        id: id.to_owned(),
        from: Day::from_number(i32::MIN),
        values: vec![None; data.dimensions.len()],
    });
    customer
}

/// Adds a line of a block.
pub fn add(data: &mut MemoryData, block: &str, line: &str) {
    let cells: Vec<&str> = line.split(',').map(str::trim).collect();
    let zone = data.zone.clone();
    match block {
        "customers" => {
            let (id, from) = cells[0]
                .split_once('@')
                .map_or((cells[0], None), |(id, from)| (id, Some(day(from))));
            assert_eq!(cells.len() - 1, data.dimensions.len(), "values of {line}");
            let known = data.customers.iter().find(|row| row.id == id).map(|row| row.customer);
            let next = data.customers.last().map_or(0, |row| row.customer + 1);
            let row = CustomerRow {
                customer: known.unwrap_or(next),
                id: id.to_owned(),
                from: from.unwrap_or(Day::from_number(i32::MIN)),
                values: cells[1..].iter().map(|cell| some(cell).map(str::to_owned)).collect(),
            };
            let at = data
                .customers
                .partition_point(|other| (other.customer, other.from) <= (row.customer, row.from));
            data.customers.insert(at, row);
        }
        "events" => {
            let row = EventRow {
                customer: key(data, cells[0]),
                occurred_at_us: instant(&zone, cells[1]),
                amount_minor: some(cells[2]).map(minor),
                kind: cells.get(3).copied().unwrap_or("order").to_owned(),
            };
            data.events.push(row);
        }
        "subscriptions" => {
            let row = SubscriptionRow {
                customer: key(data, cells[0]),
                started_on: day(cells[1]),
                ended_on: some(cells[2]).map(day),
                mrr_minor: minor(cells[3]),
            };
            data.subscriptions.push(row);
        }
        "interactions" => {
            let row = InteractionRow {
                customer: key(data, cells[0]),
                opened_at_us: instant(&zone, cells[1]),
                resolved_at_us: some(cells[2]).map(|text| instant(&zone, text)),
                kind: cells[3].to_owned(),
                satisfaction: some(cells[4]).map(|text| text.parse().unwrap()),
            };
            data.interactions.push(row);
        }
        "responses" => {
            let row = ResponseRow {
                customer: key(data, cells[0]),
                answered_at_us: instant(&zone, cells[1]),
                question: cells[2].to_owned(),
                value: some(cells[3]).map(|text| text.parse().unwrap()),
            };
            data.responses.push(row);
        }
        "snapshots" => {
            let row = (key(data, cells[0]), day(cells[1]), cells[2] == "1");
            data.snapshots.push(row);
        }
        _ => panic!("no such block: {block}"),
    }
}

/// Takes a setting; `false` where the line is none.
pub fn set(data: &mut MemoryData, line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[0] {
        "zone" => data.zone = Zone::named(words[1]).unwrap(),
        "as_of" => data.as_of = day(words[1]),
        "through" => data.through = Some(day(words[1])),
        "dims" => data.dimensions = words[1..].iter().map(|word| (*word).to_owned()).collect(),
        "benchmark" => data.benchmarks.push(Benchmark {
            metric: words[1].to_owned(),
            grain: None,
            value: words[2].parse().unwrap(),
            source: "script".to_owned(),
        }),
        "churn" => data.definitions.push(churn(&words[1..])),
        _ => return false,
    }
    true
}

/// Data out of a script of settings and blocks alone.
pub fn script(text: &str) -> MemoryData {
    let mut data = MemoryData::new(Zone::named("Asia/Shanghai").unwrap(), day("2024-07-01"));
    let mut block = None;
    for line in text.lines().map(str::trim) {
        match block {
            _ if line.is_empty() => block = None,
            Some(name) => add(&mut data, name, line),
            None if set(&mut data, line) => {}
            None => block = Some(line),
        }
    }
    data
}

fn churn(words: &[&str]) -> DeclaredChurn {
    let option = |name: &str| words.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
    let list = |name: &str| option(name).map_or_else(Vec::new, |text| text.split(',').map(str::to_owned).collect());
    let counts = Counts {
        kinds: list("kinds"),
        not_kinds: list("not_kinds"),
        refunds: words.contains(&"refunds"),
    };
    let number = |name: &str, usual: i32| option(name).map_or(usual, |text| text.parse().unwrap());
    let rule = match words[1] {
        "inactivity" => ChurnRule::Inactivity {
            days: number("days", 90),
            counts,
        },
        "contract" => ChurnRule::Contract {
            grace_days: number("grace", 0),
        },
        "label" => ChurnRule::Label {},
        other => panic!("no such rule: {other}"),
    };
    DeclaredChurn {
        id: words[0].to_owned(),
        rule,
    }
}
