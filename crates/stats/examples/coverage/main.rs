//! Whether 95 % intervals cover, for `cargo xtask bench coverage`: `coverage SETS SEED` prints one line of JSON with the share of
//! simulated truths that each interval covers, with the Wilson interval of that share.

#![allow(clippy::print_stdout)]

mod studies;

use std::error::Error;

use holdfast_stats::interval::wilson;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [sets, seed] = &arguments[..] else {
        return Err("usage: coverage SETS SEED".into());
    };
    let (sets, seed) = (sets.parse()?, seed.parse()?);
    let tallies = [
        studies::kaplan_meier,
        studies::late_entry,
        studies::cox,
        studies::bg_nbd,
    ]
    .map(|study| study(sets, seed));
    let row = |tally: &studies::Tally| {
        let chance = wilson(tally.covered, tally.fitted);
        serde_json::json!({
            "name": tally.name, "sets": tally.fitted, "failed": tally.failed, "share": tally.share(),
            "low": chance.low, "high": chance.high,
        })
    };
    let rows: Vec<_> = tallies.iter().flatten().map(row).collect();
    println!("{}", serde_json::json!({"rows": rows}));
    Ok(())
}
