//! `cargo xtask bench serve`: how quickly pages are answered, and how many live events a second are made durable, with `wrk` on loopback.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::measure;
use crate::process;

const LOGIN: &str = "bench";
const PASSWORD: &str = "correct horse battery staple";

/// Name, and the address that is asked; `{n}` is another number each time, so that no answer is kept.
const ROUTES: [(&str, &str); 9] = [
    ("page", "/"),
    ("overview", "/api/v1/overview"),
    (
        "churn rate, kept",
        "/api/v1/metrics/churn_rate_start?period=month&by=region",
    ),
    (
        "churn rate, computed",
        "/api/v1/metrics/churn_rate_start?period=month&by=region&from={day}",
    ),
    (
        "lifecycle by channel, computed",
        "/api/v1/metrics/customers_lost?period=week&by=channel&from={day}",
    ),
    (
        "why, computed",
        "/api/v1/metrics/churn_rate_start/why?before={month}&after={later}",
    ),
    ("customers, first page", "/api/v1/customers?sort=value_at_risk&limit=50"),
    ("customers, search", "/api/v1/customers?search=c{n}&limit=50"),
    ("one customer", "/api/v1/customers/{n}"),
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
        seconds: 30,
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
    let server = Server::start(&holdfast, &workspace)?;
    let session = server.sign_in()?;
    let load = measure::load_average();
    let mut lines = Vec::new();
    for (name, path) in ROUTES {
        let figures = wrk(&server, &session, path, &plan)?;
        println!(
            "{name:<32} p50 {:>8.1} ms  p95 {:>8.1} ms  p99 {:>8.1} ms  {:>8.0} requests/s  errors {}",
            number(&figures, "p50_ms"),
            number(&figures, "p95_ms"),
            number(&figures, "p99_ms"),
            number(&figures, "requests_per_s"),
            figures["errors"]
        );
        lines.push(json!({ "name": name, "path": path, "figures": figures }));
    }
    let peak = server.peak_mib();
    println!("peak memory of the server {peak:.0} MiB");
    super::keep(
        "serve.json",
        &json!({
            "customers": plan.customers, "people": plan.people, "seconds_each": plan.seconds,
            "load_average_before": load, "routes": lines, "peak_mib": peak,
        }),
    )
}

fn number(figures: &Value, name: &str) -> f64 {
    figures[name].as_f64().unwrap_or(f64::NAN)
}

/// A simulated shop, imported, trained and scored; made once.
fn prepare(holdfast: &Path, customers: u64) -> Result<PathBuf> {
    let folder = super::folder()?.join(format!("serve-{customers}"));
    if folder.join("ready").is_file() {
        return Ok(folder);
    }
    let count = customers.to_string();
    process::run(
        Command::new(holdfast)
            .args(["simulate", "shop", "--customers", &count, "--seed", "7", "--out"])
            .arg(&folder),
    )?;
    for arguments in [&["refresh"][..], &["train", "--minutes", "5"], &["score"]] {
        process::run(Command::new(holdfast).args(arguments).arg("-w").arg(&folder))?;
    }
    fs::write(folder.join("ready"), "")?;
    Ok(folder)
}

/// The server under load; ends with this value.
struct Server {
    child: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(holdfast: &Path, workspace: &Path) -> Result<Self> {
        let mut setup = Command::new(holdfast)
            .args(["user", "setup", LOGIN, "-w"])
            .arg(workspace)
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start holdfast user setup")?;
        if let Some(mut stdin) = setup.stdin.take() {
            writeln!(stdin, "{PASSWORD}")?;
        }
        // Refused when an earlier bench did it; signing in tells.
        setup.wait()?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let mut child = Command::new(holdfast)
            .args(["serve", "--listen", &address, "-w"])
            .arg(workspace)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start holdfast serve")?;
        let lines = child.stdout.take().map(BufReader::new);
        // Read on, or the server would wait for its reader.
        std::thread::spawn(move || lines.map(|lines| lines.lines().count()));
        let server = Self { child, address };
        let begun = Instant::now();
        while server.curl(&["/readyz"]).is_err() {
            ensure!(
                begun.elapsed() < Duration::from_secs(120),
                "the server did not become ready"
            );
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(server)
    }

    /// What `curl` prints for a path, with further arguments.
    fn curl(&self, arguments: &[&str]) -> Result<String> {
        let (path, options) = arguments.split_first().context("a path")?;
        process::capture(
            Command::new("curl")
                .args(["--silent", "--show-error", "--fail", "--max-time", "120"])
                .args(options)
                .arg(format!("http://{}{path}", self.address))
                .stderr(Stdio::null()),
        )
    }

    /// The session's cookie.
    fn sign_in(&self) -> Result<String> {
        let body = json!({ "login": LOGIN, "password": PASSWORD }).to_string();
        let head = self.curl(&[
            "/api/v1/session",
            "--dump-header",
            "-",
            "--header",
            "content-type: application/json",
            "--data",
            &body,
        ])?;
        let cookie = head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
            .and_then(|(_, value)| value.trim().split(';').next())
            .context("signing in set no cookie")?;
        Ok(cookie.to_owned())
    }

    /// Largest resident set so far, as Linux tells it.
    fn peak_mib(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.unwrap_or(f64::NAN) / 1024.0
    }
}

/// One route under load by so many people; `wrk` prints its figures as one JSON line.
fn wrk(server: &Server, session: &str, path: &str, plan: &Plan) -> Result<Value> {
    let script = process::root()?.join("bench/serve.lua");
    let (people, seconds) = (plan.people.to_string(), format!("{}s", plan.seconds));
    let printed = process::capture(
        Command::new("wrk")
            .args([
                "--threads",
                "1",
                "--connections",
                &people,
                "--duration",
                &seconds,
                "--timeout",
                "60s",
                "--script",
            ])
            .arg(script)
            .arg(format!("http://{}", server.address))
            .args(["--", path, session, &plan.customers.to_string()]),
    )
    .context("`wrk` is needed: apt-get install wrk")?;
    let line = printed
        .lines()
        .rev()
        .find(|line| line.starts_with('{'))
        .context("wrk printed no figures")?;
    serde_json::from_str(line).with_context(|| format!("not JSON: {line}"))
}
