//! `cargo xtask bench serve`: fifty people at their pages for five minutes, the server as fast as it goes, and live events, with `wrk` on loopback.

mod events;
mod load;
mod server;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use self::load::{Load, Pace};
use self::server::Server;
use super::measure;
use crate::process;

/// A route under load.
struct Route {
    name: &'static str,
    /// The address; what stands in braces is another each time, so that no answer is kept: see `bench/serve.lua`.
    path: &'static str,
    /// How many of fifty people ask for it.
    people: u64,
}

const fn route(name: &'static str, path: &'static str, people: u64) -> Route {
    Route { name, path, people }
}

const ROUTES: [Route; 11] = [
    route("page", "/", 3),
    route("overview, kept", "/api/v1/overview", 5),
    route("overview, computed", "/api/v1/overview?period=day&to={day}", 4),
    route(
        "churn rate, kept",
        "/api/v1/metrics/churn_rate_start?period=month&by=region",
        5,
    ),
    route(
        "churn rate, computed",
        "/api/v1/metrics/churn_rate_start?period=month&by=region&from={day}&to={end}",
        7,
    ),
    route(
        "lost by channel, computed",
        "/api/v1/metrics/customers_lost?period=week&by=channel&from={day}&to={end}",
        6,
    ),
    route(
        "why, computed",
        "/api/v1/metrics/churn_rate_start/why?period=week&before={day}&after={end}",
        4,
    ),
    route("customers, kept", "/api/v1/customers?sort=value_at_risk&limit=50", 4),
    route("customers, search", "/api/v1/customers?search={customer}&limit=50", 4),
    route("one customer", "/api/v1/customers/{key}", 5),
    route("timeline", "/api/v1/customers/{key}/timeline?limit=50", 3),
];

/// Options of the bench.
struct Plan {
    customers: u64,
    seconds: u64,
    people: u64,
    program: Option<PathBuf>,
    workspace: Option<PathBuf>,
}

fn plan(arguments: &[String]) -> Result<Plan> {
    let mut plan = Plan {
        customers: 1_000_000,
        seconds: 300,
        people: 50,
        program: None,
        workspace: None,
    };
    let mut rest = arguments.iter();
    while let Some(flag) = rest.next() {
        let value = rest.next().with_context(|| format!("`{flag}` needs a value"))?;
        let number = || {
            value
                .parse()
                .with_context(|| format!("`{flag} {value}`: not a whole number"))
        };
        match flag.as_str() {
            "--customers" => plan.customers = number()?,
            "--seconds" => plan.seconds = number()?,
            "--people" => plan.people = number()?,
            "--program" => plan.program = Some(value.into()),
            "--workspace" => plan.workspace = Some(value.into()),
            _ => bail!("known are --customers, --seconds, --people, --program and --workspace, not `{flag}`"),
        }
    }
    Ok(plan)
}

pub fn run(arguments: &[String]) -> Result<()> {
    let plan = plan(arguments)?;
    let holdfast = match &plan.program {
        Some(program) => fs::canonicalize(program).with_context(|| format!("cannot find {}", program.display()))?,
        None => process::release_binary()?,
    };
    let workspace = match &plan.workspace {
        Some(folder) => folder.clone(),
        None => prepare(&holdfast, plan.customers)?,
    };
    let load_average = measure::load_average();
    let server = Server::start(&holdfast, &workspace)?;
    let first = first_answers(&server)?;
    let people = at_their_pages(&server, &plan)?;
    let after_people = server.peak_mib();
    let fast = as_fast_as_it_goes(&server, &plan)?;
    let events = events::run(&server, plan.customers)?;
    println!(
        "peak memory of the server {after_people:.0} MiB after the people, {:.0} MiB at the end",
        server.peak_mib()
    );
    super::keep(
        "serve.json",
        &json!({
            "customers": plan.customers, "people": plan.people, "seconds": plan.seconds, "load_average_before": load_average,
            "first": first, "at_their_pages": people, "as_fast_as_it_goes": fast, "live_events": events,
            "peak_mib_after_people": after_people, "peak_mib": server.peak_mib(),
        }),
    )
}

/// Seconds of the first answers after a start: nothing of the lake was read before.
fn first_answers(server: &Server) -> Result<Value> {
    let mut lines = Vec::new();
    for path in ["/", "/api/v1/overview", "/api/v1/customers?sort=value_at_risk&limit=50"] {
        let seconds = server.seconds(path)?;
        println!("first {path:<58} {:>8.0} ms", seconds * 1000.0);
        lines.push(json!({ "path": path, "seconds": seconds }));
    }
    Ok(json!(lines))
}

/// People who all work at the same time and think between two questions.
fn at_their_pages(server: &Server, plan: &Plan) -> Result<Value> {
    println!(
        "{} people for {} s, about one question a second each",
        plan.people, plan.seconds
    );
    let total: u64 = ROUTES.iter().map(|route| route.people).sum();
    let loads: Result<Vec<Load>> = ROUTES
        .iter()
        .map(|route| {
            let people = (route.people * plan.people).div_ceil(total);
            Load::start(server, route.path, people, plan.seconds, Pace::People, plan.customers)
        })
        .collect();
    let figures: Result<Vec<Value>> = loads?.into_iter().map(Load::figures).collect();
    Ok(told(&figures?))
}

/// One route after the other by all people, each asking again at once.
fn as_fast_as_it_goes(server: &Server, plan: &Plan) -> Result<Value> {
    let seconds = (plan.seconds / 20).clamp(2, 15);
    println!(
        "one route at a time, {} connections without a pause, {seconds} s each (errors: 429, each caller has a hundred a second)",
        plan.people
    );
    let figures: Result<Vec<Value>> = ROUTES
        .iter()
        .map(|route| Load::start(server, route.path, plan.people, seconds, Pace::Machine, plan.customers)?.figures())
        .collect();
    Ok(told(&figures?))
}

/// Prints the figures of all routes and gives them with their names.
fn told(figures: &[Value]) -> Value {
    let lines = ROUTES.iter().zip(figures).map(|(route, figures)| {
        println!(
            "{:<28} p50 {:>8.1} ms  p95 {:>8.1} ms  p99 {:>8.1} ms  {:>8.1} requests/s  errors {}",
            route.name,
            number(figures, "p50_ms"),
            number(figures, "p95_ms"),
            number(figures, "p99_ms"),
            number(figures, "requests_per_s"),
            figures["errors"]
        );
        json!({ "name": route.name, "path": route.path, "figures": figures })
    });
    lines.collect()
}

fn number(figures: &Value, name: &str) -> f64 {
    figures[name].as_f64().unwrap_or(f64::NAN)
}

/// A car dealer's workshop (some ten events a customer), imported, trained and scored; made once.
fn prepare(holdfast: &Path, customers: u64) -> Result<PathBuf> {
    let folder = super::folder()?.join(format!("serve-{customers}"));
    if folder.join("ready").is_file() {
        return Ok(folder);
    }
    let count = customers.to_string();
    process::run(
        Command::new(holdfast)
            .args([
                "simulate",
                "dealer",
                "--customers",
                &count,
                "--seed",
                "7",
                "--months",
                "40",
                "--out",
            ])
            .arg(&folder),
    )?;
    for arguments in [&["refresh"][..], &["train", "--minutes", "5"], &["score"]] {
        process::run(Command::new(holdfast).args(arguments).arg("-w").arg(&folder))?;
    }
    fs::write(folder.join("ready"), "")?;
    Ok(folder)
}
