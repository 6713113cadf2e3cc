//! The cheapest change that was tried and leads below the threshold.

use holdfast_learn::frame::Frame;
use rayon::prelude::*;

use super::candidates::{Asked, Means, combinations, parts, row_of};
use super::donors::Donors;
use super::found::{Change, Outcome, Recourse};
use super::lever::{Lever, Moves};
use super::matrix;
use super::nearest::Pool;
use super::score::Candidate;
use super::score::Scorer;
use super::settings::RecourseSettings;
use crate::error::ReasonError;
use crate::reasoner::Reasoner;

/// Customers whose candidates are scored in one table.
const CHUNK: usize = 64;

/// For each of the rows `rows` of a frame: what of the levers would have to move for the probability to fall below the threshold.
///
/// Single moves are tried first, then pairs, then triples; of those that lead below the threshold with the fewest levers the cheapest is taken (ties: the
/// lower probability, then the order of trial). Moves go to what occurs: profiles of real customers who are below the threshold and whose told
/// quantities lie within the population's 5–95 % range, the customer's own earlier profile, levels with enough customers, cut points of numbers.
/// Bounded by the settings; customers are independent of each other, and of the number of threads.
///
/// # Errors
/// [`ReasonError::Columns`], [`ReasonError::Column`], [`ReasonError::Rows`], [`ReasonError::Setting`].
pub fn find(
    reasoner: &Reasoner,
    scorer: &Scorer,
    frame: &Frame,
    rows: &[u32],
    levers: &[Lever],
    donors: &Donors,
    settings: RecourseSettings,
) -> Result<Vec<Recourse>, ReasonError> {
    settings.check()?;
    check(reasoner, scorer, frame, rows, levers, donors)?;
    let parts: Vec<_> = levers.iter().map(|lever| parts(reasoner, lever)).collect();
    let mut lever_of = vec![None; reasoner.columns.len()];
    for (parts, number) in parts.iter().zip(0_u16..) {
        parts.moved.iter().for_each(|&column| lever_of[column] = Some(number));
    }
    let means = Means {
        reasoner,
        levers,
        donors,
        pool: pool(reasoner, scorer, donors, settings),
        parts,
        settings,
    };
    let search = Search {
        means,
        scorer,
        frame,
        lever_of,
    };
    let found: Vec<Vec<Recourse>> = rows
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(chunk, rows)| search.chunk(rows, chunk * CHUNK))
        .collect();
    Ok(found.into_iter().flatten().collect())
}

fn check(
    reasoner: &Reasoner,
    scorer: &Scorer,
    frame: &Frame,
    rows: &[u32],
    levers: &[Lever],
    donors: &Donors,
) -> Result<(), ReasonError> {
    reasoner.check(frame, "the frame")?;
    reasoner.check(donors.frame, "the donors' frame")?;
    if scorer.columns > reasoner.columns.len() {
        return Err(ReasonError::Columns {
            what: "the model",
            found: scorer.columns,
            expected: reasoner.columns.len(),
        });
    }
    if let Some(lever) = levers
        .iter()
        .find(|lever| !(lever.cost > 0.0 && lever.cost.is_finite()))
    {
        return Err(ReasonError::Setting {
            name: "cost",
            value: lever.cost.to_string(),
            allowed: "a number above 0",
        });
    }
    if let Some(lever) = levers.iter().find(|lever| {
        matches!(lever.moves, Moves::Attribute(_)) && !reasoner.columns.iter().any(|column| lever.moves.moves(column))
    }) {
        let Moves::Attribute(column) = &lever.moves else {
            return Ok(());
        };
        return Err(ReasonError::NotMovable { column: column.clone() });
    }
    let beyond =
        |what, rows: usize, mut all: Box<dyn Iterator<Item = u32> + '_>| match all.find(|&row| row as usize >= rows) {
            Some(row) => Err(ReasonError::Rows {
                what,
                found: rows,
                expected: row as usize + 1,
            }),
            None => Ok(()),
        };
    beyond("the frame", frame.rows, Box::new(rows.iter().copied()))?;
    let given = donors.rows.iter().copied().chain(donors.own.iter().copied().flatten());
    beyond("the donors' frame", donors.frame.rows, Box::new(given))
}

/// Donors below the threshold whose told quantities are plausible.
fn pool(reasoner: &Reasoner, scorer: &Scorer, donors: &Donors, settings: RecourseSettings) -> Pool {
    let step = donors.rows.len().div_ceil(settings.donors.max(1)).max(1);
    let some: Vec<Candidate> = donors
        .rows
        .iter()
        .step_by(step)
        .map(|&row| Candidate {
            row,
            changes: Vec::new(),
        })
        .collect();
    let own = Donors { own: &[], ..*donors };
    let probabilities = scorer.score(donors.frame, &own, &vec![None; reasoner.columns.len()], &some);
    let told = reasoner.told_columns();
    let plausible = |row: u32| {
        told.iter().all(|&column| {
            let value = matrix::value(donors.frame, column, row as usize);
            reasoner.population.columns[column]
                .spread()
                .is_none_or(|spread| value.is_nan() || (spread.low..=spread.high).contains(&value))
        })
    };
    let rows: Vec<u32> = some
        .iter()
        .zip(probabilities)
        .filter(|(candidate, probability)| *probability < settings.threshold && plausible(candidate.row))
        .map(|(candidate, _)| candidate.row)
        .collect();
    Pool {
        values: matrix::rows(donors.frame, &rows),
        scales: reasoner.population.columns.iter().map(matrix::scale).collect(),
        rows,
    }
}

/// Everything that the search of a customer reads.
pub(super) struct Search<'a> {
    pub(super) means: Means<'a>,
    pub(super) scorer: &'a Scorer<'a>,
    pub(super) frame: &'a Frame,
    pub(super) lever_of: Vec<Option<u16>>,
}

/// What is known of a customer so far.
struct State {
    asked: Asked,
    before: f64,
    singles: Vec<Change>,
    gains: Vec<f64>,
    lowest: Option<f64>,
    best: Option<(f64, f64, Vec<Change>)>,
}

impl Search<'_> {
    fn chunk(&self, rows: &[u32], first: usize) -> Vec<Recourse> {
        let threshold = self.means.settings.threshold;
        let as_is: Vec<Candidate> = rows
            .iter()
            .map(|&row| Candidate {
                row,
                changes: Vec::new(),
            })
            .collect();
        let mut states: Vec<State> = rows
            .iter()
            .zip(self.score(&as_is))
            .enumerate()
            .map(|(at, (&row, before))| {
                let asked = Asked {
                    at: first + at,
                    row,
                    values: row_of(self.frame, row),
                };
                let singles = if before < threshold {
                    Vec::new()
                } else {
                    self.means.singles(&asked)
                };
                State {
                    asked,
                    before,
                    singles,
                    gains: Vec::new(),
                    lowest: None,
                    best: None,
                }
            })
            .collect();
        for size in 1..=self.means.settings.levers {
            self.round(&mut states, size);
        }
        let eased = self.eased(&states);
        states
            .into_iter()
            .zip(&eased)
            .map(|(state, eased)| self.finish(state, eased))
            .collect()
    }

    /// For each customer whose behaviour is replaced, what that takes from the log-odds by concept, in one table; empty for the others.
    fn eased(&self, states: &[State]) -> Vec<Vec<f64>> {
        let mut candidates = Vec::new();
        for state in states {
            if let Some(change) = state.best.as_ref().and_then(|(_, _, changes)| self.borrowed(changes)) {
                let row = state.asked.row;
                candidates.extend([Vec::new(), vec![change]].map(|changes| Candidate { row, changes }));
            }
        }
        if candidates.is_empty() {
            return vec![Vec::new(); states.len()];
        }
        let (reasoner, donors) = (self.means.reasoner, self.means.donors);
        let added = self
            .scorer
            .contributions(self.frame, donors, &self.lever_of, &candidates);
        let sums = |row: usize| {
            let mut sums = vec![0.0; reasoner.concepts.len()];
            reasoner.sum_by_concept(added.row(row), &mut sums);
            sums
        };
        let mut row = 0;
        states
            .iter()
            .map(|state| {
                let found = state.best.as_ref().and_then(|(_, _, changes)| self.borrowed(changes));
                if found.is_none() {
                    return Vec::new();
                }
                row += 2;
                let (before, after) = (sums(row - 2), sums(row - 1));
                before.iter().zip(after).map(|(before, after)| before - after).collect()
            })
            .collect()
    }

    /// The change of behaviour among changes.
    pub(super) fn borrowed(&self, changes: &[Change]) -> Option<Change> {
        let behaviour = |change: &&Change| self.means.levers[usize::from(change.lever)].moves == Moves::Behaviour;
        changes.iter().find(behaviour).copied()
    }

    /// Tries moves of `size` levers for those who have nothing yet.
    fn round(&self, states: &mut [State], size: usize) {
        let settings = self.means.settings;
        let mut candidates = Vec::new();
        let mut ends = Vec::with_capacity(states.len());
        for state in states.iter() {
            if state.before >= settings.threshold && state.best.is_none() {
                let sets = if size == 1 {
                    state.singles.iter().map(|&change| vec![change]).collect()
                } else {
                    combinations(&state.singles, &state.gains, size, settings.combinations)
                };
                let row = state.asked.row;
                candidates.extend(sets.into_iter().map(|changes| Candidate { row, changes }));
            }
            ends.push(candidates.len());
        }
        let probabilities = self.score(&candidates);
        let mut start = 0;
        for (state, end) in states.iter_mut().zip(ends) {
            let own = candidates[start..end].iter().zip(&probabilities[start..end]);
            start = end;
            for (candidate, &after) in own {
                if size == 1 {
                    state.gains.push(state.before - after);
                }
                state.lowest = Some(state.lowest.map_or(after, |lowest| lowest.min(after)));
                let cost = candidate.cost();
                let better = |(least, lowest, _): &(f64, f64, Vec<Change>)| (cost, after) < (*least, *lowest);
                if after < settings.threshold && state.best.as_ref().is_none_or(better) {
                    state.best = Some((cost, after, candidate.changes.clone()));
                }
            }
        }
    }

    fn score(&self, candidates: &[Candidate]) -> Vec<f64> {
        if candidates.is_empty() {
            return Vec::new();
        }
        self.scorer
            .score(self.frame, self.means.donors, &self.lever_of, candidates)
    }

    fn finish(&self, state: State, eased: &[f64]) -> Recourse {
        let outcome = match state.best {
            _ if state.before < self.means.settings.threshold => Outcome::Below,
            Some((cost, after, changes)) => Outcome::Reached { after, changes, cost },
            None => Outcome::OutOfReach { lowest: state.lowest },
        };
        let text = self.words(&state.asked, state.before, &outcome, eased);
        Recourse {
            probability: state.before,
            outcome,
            text,
        }
    }
}
