//! From contributions to the few concepts that say most.

use std::cmp::Ordering;

use holdfast_learn::contract::predict::Contributions;
use holdfast_learn::frame::Frame;
use rayon::prelude::*;

use super::coded::{Coded, Explained};
use super::table::Reasoner;
use crate::error::ReasonError;

/// Customers that a thread takes at a time.
const CHUNK: usize = 4096;

impl Reasoner {
    /// The reasons of the rows `rows` of a frame; `contributions` are of these rows, in this order.
    ///
    /// A concept is a reason from the floors of the settings on. Time: one addition a column, and a sentence's figures for the named concepts alone.
    ///
    /// # Errors
    /// [`ReasonError::Columns`], [`ReasonError::Column`] where frame or contributions are of other columns; [`ReasonError::Rows`].
    pub fn explain(
        &self,
        frame: &Frame,
        rows: &[u32],
        contributions: &Contributions,
    ) -> Result<Explained, ReasonError> {
        self.check(frame, "the frame")?;
        if contributions.columns > self.columns.len() {
            return Err(ReasonError::Columns {
                what: "the table of contributions",
                found: contributions.columns,
                expected: self.columns.len(),
            });
        }
        if contributions.values.len() != rows.len() * contributions.columns {
            return Err(ReasonError::Rows {
                what: "contributions",
                found: contributions.values.len() / contributions.columns.max(1),
                expected: rows.len(),
            });
        }
        if let Some(&row) = rows.iter().find(|&&row| row as usize >= frame.rows) {
            return Err(ReasonError::Rows {
                what: "the frame",
                found: frame.rows,
                expected: row as usize + 1,
            });
        }
        let parts: Vec<Explained> = rows
            .par_chunks(CHUNK)
            .enumerate()
            .map(|(chunk, rows)| self.explain_chunk(frame, rows, contributions, chunk * CHUNK))
            .collect();
        let mut out = Explained {
            ends: Vec::with_capacity(rows.len()),
            reasons: Vec::with_capacity(parts.iter().map(|part| part.reasons.len()).sum()),
        };
        for part in parts {
            let before = out.reasons.len() as u32;
            out.ends.extend(part.ends.iter().map(|end| before + end));
            out.reasons.extend(part.reasons);
        }
        Ok(out)
    }

    fn explain_chunk(&self, frame: &Frame, rows: &[u32], contributions: &Contributions, first: usize) -> Explained {
        let mut out = Explained::default();
        let mut sums = vec![0.0; self.concepts.len()];
        let mut order: Vec<u16> = Vec::with_capacity(sums.len());
        for (at, &row) in rows.iter().enumerate() {
            let own = contributions.row(first + at);
            self.sum_by_concept(own, &mut sums);
            let total: f64 = sums.iter().map(|sum| sum.abs()).sum();
            let floor = (self.settings.share_at_least * total).max(self.settings.log_odds_at_least);
            order.clear();
            order.extend(
                (0..)
                    .zip(&sums)
                    .filter(|(_, sum)| sum.abs() >= floor && **sum != 0.0)
                    .map(|(at, _)| at),
            );
            order.sort_unstable_by(|&a, &b| by_size(&sums, a, b));
            let raising = order.iter().filter(|&&at| sums[usize::from(at)] > 0.0);
            let lowering = order.iter().filter(|&&at| sums[usize::from(at)] < 0.0);
            for &concept in raising
                .take(self.settings.raising)
                .chain(lowering.take(self.settings.lowering))
            {
                let sum = sums[usize::from(concept)];
                out.reasons
                    .push(self.code(frame, row as usize, own, concept, sum, sum.abs() / total));
            }
            out.ends.push(out.reasons.len() as u32);
        }
        out
    }

    fn code(&self, frame: &Frame, row: usize, own: &[f64], concept: u16, sum: f64, share: f64) -> Coded {
        let lead = self.lead(own, concept, sum);
        let (said, told) = self.figures(frame, row, concept, lead, sum);
        Coded {
            concept,
            lead,
            told,
            cell: self.cell(frame, row, lead),
            log_odds: sum as f32,
            share: share as f32,
            said,
        }
    }

    /// The concept's column that adds most in the direction of the sum, the first of equals.
    pub(crate) fn lead(&self, own: &[f64], concept: u16, sum: f64) -> u16 {
        let mut best = (f64::NEG_INFINITY, 0);
        for &column in &self.concepts[usize::from(concept)].columns {
            let value = own.get(usize::from(column)).copied().unwrap_or(f64::NEG_INFINITY);
            let value = if sum < 0.0 && value.is_finite() { -value } else { value };
            if value > best.0 {
                best = (value, column);
            }
        }
        best.1
    }
}

/// Largest first, ties by number.
fn by_size(sums: &[f64], a: u16, b: u16) -> Ordering {
    let size = |at: u16| sums[usize::from(at)].abs();
    size(b).total_cmp(&size(a)).then(a.cmp(&b))
}
