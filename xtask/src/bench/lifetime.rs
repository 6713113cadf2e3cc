//! `cargo xtask bench lifetime`: BG/NBD against lifetimes, fit against fit, and the scoring of ten million customers.

use anyhow::Result;

use super::versus::{self, Case, Opponent};

const CASES: [Case; 3] = [
    Case {
        task: "fit",
        data: "days",
        rows: 1_000_000,
        title: "BG/NBD fit, purchases known to the day",
        runs: 5,
        opponents: &[lifetimes(3, Some(20.0))],
    },
    // Nobody is identical to anybody but for those who never came back: what is left when counting identical customers once helps little.
    Case {
        task: "fit",
        data: "instants",
        rows: 1_000_000,
        title: "BG/NBD fit, purchases known to the instant",
        runs: 5,
        opponents: &[lifetimes(3, None)],
    },
    Case {
        task: "score",
        data: "days",
        rows: 10_000_000,
        title: "P(alive) and expected purchases of each customer",
        runs: 3,
        opponents: &[lifetimes(1, None)],
    },
];

const fn lifetimes(runs: usize, goal: Option<f64>) -> Opponent {
    Opponent::new("lifetimes", runs, goal)
}

pub fn run(arguments: &[String]) -> Result<()> {
    versus::run("lifetime", &CASES, arguments)
}
