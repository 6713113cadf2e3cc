//! Scores for all customers at once.

use super::bgbb::{BgBb, History};
use super::histories::Visits;
use super::likelihood::Tables;
use crate::error::StatsError;
use crate::lifetime::setting::MOST_PERIODS;
use rayon::prelude::*;

/// One figure a row, in the order of the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Scores {
    /// [`BgBb::p_alive`] at the last opportunity.
    pub p_alive: Vec<f64>,
    /// [`BgBb::expected_visits`] at the next `ahead` opportunities.
    pub expected_visits: Vec<f64>,
    /// [`BgBb::discounted_residual_visits`]; `None` without a discount.
    pub residual_visits: Option<Vec<f64>>,
}

/// What is known of one number of opportunities.
struct Ahead {
    opportunities: u32,
    turns: f64,
    discounted: f64,
}

/// P(alive), expected visits at the next `ahead` opportunities and, with a `discount`, residual visits of every row.
///
/// Distinct histories are computed once and in parallel; the rows are then looked up. Weights play no part. Errors: those of
/// [`super::fit()`] for rows, `ahead` above 10,000, a discount below 0.0001.
pub fn score(model: &BgBb, visits: &Visits<'_>, ahead: u32, discount: Option<f64>) -> Result<Scores, StatsError> {
    let groups = visits.grouped()?;
    let key = |h: &History| (h.opportunities, h.frequency, u32::MAX - h.recency);
    let mut futures: Vec<Ahead> = Vec::new();
    for run in groups.chunk_by(|a, b| a.history.opportunities == b.history.opportunities) {
        let Some(first) = run.first() else { continue };
        let n = first.history.opportunities;
        futures.push(Ahead {
            opportunities: n,
            turns: model.turns(n, ahead)?,
            discounted: discount.map_or(Ok(0.0), |d| model.discounted_turns(n, d))?,
        });
    }
    let most = groups.last().map_or(0, |g| g.history.opportunities).min(MOST_PERIODS);
    let tables = Tables::new(model, most);
    let pair = |h: &History| (h.opportunities, h.frequency);
    let runs: Vec<_> = groups.chunk_by(|a, b| pair(&a.history) == pair(&b.history)).collect();
    let alive: Vec<Vec<f64>> = runs
        .par_iter()
        .map(|run| {
            let mut found = Vec::with_capacity(run.len());
            if let Some(first) = run.first() {
                let (x, n) = (first.history.frequency, first.history.opportunities);
                let alive = tables.alive(x, n).ln;
                let recencies = &mut run.iter().map(|group| group.history.recency);
                tables.each(x, n, recencies, |term| found.push((alive - term.ln).min(0.0).exp()));
            }
            found
        })
        .collect();
    let alive: Vec<f64> = alive.into_iter().flatten().collect();
    let rows = visits.rows()?;
    let mut scores = Scores {
        p_alive: Vec::with_capacity(rows),
        expected_visits: Vec::with_capacity(rows),
        residual_visits: discount.map(|_| Vec::with_capacity(rows)),
    };
    for row in visits.checked() {
        let history = row?.history;
        let at = groups.partition_point(|g| key(&g.history) < key(&history));
        let p_alive = alive.get(at).copied().unwrap_or(0.0);
        let future = futures.partition_point(|f| f.opportunities < history.opportunities);
        let (turns, discounted) = futures.get(future).map_or((0.0, 0.0), |f| (f.turns, f.discounted));
        let each_turn = p_alive * model.p_buy(&history);
        scores.p_alive.push(p_alive);
        scores.expected_visits.push(each_turn * turns);
        if let Some(residual) = &mut scores.residual_visits {
            residual.push(each_turn * discounted);
        }
    }
    Ok(scores)
}
