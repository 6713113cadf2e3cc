//! `predictions.csv`: what is expected of every customer.

use std::io::{self, Write};

use super::observe::Observed;
use super::outcome::Predictions;
use crate::csv::{BOM, push_cell};

/// Writes id, risk (probability of churn by the horizon), share still there at each time, median, and for customers still
/// there the probability of churn within the horizon from now on; blank where the model has no answer. `times` are the times that were asked for, the horizon last. Without an id column, the row in the file.
///
/// # Errors
/// What the writer says.
pub(super) fn write(
    observed: &Observed,
    predictions: &Predictions,
    times: &[f64],
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut line = format!("{BOM}{},risk", if observed.id.is_some() { "id" } else { "row" });
    for t in times {
        line.push_str(&format!(",survival_at_{t}"));
    }
    line.push_str(",median");
    if !predictions.next.is_empty() {
        line.push_str(",p_churn_next");
    }
    line.push_str("\r\n");
    out.write_all(line.as_bytes())?;
    let ids = observed.id.map(|id| observed.picked.texts(id));
    for row in 0..observed.exit.len() {
        line.clear();
        match &ids {
            Some(ids) => push_cell(&mut line, &ids[row]),
            None => line.push_str(&observed.picked.row_number(row).unwrap_or_default().to_string()),
        }
        let shares = || {
            predictions
                .survival
                .iter()
                .map(|column| column.get(row).copied().flatten())
        };
        push_number(&mut line, shares().next_back().flatten().map(|s| 1.0 - s));
        for share in shares() {
            push_number(&mut line, share);
        }
        push_number(&mut line, predictions.median.get(row).copied().flatten());
        if let Some(&next) = predictions.next.get(row) {
            push_number(&mut line, next);
        }
        line.push_str("\r\n");
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

/// Shares at six decimals, times at six significant digits or more.
fn push_number(line: &mut String, value: Option<f64>) {
    line.push(',');
    if let Some(value) = value {
        let text = if value.abs() < 1e9 {
            format!("{value:.6}")
        } else {
            format!("{value:e}")
        };
        line.push_str(&text);
    }
}
