//! How soon an event is counted, and how many a second are accepted, on a lake of a given size.
//!
//! ```text
//! live_bench FOLDER CUSTOMERS EVENTS SECONDS
//! ```
//!
//! Makes a workspace in FOLDER unless there is one, then sends batches of 100 events from four threads for so many seconds. Prints one line of JSON.

#![allow(clippy::print_stdout)] // It is a measurement for a program that reads its output.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use holdfast_app::lake::{ImportOptions, Session, import};
use holdfast_app::live::Live;
use holdfast_app::progress::Silent;
use holdfast_engine::metrics::query::MetricQuery;
use serde_json::json;

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// 2026-01-01 00:00 UTC.
const NOW_US: i64 = 1_767_225_600_000_000;
const CONFIG: &str = r#"format = 1
name = "live"
time_zone = "UTC"
dimensions = ["region", "channel"]

[[source]]
id = "crm"
table = "customers"
files = ["customers.csv"]
[source.columns]
customer_id = "id"
region = "region"
channel = "channel"

[[source]]
id = "orders"
table = "events"
files = ["orders.csv"]
[source.columns]
customer_id = "id"
occurred_at = "at"
kind = "kind"
amount = "amount"

[[churn]]
id = "silent"
kind = "inactivity"
days = 90
"#;

fn main() -> Fallible<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, customers, events, seconds] = arguments.as_slice() else {
        return Err("usage: live_bench FOLDER CUSTOMERS EVENTS SECONDS".into());
    };
    let folder = Path::new(folder);
    let (customers, events): (u64, u64) = (customers.parse()?, events.parse()?);
    if !folder.join("lake/head.json").exists() {
        make(folder, customers, events)?;
    }
    let live = Live::open(folder, Arc::new(|| NOW_US))?;
    let begun = Instant::now();
    counted(&live)?;
    let first_s = begun.elapsed().as_secs_f64();
    let sent = send(&live, customers, Duration::from_secs(seconds.parse()?))?;
    let begun = Instant::now();
    while live.waiting().0 > 0 {
        std::thread::sleep(Duration::from_millis(50));
    }
    let drained_s = begun.elapsed().as_secs_f64();
    live.stop();
    let mut waits = sent.waits_s;
    waits.sort_by(f64::total_cmp);
    let at = |share: f64| waits.get(((waits.len() - 1) as f64 * share) as usize).copied();
    println!(
        "{}",
        json!({
            "customers": customers, "events": events, "first_question_s": first_s,
            "accepted_per_s": sent.rows as f64 / sent.seconds, "batches_per_s": sent.rows as f64 / 100.0 / sent.seconds,
            "visible_s": {"p50": at(0.5), "p95": at(0.95), "max": at(1.0), "n": waits.len()}, "drained_s": drained_s,
        })
    );
    Ok(())
}

fn counted(live: &Live) -> Fallible<f64> {
    let edition = live.edition()?;
    let engine = live.metrics()?;
    let mut churn = MetricQuery::of("churn_rate_start");
    churn.by = vec!["region".to_owned()];
    engine.run(&churn, edition.facts().as_ref())?;
    let table = engine.run(&MetricQuery::of("customers_on_file"), edition.facts().as_ref())?;
    let last = table.rows.last().and_then(|row| row.numerator);
    Ok(last.map_or(0.0, |number| number.as_f64()))
}

struct Sent {
    rows: u64,
    seconds: f64,
    waits_s: Vec<f64>,
}

/// Four senders, and one that asks every now and then how long its own event takes to be counted.
fn send(live: &Live, customers: u64, time: Duration) -> Fallible<Sent> {
    let (rows, stop) = (AtomicU64::new(0), AtomicBool::new(false));
    let run = std::process::id();
    let begun = Instant::now();
    let waits_s = std::thread::scope(|scope| -> Fallible<Vec<f64>> {
        for sender in 0..4u64 {
            let (rows, stop) = (&rows, &stop);
            scope.spawn(move || {
                let mut dice = Dice(sender + 1);
                for number in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        return;
                    }
                    let lines: String = (0..100)
                        .map(|_| line(dice.below(customers), dice.below(365 * 86_400)))
                        .collect();
                    match live.accept(&format!("{run}-{sender}-{number}"), lines.into_bytes()) {
                        Ok(_) => {
                            rows.fetch_add(100, Ordering::Relaxed);
                        }
                        Err(_) => std::thread::sleep(Duration::from_millis(50)),
                    }
                }
            });
        }
        let mut waits = Vec::new();
        while begun.elapsed() < time {
            let before = counted(live)?;
            let sent = Instant::now();
            let probe = format!("{run}-probe-{}", waits.len());
            live.accept(
                &probe,
                line(u64::MAX - waits.len() as u64 - u64::from(run) * 1000, 1).into_bytes(),
            )?;
            while counted(live)? <= before {
                std::thread::sleep(Duration::from_millis(10));
            }
            waits.push(sent.elapsed().as_secs_f64());
        }
        stop.store(true, Ordering::Relaxed);
        Ok(waits)
    })?;
    Ok(Sent {
        rows: rows.load(Ordering::Relaxed),
        seconds: begun.elapsed().as_secs_f64(),
        waits_s,
    })
}

fn line(customer: u64, second: u64) -> String {
    let at = NOW_US / 1_000_000 - second as i64 - 1;
    format!("{{\"customer_id\":\"{customer}\",\"occurred_at\":{at},\"kind\":\"order\",\"amount\":12.5}}\n")
}

/// Random numbers that are the same every time (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}

fn make(folder: &Path, customers: u64, events: u64) -> Fallible<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("holdfast.toml"), CONFIG)?;
    let mut dice = Dice(7);
    let mut out = BufWriter::new(File::create(folder.join("customers.csv"))?);
    writeln!(out, "id,region,channel")?;
    for customer in 0..customers {
        writeln!(out, "{customer},r{},w{}", dice.below(8), dice.below(3))?;
    }
    out.flush()?;
    let mut out = BufWriter::new(File::create(folder.join("orders.csv"))?);
    writeln!(out, "id,at,kind,amount")?;
    for _ in 0..events {
        let at = NOW_US / 1_000_000 - dice.below(730 * 86_400) as i64 - 1;
        writeln!(out, "{},{at},order,{}.5", dice.below(customers), dice.below(500))?;
    }
    out.flush()?;
    let session = Session::open(folder)?;
    let options = ImportOptions {
        source: None,
        dry_run: false,
        batch_id: None,
        now_us: NOW_US,
        environment: &|_| None,
    };
    import(&session, &options, &Silent)?;
    Ok(())
}
