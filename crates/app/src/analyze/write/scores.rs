//! `scores.csv`: every scored customer with probability, level, value at risk and reasons.

use std::io::{self, Write};

use holdfast_domain::lang::Lang;
use holdfast_domain::level::Level;
use holdfast_domain::money::format_plain;
use holdfast_report::model::warnings::Thresholds;

use crate::analyze::figures::reasons::{Evidence, REASONS, Top};
use crate::analyze::figures::slices::Slices;
use crate::analyze::figures::thresholds::level;
use crate::analyze::figures::value::at_risk_minor;
use crate::analyze::study::Study;
use crate::csv::{BOM, push_cell};
use crate::lifetime::residual::Residual;

/// What the scores are written from.
pub struct ScoreTable<'a> {
    /// The study.
    pub study: &'a Study,
    /// Probability by scored customer.
    pub scores: &'a [f64],
    /// Reasons by scored customer.
    pub reasons: &'a [Top],
    /// Evidence beside the reasons.
    pub evidence: &'a Evidence,
    /// Slices that the evidence speaks of.
    pub slices: &'a [Slices],
    /// Where the levels begin.
    pub thresholds: &'a Thresholds,
    /// Language of the reasons.
    pub lang: Lang,
}

/// Writes the table (see [`crate::csv`]). Column names and levels are stable in both languages; customers who have left
/// have the level `churned`.
///
/// # Errors
/// What the writer says.
pub fn write(table: &ScoreTable, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(BOM.as_bytes())?;
    let value = table.study.value.as_ref();
    let known = table.study.gone.contains(&true);
    let mut header = vec!["id".to_owned(), "probability".to_owned(), "level".to_owned()];
    if value.is_some() {
        header.push("value_at_risk".to_owned());
    }
    let residual = table.residual();
    if let Some(residual) = residual {
        header.extend(["p_alive", "expected_purchases"].map(str::to_owned));
        if residual.value_minor.is_some() {
            header.push("expected_value".to_owned());
        }
    }
    if known {
        header.push("churned".to_owned());
    }
    header.extend((1..=REASONS).map(|k| format!("reason_{k}")));
    out.write_all(header.join(",").as_bytes())?;
    out.write_all(b"\r\n")?;
    let mut line = String::new();
    for (i, (&row, &probability)) in table.study.scored.iter().zip(table.scores).enumerate() {
        line.clear();
        push_cell(&mut line, &table.study.ids.get(i, row));
        line.push_str(&format!(",{probability:.6},"));
        let gone = table.study.gone[i];
        line.push_str(if gone {
            "churned"
        } else {
            code(level(table.thresholds, probability))
        });
        if let Some(value) = value {
            line.push(',');
            if !gone {
                line.push_str(&format_plain(at_risk_minor(probability, value.minor[row as usize])));
            }
        }
        if let Some(residual) = residual {
            push_residual(&mut line, residual, table.study.ids.customer(i));
        }
        if known {
            line.push_str(if table.study.gone[i] { ",1" } else { ",0" });
        }
        let top = &table.reasons[i];
        for &(column, _) in top {
            line.push(',');
            if column != u16::MAX {
                let words = table.evidence.words(table.study, table.slices, column, row);
                push_cell(&mut line, words.get(table.lang));
            }
        }
        line.push_str("\r\n");
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

impl ScoreTable<'_> {
    fn residual(&self) -> Option<&Residual> {
        self.study.events.as_ref()?.residual.as_ref()
    }
}

/// P(alive), expected purchases and their value; blank for a customer without a purchase.
fn push_residual(line: &mut String, residual: &Residual, customer: Option<u32>) {
    let customer = customer.map(|customer| customer as usize);
    let known = customer.filter(|&c| residual.p_alive.get(c).is_some_and(|p| p.is_finite()));
    match known {
        Some(c) => line.push_str(&format!(",{:.6},{:.4}", residual.p_alive[c], residual.purchases[c])),
        None => line.push_str(",,"),
    }
    if let Some(minor) = &residual.value_minor {
        line.push(',');
        if let Some(c) = known {
            line.push_str(&format_plain(minor[c]));
        }
    }
}

/// A level's stable name, the same in both languages: programs read this column.
fn code(level: Level) -> &'static str {
    match level {
        Level::Red => "red",
        Level::Orange => "orange",
        Level::Yellow => "yellow",
        Level::None => "none",
    }
}
