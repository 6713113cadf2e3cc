//! The server under load, and those who ask it.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::process;

const LOGIN: &str = "bench";
const PASSWORD: &str = "correct horse battery staple";
/// Tokens that questions without a pause are spread over: the server lets each ask a hundred times a second.
const TOKENS: usize = 50;

/// `holdfast serve`; ends with this value.
pub struct Server {
    child: Child,
    address: String,
    /// `Name: value` of the session's cookie, and of as many tokens.
    pub session: String,
    pub tokens: Vec<String>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    pub fn start(holdfast: &Path, workspace: &Path) -> Result<Self> {
        // People of the bench alone: a workspace that was named keeps its own.
        let database = super::super::folder()?.join("serve.db");
        for ending in ["", "-wal", "-shm"] {
            let mut file = database.clone().into_os_string();
            file.push(ending);
            let _ = fs::remove_file(file);
        }
        let database = format!("sqlite:{}", database.display());
        let mut setup = Command::new(holdfast)
            .args(["user", "setup", LOGIN, "-w"])
            .arg(workspace)
            .env("DATABASE_URL", &database)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .context("cannot start holdfast user setup")?;
        if let Some(mut stdin) = setup.stdin.take() {
            writeln!(stdin, "{PASSWORD}")?;
        }
        ensure!(setup.wait()?.success(), "`holdfast user setup` failed");
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let mut child = Command::new(holdfast)
            .args(["serve", "--listen", &address, "-w"])
            .arg(workspace)
            .env("DATABASE_URL", &database)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start holdfast serve")?;
        let lines = child.stdout.take().map(BufReader::new);
        // Read on, or the server would wait for its reader.
        std::thread::spawn(move || lines.map(|lines| lines.lines().count()));
        let mut server = Self {
            child,
            address,
            session: String::new(),
            tokens: Vec::new(),
        };
        let begun = Instant::now();
        while server.curl("/readyz", &[]).is_err() {
            ensure!(
                begun.elapsed() < Duration::from_secs(120),
                "the server did not become ready"
            );
            std::thread::sleep(Duration::from_millis(200));
        }
        server.sign_in()?;
        Ok(server)
    }

    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What `curl` prints for a path, with further arguments.
    fn curl(&self, path: &str, arguments: &[&str]) -> Result<String> {
        process::capture(
            Command::new("curl")
                .args(["--silent", "--show-error", "--fail", "--max-time", "120"])
                .args(arguments)
                .arg(format!("{}{path}", self.address())),
        )
    }

    fn sign_in(&mut self) -> Result<()> {
        let json_type = "content-type: application/json";
        let body = json!({ "login": LOGIN, "password": PASSWORD }).to_string();
        let answer = self.curl(
            "/api/v1/session",
            &["--dump-header", "-", "--header", json_type, "--data", &body],
        )?;
        let cookie = answer
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
            .and_then(|(_, value)| value.trim().split(';').next())
            .context("signing in set no cookie")?;
        let me: Value = serde_json::from_str(answer.lines().last().unwrap_or_default())?;
        let csrf = format!("x-csrf-token: {}", me["csrf"].as_str().context("csrf")?);
        self.session = format!("cookie: {cookie}");
        let scopes = ["view_metrics", "view_customers", "write_events"];
        let new = json!({ "name": "bench", "scopes": scopes, "expires_in_days": 1 }).to_string();
        for _ in 0..TOKENS {
            let made = self.curl(
                "/api/v1/tokens",
                &[
                    "--header",
                    &self.session,
                    "--header",
                    &csrf,
                    "--header",
                    json_type,
                    "--data",
                    &new,
                ],
            )?;
            let made: Value = serde_json::from_str(&made)?;
            let token = made["token"].as_str().context("a token")?;
            self.tokens.push(format!("authorization: Bearer {token}"));
        }
        Ok(())
    }

    /// The answer to a question, as JSON.
    pub fn get(&self, path: &str) -> Result<Value> {
        serde_json::from_str(&self.curl(path, &["--header", &self.session])?).context("not JSON")
    }

    /// Sends a batch of live events.
    pub fn event(&self, id: &str, line: &str) -> Result<()> {
        let batch = format!("batch-id: {id}");
        let token = self.tokens.first().context("a token")?;
        self.curl(
            "/api/v1/events",
            &["--header", token, "--header", &batch, "--data-binary", line],
        )?;
        Ok(())
    }

    /// Seconds until the last byte of an answer.
    pub fn seconds(&self, path: &str) -> Result<f64> {
        let printed = self.curl(
            path,
            &[
                "--header",
                &self.session,
                "--compressed",
                "--output",
                "/dev/null",
                "--write-out",
                "%{time_total}",
            ],
        )?;
        printed
            .trim()
            .parse()
            .with_context(|| format!("not seconds: {printed}"))
    }

    /// Largest resident set so far, as Linux tells it.
    pub fn peak_mib(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.unwrap_or(f64::NAN) / 1024.0
    }
}
