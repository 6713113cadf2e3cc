//! Live events: how many a second are durable, and how soon one is counted meanwhile.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::load::{Load, Pace};
use super::server::Server;

/// Senders at once, and how long they send.
const SENDERS: u64 = 4;
const SECONDS: u64 = 60;
/// Events of a batch; `bench/serve.lua` says the same.
const BATCH: f64 = 100.0;
/// New customers of the last month of the data, whatever was asked before.
const COUNT: &str = "/api/v1/metrics/customers_new?period=month&from=2025-12-01";
/// Longest time until an event must be counted.
const PATIENCE: Duration = Duration::from_secs(60);

/// Four who send batches as fast as they are answered, and one whose new customers are looked for in a metric.
pub fn run(server: &Server, customers: u64) -> Result<Value> {
    #[expect(
        clippy::disallowed_methods,
        reason = "names batches that no earlier bench of the same workspace sent"
    )]
    let stamp = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let quiet = seen(server, &format!("{stamp}-quiet"), Duration::from_secs(15))?;
    let load = Load::start(server, "/api/v1/events", SENDERS, SECONDS, Pace::Events, customers)?;
    let busy = seen(server, &format!("{stamp}-busy"), Duration::from_secs(SECONDS - 5))?;
    let figures = load.figures()?;
    let rate = super::number(&figures, "requests_per_s") * BATCH;
    println!(
        "live events: {rate:.0} a second durable in batches of {BATCH:.0}, p95 {:.1} ms, errors {}",
        super::number(&figures, "p95_ms"),
        figures["errors"]
    );
    for (name, seconds) in [("alone", &quiet), ("among them", &busy)] {
        println!(
            "an event is counted {name} after {:.2} s (median), {:.2} s (95 %), {:.2} s (longest), {} asked",
            share(seconds, 0.5),
            share(seconds, 0.95),
            share(seconds, 1.0),
            seconds.len()
        );
    }
    Ok(json!({ "senders": figures, "events_per_s": rate, "counted_alone_s": quiet, "counted_among_them_s": busy }))
}

/// The least value that so much of them does not pass; they are sorted.
fn share(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted
        .get((share * last as f64).ceil() as usize)
        .copied()
        .unwrap_or(f64::NAN)
}

fn counted(server: &Server) -> Result<f64> {
    let answer = server.get(COUNT)?;
    let last = answer["rows"].as_array().and_then(|rows| rows.last());
    last.and_then(|row| row["value"].as_f64())
        .with_context(|| format!("no count in {answer}"))
}

/// Sends an event of a new customer again and again, each when the one before was counted; seconds from sending to counting, sorted.
fn seen(server: &Server, name: &str, during: Duration) -> Result<Vec<f64>> {
    let mut known = counted(server)?;
    let (begun, mut found) = (Instant::now(), Vec::new());
    while begun.elapsed() < during {
        let id = format!("{name}-{}", found.len());
        let line = json!({ "customer_id": id, "occurred_at": "2025-12-30T12:00:00+08:00", "kind": "maintenance", "amount": 120 });
        let sent = Instant::now();
        server.event(&id, &line.to_string())?;
        while counted(server)? <= known {
            ensure!(
                sent.elapsed() < PATIENCE,
                "an event was not counted within {PATIENCE:?}"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        found.push(sent.elapsed().as_secs_f64());
        known += 1.0;
    }
    found.sort_by(f64::total_cmp);
    Ok(found)
}
