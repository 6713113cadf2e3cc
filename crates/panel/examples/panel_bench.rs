//! Seconds and memory of the panel and its features: `cargo run --release -p holdfast-panel --example panel_bench -- [EVENTS] [CUSTOMERS]`.
//!
//! Events are the same in every run: customers of different pace, 24 months, four kinds of falling frequency, 5,000 products.

#![allow(clippy::print_stdout)] // It is a measurement for a terminal.

use std::time::Instant;

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_panel::events::{EventChunk, Events};
use holdfast_panel::features::{FeatureOptions, FeatureSet, Measure, Statistic, most_frequent_kinds};
use holdfast_panel::panel::Panel;
use holdfast_panel::periods::Periods;
use holdfast_panel::rhythm::History;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

const CHUNK_ROWS: usize = 1 << 20;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter_map(|text| text.replace('_', "").parse().ok());
    let rows: usize = arguments.next().unwrap_or(10_000_000);
    let customers: u32 = arguments.next().unwrap_or(500_000) as u32;
    let Ok(zone) = Zone::named("Asia/Shanghai") else {
        println!("this machine has no time zones");
        return;
    };
    let end_us = Day::from_ymd(2026, 1, 1).map_or(0, |day| zone.day_start_us(day));
    let periods = Periods::before(&zone, Grain::Month, end_us, 24);
    let events = simulate(rows, customers, &periods);
    println!(
        "{rows} events, {customers} customers, {} threads, peak so far {} MB",
        rayon::current_num_threads(),
        peak_mb()
    );
    for _ in 0..3 {
        timed("copying the events", || copy(&events));
    }
    for _ in 0..3 {
        let panel = timed("panel", || Panel::build(&events, &periods));
        println!("  {} cells, peak {} MB", panel.len(), peak_mb());
    }
    let history = timed("panel and rhythm", || History::build(&events, &periods, &zone));
    println!("  peak {} MB", peak_mb());
    drop(events);
    let kinds = most_frequent_kinds(&history.panel, 4);
    let asked = FeatureOptions {
        windows: vec![3, 6, 12, 24],
        measures: Measure::ALL[..6].to_vec(),
        statistics: vec![
            Statistic::Sum,
            Statistic::Mean,
            Statistic::Sd,
            Statistic::Max,
            Statistic::Slope,
        ],
        lags: false,
        kinds: Vec::new(),
    };
    let all = FeatureOptions::all(periods.len(), kinds);
    for options in [&asked, &asked, &asked, &all, &all, &all] {
        let features = timed("features", || {
            FeatureSet::compute(&history.panel, &history.rhythm, None, end_us, options)
        });
        if let Ok(features) = features {
            let bytes = features.columns.len() * features.customers.len() * 8;
            println!(
                "  {} columns, {} rows, {} MB, peak {} MB",
                features.columns.len(),
                features.customers.len(),
                bytes >> 20,
                peak_mb()
            );
        }
    }
    std::hint::black_box(&history);
}

/// Deterministic events.
fn simulate(rows: usize, customers: u32, periods: &Periods) -> Events {
    let (first, last) = (periods.starts_us[0], periods.starts_us[periods.len()]);
    let starts: Vec<usize> = (0..rows).step_by(CHUNK_ROWS).collect();
    let chunks = starts
        .into_par_iter()
        .map(|start| {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(start as u64);
            let mut chunk = EventChunk::default();
            for _ in start..(start + CHUNK_ROWS).min(rows) {
                let pace: f64 = rng.r#gen();
                // Spread the busy ones over all keys.
                let rank = (pace.powf(1.3) * f64::from(customers)) as u64;
                let customer = (rank * 2_654_435_761 % u64::from(customers.max(1))) as u32;
                chunk.customer.push(customer);
                chunk.occurred_at_us.push(rng.gen_range(first..last));
                chunk.kind.push(match rng.gen_range(0..100) {
                    0..=54 => 0,
                    55..=79 => 1,
                    80..=94 => 2,
                    _ => 3,
                });
                let amount = rng.gen_range(-2_000..50_000);
                chunk
                    .amount_minor
                    .push(if amount % 5 == 0 { EventChunk::NO_AMOUNT } else { amount });
                chunk.quantity.push(f64::from(rng.gen_range(1..5_u8)));
                chunk.product.push(rng.gen_range(0..5_000));
            }
            chunk
        })
        .collect();
    Events {
        customers,
        kinds: ["purchase", "visit", "login", "call"].map(str::to_owned).to_vec(),
        products: 5_000,
        chunks,
    }
}

/// Copies every column to fresh memory, in parallel: what the memory allows at best.
fn copy(events: &Events) -> Vec<EventChunk> {
    events.chunks.par_iter().cloned().collect()
}

/// Runs something and prints wall time and the processor time it took in user and kernel mode, both threads together.
fn timed<T>(name: &str, run: impl FnOnce() -> T) -> T {
    let (before, start) = (cpu_seconds(), Instant::now());
    let result = run();
    let (wall, after) = (start.elapsed().as_secs_f64(), cpu_seconds());
    let (user, kernel) = (after.0 - before.0, after.1 - before.1);
    println!("{name:<28} {wall:.3} s wall, {user:.2} s user + {kernel:.2} s kernel");
    result
}

/// Processor seconds of this process so far in user and kernel mode (Linux, ticks of 10 ms).
fn cpu_seconds() -> (f64, f64) {
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = status.rsplit_once(')').map_or("", |(_, rest)| rest);
    let mut ticks = after_name
        .split_whitespace()
        .skip(11)
        .filter_map(|text| text.parse::<f64>().ok());
    (ticks.next().unwrap_or(0.0) / 100.0, ticks.next().unwrap_or(0.0) / 100.0)
}

/// Most memory that this process has held.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024
}
