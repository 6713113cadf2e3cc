//! Seconds and memory of the panel and its features: `cargo run --release -p holdfast-panel --example panel_bench -- [EVENTS] [CUSTOMERS]`.
//!
//! Events are the same in every run: customers of different pace, 24 months, four kinds of falling frequency, 5,000 products.

#![allow(clippy::print_stdout)] // It is a measurement for a terminal.

use std::time::Instant;

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_panel::events::{EventChunk, Events};
use holdfast_panel::history::History;
use holdfast_panel::panel::Panel;
use holdfast_panel::periods::Periods;
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use rayon::prelude::*;

const CHUNK_ROWS: usize = 1 << 20;
const BYTES_PER_ROW: usize = 34;

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|text| text.replace('_', "").parse().ok());
    let rows: usize = arguments.next().unwrap_or(10_000_000);
    let customers: u32 = arguments.next().unwrap_or(500_000) as u32;
    let Ok(zone) = Zone::named("Asia/Shanghai") else {
        println!("this machine has no time zones");
        return;
    };
    let end_us = Day::from_ymd(2026, 1, 1).map_or(0, |day| zone.day_start_us(day));
    let periods = Periods::before(&zone, Grain::Month, end_us, 24);
    let events = simulate(rows, customers, &periods);
    println!("{rows} events, {customers} customers, {} threads, peak so far {} MB", rayon::current_num_threads(), peak_mb());
    for _ in 0..3 {
        let (seconds, bytes) = copy(&events);
        println!("copying the events           {seconds:.3} s  {:.1} GB/s read + written", bytes as f64 / seconds / 1e9);
    }
    for _ in 0..3 {
        let start = Instant::now();
        let panel = Panel::build(&events, &periods);
        println!("panel                        {:.3} s  {} cells", start.elapsed().as_secs_f64(), panel.len());
    }
    println!("peak after the panel         {} MB", peak_mb());
    let start = Instant::now();
    let history = History::build(&events, &periods, &zone);
    println!("panel and rhythm             {:.3} s", start.elapsed().as_secs_f64());
    println!("peak after the history       {} MB", peak_mb());
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
                chunk.amount_minor.push(if amount % 5 == 0 { EventChunk::NO_AMOUNT } else { amount });
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

/// Copies every column to fresh memory, in parallel: what the memory allows at best. Seconds and bytes moved.
fn copy(events: &Events) -> (f64, usize) {
    let start = Instant::now();
    let copies: Vec<EventChunk> = events.chunks.par_iter().cloned().collect();
    let seconds = start.elapsed().as_secs_f64();
    (seconds, 2 * BYTES_PER_ROW * copies.iter().map(EventChunk::len).sum::<usize>())
}

/// Most memory that this process has held.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
