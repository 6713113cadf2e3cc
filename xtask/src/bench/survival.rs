//! `cargo xtask bench survival`: Cox, Kaplan–Meier and concordance against lifelines and scikit-survival, fit against fit.

use anyhow::Result;

use super::versus::{self, Case, Opponent};

const CASES: [Case; 7] = [
    Case {
        task: "cox",
        data: "cox-distinct",
        rows: 100_000,
        title: "Cox, 20 columns, no two durations alike",
        runs: 5,
        opponents: &[lifelines(3, Some(50.0))],
    },
    Case {
        task: "cox",
        data: "cox-months",
        rows: 1_000_000,
        title: "Cox, 20 columns, durations in whole months (heavy ties)",
        runs: 5,
        opponents: &[lifelines(3, Some(10.0))],
    },
    // Alone: whether ten times the rows take ten times as long.
    Case {
        task: "cox",
        data: "cox-distinct-large",
        rows: 1_000_000,
        title: "Cox, 20 columns, no two durations alike, ten times the rows",
        runs: 3,
        opponents: &[],
    },
    Case {
        task: "km",
        data: "km-days",
        rows: 10_000_000,
        title: "Kaplan–Meier, durations in whole days",
        runs: 5,
        opponents: &[lifelines(3, Some(10.0))],
    },
    Case {
        task: "km",
        data: "km-distinct",
        rows: 10_000_000,
        title: "Kaplan–Meier, no two durations alike",
        runs: 3,
        opponents: &[lifelines(1, Some(10.0))],
    },
    Case {
        task: "concordance",
        data: "concordance-distinct",
        rows: 20_000,
        title: "concordance, no two durations alike",
        runs: 5,
        opponents: &[Opponent::new("scikit-survival", 3, None), lifelines(3, None)],
    },
    Case {
        task: "concordance",
        data: "concordance-days",
        rows: 1_000_000,
        title: "concordance, durations in whole days, tied risks",
        runs: 5,
        opponents: &[lifelines(1, None)],
    },
];

const fn lifelines(runs: usize, goal: Option<f64>) -> Opponent {
    Opponent::new("lifelines", runs, goal)
}

pub fn run(arguments: &[String]) -> Result<()> {
    versus::run("survival", &CASES, arguments)
}
