//! Seconds of every kernel on simulated events: `cargo run --release -p holdfast-panel --example ledger_bench [rows] [customers] [shuffled]`.
//! Each kernel runs five times.

#![allow(clippy::print_stdout)]

use std::time::Instant;

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::rule::{ChurnRule, Counts};
use holdfast_domain::zone::{DAY_US, Zone};
use holdfast_panel::events::{EventChunk, Events};
use holdfast_panel::groups::Groups;
use holdfast_panel::history::{Contracts, DayHistory, Qualifying, build};
use holdfast_panel::placement::Placement;
use holdfast_panel::reconcile::{Measure, Reads, Side, compare};
use holdfast_panel::spells::{SpellInputs, Spells, spells};
use holdfast_panel::window::Window;
use holdfast_panel::{activity, cohort, ledger, lifecycle, revenue, rfm, value, workshop};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const DAYS: i64 = 731;
const FIRST_DAY: i32 = 19_358; // 2023-01-01

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, default: usize| arguments.get(at).and_then(|text| text.parse().ok()).unwrap_or(default);
    let (rows, customers) = (number(0, 10_000_000), number(1, 500_000) as u32);
    let shuffled = arguments.iter().any(|text| text == "shuffled");
    let events = simulate(rows, customers, shuffled);
    println!(
        "{rows} events, {customers} customers, {} threads",
        rayon::current_num_threads()
    );
    let Ok(zone) = Zone::named("Asia/Shanghai") else {
        return;
    };
    let counts = Counts {
        not_kinds: vec!["view".to_owned()],
        ..Counts::default()
    };
    let qualifying = Qualifying::of(Some(&counts), &events.kinds);
    let history = timed("history", || build(&events, &zone, &qualifying));
    println!("    {} customer days", history.day.len());
    let through = FIRST_DAY + DAYS as i32 - 1;
    let by = |rule: &ChurnRule, contracts: Option<&Contracts>| {
        let inputs = SpellInputs {
            history: Some(&history),
            contracts,
            snapshots: None,
        };
        spells(rule, inputs, through).unwrap_or_default()
    };
    let inactivity = |days| ChurnRule::Inactivity {
        days,
        counts: counts.clone(),
    };
    let found = timed("spells: inactivity", || by(&inactivity(90), None));
    println!("    {} spells", found.len());
    let rhythm = ChurnRule::OwnRhythm {
        quantile: 0.9,
        prior_gaps: 5.0,
        least_days: 7,
        most_days: 365,
        counts: counts.clone(),
    };
    timed("spells: own rhythm", || by(&rhythm, None));
    let fall = ChurnRule::Decline {
        share: 0.5,
        recent_months: 3,
        baseline_months: 6,
        counts: counts.clone(),
    };
    timed("spells: decline", || by(&fall, None));
    let contracts = contracts(customers);
    timed("spells: contract", || {
        by(&ChurnRule::Contract { grace_days: 7 }, Some(&contracts))
    });
    let other = by(&inactivity(120), None);
    kernels(
        &events,
        &zone,
        &qualifying,
        &history,
        &contracts,
        [&found, &other],
        through,
    );
}

fn kernels(
    events: &Events,
    zone: &Zone,
    qualifying: &Qualifying,
    history: &DayHistory,
    contracts: &Contracts,
    [found, other]: [&Spells; 2],
    through: i32,
) {
    let customers = events.customers;
    let month = Grain::Month.period_of(Day::from_number(FIRST_DAY));
    let months = Window {
        grain: Grain::Month,
        first: month,
        last: month + 23,
        through,
    };
    let days = Window {
        grain: Grain::Day,
        first: FIRST_DAY,
        last: through,
        through,
    };
    let everybody = Groups::everybody(customers);
    let regions = Groups::fixed(30, (0..customers).map(|customer| customer % 30).collect());
    let owners = changing(customers);
    for (name, groups) in [("all", &everybody), ("30 groups", &regions), ("changing", &owners)] {
        timed(&format!("ledger by month, {name}"), || {
            ledger::count(found, groups, &months)
        });
        timed(&format!("ledger by day, {name}"), || {
            ledger::count(found, groups, &days)
        });
        let placement = Placement::new(groups, found);
        timed(&format!("activity by month, {name}"), || {
            activity::count(history, &placement, &months)
        });
        timed(&format!("lifecycle by month, {name}"), || {
            lifecycle::count(history, &placement, &months)
        });
        timed(&format!("revenue of events by month, {name}"), || {
            revenue::by_events(history, &placement, &months)
        });
        timed(&format!("revenue of contracts by month, {name}"), || {
            revenue::by_contracts(contracts, &placement, &months)
        });
        timed(&format!("value lost by month, {name}"), || {
            value::lost(found, value::Revenue::Events(history), &placement, &months)
        });
        timed(&format!("historical value by month, {name}"), || {
            value::historical(history, &placement, &months)
        });
        timed(&format!("due visits by month, {name}"), || {
            workshop::count(history, 90, &placement, &months)
        });
        timed(&format!("RFM by month, {name}"), || {
            rfm::count(history, &placement, &months)
        });
    }
    let placement = Placement::new(&everybody, found);
    timed("placement", || Placement::new(&everybody, found));
    timed("activity by day", || activity::count(history, &placement, &days));
    timed("lifecycle by day", || lifecycle::count(history, &placement, &days));
    timed("cohorts: calendar", || {
        cohort::calendar(history, &everybody, &months, 24)
    });
    timed("cohorts: on", || cohort::on(history, &everybody, &months, 24));
    timed("cohorts: on or after", || {
        cohort::on_or_after(history, &everybody, &months, 24)
    });
    timed("cohorts: range", || cohort::range(history, &everybody, &months, 24));
    timed("cohorts: rolling", || {
        cohort::rolling(events, zone, qualifying, &everybody, &months, 24)
    });
    let side = |spells| Side {
        spells,
        reads: Reads::Events,
        measures: &[Measure::LostOfStart],
    };
    timed("reconcile 90 and 120 days", || {
        compare(side(found), side(other), &months, 12)
    });
}

/// Best wall clock and best processor time of five runs; on a busy machine the second, divided by the threads, is what the first would
/// be on a quiet one.
fn timed<T>(name: &str, work: impl Fn() -> T) -> T {
    let run = || {
        let (start, before) = (Instant::now(), processor_ms());
        let value = work();
        (start.elapsed().as_secs_f64() * 1e3, processor_ms() - before, value)
    };
    let (first, mut processor, mut value) = run();
    let mut best = first;
    for _ in 0..4 {
        drop(value);
        let (wall, used);
        (wall, used, value) = run();
        best = best.min(wall);
        processor = processor.min(used);
    }
    println!("{name:<44} {best:>8.1} ms, first {first:>8.1} ms, processor {processor:>8.1} ms");
    value
}

/// Processor time of all threads so far; 0 where Linux does not tell.
fn processor_ms() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of = |path: std::path::PathBuf| -> Option<f64> {
        let text = std::fs::read_to_string(path.join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse().ok()
    };
    threads.filter_map(|thread| of(thread.path())).sum::<f64>() / 1e6
}

fn simulate(rows: usize, customers: u32, shuffled: bool) -> Events {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(7);
    let origin = i64::from(FIRST_DAY) * DAY_US - 8 * 3_600_000_000;
    let chunks = (0..rows)
        .step_by(65_536)
        .map(|from| {
            let mut chunk = EventChunk::default();
            for row in from..rows.min(from + 65_536) {
                let share = if shuffled {
                    random.r#gen::<f64>()
                } else {
                    row as f64 / rows as f64
                };
                // Squared: some customers buy much more often than others.
                let u: f64 = random.r#gen();
                chunk.customer.push((u * u * f64::from(customers)) as u32);
                chunk
                    .occurred_at_us
                    .push(origin + (share * (DAYS * DAY_US) as f64) as i64);
                chunk.kind.push(random.gen_range(0..4));
                let refund = random.gen_range(0..30) == 0;
                chunk
                    .amount_minor
                    .push(random.gen_range(100..100_000) * if refund { -1 } else { 1 });
            }
            chunk.quantity = vec![f64::NAN; chunk.customer.len()];
            chunk.product = vec![EventChunk::NO_PRODUCT; chunk.customer.len()];
            chunk
        })
        .collect();
    Events {
        customers,
        kinds: ["order", "visit", "call", "view"].map(str::to_owned).to_vec(),
        products: 0,
        chunks,
    }
}

fn contracts(customers: u32) -> Contracts {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(8);
    let (mut customer, mut started, mut ended, mut fee) = (vec![], vec![], vec![], vec![]);
    for key in 0..customers {
        let mut day = FIRST_DAY + random.gen_range(-300..600);
        for _ in 0..random.gen_range(1..4) {
            let end = day + random.gen_range(30..400);
            customer.push(key);
            started.push(day);
            ended.push(if end > FIRST_DAY + 700 { Contracts::OPEN } else { end });
            fee.push(random.gen_range(10..100) * 100);
            day = end + random.gen_range(0..60);
            if day > FIRST_DAY + 700 {
                break;
            }
        }
    }
    Contracts::build(customers, &customer, &started, &ended, &fee)
}

/// Every fifth customer changes between 200 groups, some several times.
fn changing(customers: u32) -> Groups {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(9);
    let mut groups = Groups {
        count: 200,
        starts: vec![0],
        from_day: vec![],
        group: vec![],
    };
    for customer in 0..customers {
        let entries = if customer % 5 == 0 { random.gen_range(2..5) } else { 1 };
        let mut day = i32::MIN;
        for entry in 0..entries {
            groups.from_day.push(day);
            groups.group.push(random.gen_range(0..200));
            day = FIRST_DAY + entry * 200 + random.gen_range(0..150);
        }
        groups.starts.push(groups.group.len() as u32);
    }
    groups
}
