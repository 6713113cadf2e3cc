//! One route under load, by `wrk` and `bench/serve.lua`.

use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::server::Server;
use crate::process;

/// How soon after an answer the next question is asked.
#[derive(Clone, Copy)]
pub enum Pace {
    /// Half a second to one and a half.
    People,
    /// At once.
    Machine,
    /// At once, with a batch of live events.
    Events,
}

/// A `wrk` that runs.
pub struct Load(Child);

impl Load {
    pub fn start(
        server: &Server,
        path: &str,
        connections: u64,
        seconds: u64,
        pace: Pace,
        customers: u64,
    ) -> Result<Self> {
        let script = process::root()?.join("bench/serve.lua");
        let (word, callers) = match pace {
            Pace::People => ("people", std::slice::from_ref(&server.session)),
            Pace::Machine => ("machine", server.tokens.as_slice()),
            Pace::Events => ("events", server.tokens.as_slice()),
        };
        let child = Command::new("wrk")
            .args(["--threads", "1", "--timeout", "60s", "--connections"])
            .arg(connections.to_string())
            .arg("--duration")
            .arg(format!("{seconds}s"))
            .arg("--script")
            .arg(script)
            .arg(server.address())
            .args(["--", word, path, &customers.to_string()])
            .args(callers)
            .stdout(Stdio::piped())
            .spawn()
            .context("`wrk` is needed: apt-get install wrk")?;
        Ok(Self(child))
    }

    /// Waits for its end; it prints its figures as one JSON line.
    pub fn figures(self) -> Result<Value> {
        let output = self.0.wait_with_output()?;
        ensure!(output.status.success(), "wrk failed ({})", output.status);
        let printed = String::from_utf8(output.stdout).context("wrk printed something else than UTF-8")?;
        let line = printed
            .lines()
            .rev()
            .find(|line| line.starts_with('{'))
            .with_context(|| format!("wrk printed no figures: {printed}"))?;
        serde_json::from_str(line).with_context(|| format!("not JSON: {line}"))
    }
}
