//! Every candidate on every origin: log-odds of customers that it did not learn from.

use holdfast_learn::blend::stack::{Stack, stack};
use holdfast_learn::contract::predict::Predict;
use holdfast_learn::contract::task::Task;
use holdfast_learn::error::LearnError;
use holdfast_learn::frame::Frame;

use super::candidates::Candidate;
use super::origins::Origin;

/// All judging rows, origin after origin.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Row of the frame.
    pub rows: Vec<u32>,
    /// Index of the origin.
    pub origin: Vec<u8>,
    /// Whether the customer was lost.
    pub labels: Vec<bool>,
}

impl Judged {
    /// The judging rows of origins.
    pub fn new(origins: &[Origin], labels: &[bool]) -> Self {
        let mut out = Self::default();
        for (at, origin) in origins.iter().enumerate() {
            out.rows.extend(&origin.judge);
            out.origin.extend(std::iter::repeat_n(at as u8, origin.judge.len()));
        }
        out.labels = out.rows.iter().map(|&row| labels[row as usize]).collect();
        out
    }
}

/// A candidate that was tried.
#[derive(Clone, Debug)]
pub struct Tried {
    /// The candidate.
    pub candidate: Candidate,
    /// Log-odds of the judging rows.
    pub margins: Vec<f64>,
    /// Seconds that fitting and judging took.
    pub seconds: f64,
    /// Weights of the parts, for the blend.
    pub stack: Option<Stack>,
}

/// A candidate that was not judged.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// Its name.
    pub name: &'static str,
    /// Why: the budget of time, or what it could not learn from.
    pub why: String,
}

/// The rows that all candidates see.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The columns that are kept.
    pub frame: &'a Frame,
    /// Outcomes by row.
    pub labels: &'a [bool],
    /// Customers by row.
    pub groups: &'a [u32],
    /// Seed.
    pub seed: u64,
}

impl<'a> Ground<'a> {
    /// A task on some rows.
    pub fn task(&self, rows: &'a [u32]) -> Task<'a> {
        Task {
            frame: self.frame,
            labels: self.labels,
            weights: &[],
            groups: self.groups,
            rows,
            seed: self.seed,
        }
    }
}

/// Tries the candidates in order. One that cannot learn from the data is skipped and says why; one that is to begin after `budget_s` seconds is too, but
/// the first is always tried.
///
/// # Errors
/// When not one candidate could learn: what the first said.
pub fn run(
    ground: &Ground,
    candidates: &[Candidate],
    origins: &[Origin],
    judged: &Judged,
    budget_s: f64,
    elapsed_s: &dyn Fn() -> f64,
    step: &dyn Fn(u64, u64),
) -> Result<(Vec<Tried>, Vec<Skipped>), LearnError> {
    let (mut tried, mut skipped) = (Vec::<Tried>::new(), Vec::new());
    let mut failed = None;
    for (at, candidate) in candidates.iter().enumerate() {
        step(at as u64, candidates.len() as u64);
        let begun = elapsed_s();
        if begun > budget_s && !tried.is_empty() {
            skipped.push(Skipped {
                name: candidate.name,
                why: format!("the budget of {budget_s:.0} s was used up"),
            });
            continue;
        }
        let outcome = match &candidate.method {
            Some(method) => one(ground, method, origins).map(|margins| (margins, None)),
            None if tried.len() < 2 => {
                skipped.push(Skipped {
                    name: candidate.name,
                    why: "there are fewer than two models to blend".to_owned(),
                });
                continue;
            }
            None => blend(&tried, judged).map(|(margins, stack)| (margins, Some(stack))),
        };
        match outcome {
            Ok((margins, stack)) => tried.push(Tried {
                candidate: candidate.clone(),
                margins,
                seconds: elapsed_s() - begun,
                stack,
            }),
            Err(error) => {
                skipped.push(Skipped {
                    name: candidate.name,
                    why: error.to_string(),
                });
                failed.get_or_insert(error);
            }
        }
    }
    step(candidates.len() as u64, candidates.len() as u64);
    match failed {
        Some(error) if tried.is_empty() => Err(error),
        _ => Ok((tried, skipped)),
    }
}

fn one(
    ground: &Ground,
    method: &holdfast_learn::contract::method::Method,
    origins: &[Origin],
) -> Result<Vec<f64>, LearnError> {
    let mut margins = Vec::new();
    for origin in origins {
        let fitted = method.fit(&ground.task(&origin.learn))?;
        margins.extend(fitted.model.margins(ground.frame, &origin.judge));
    }
    Ok(margins)
}

/// Log-odds of the blend on each origin by weights from the other origins (from the other half of the customers where there is but one), and the
/// weights of all of them together.
fn blend(tried: &[Tried], judged: &Judged) -> Result<(Vec<f64>, Stack), LearnError> {
    let parts: Vec<Vec<f64>> = tried.iter().map(|one| one.margins.clone()).collect();
    let side = sides(judged);
    let mut margins = vec![0.0; judged.rows.len()];
    let count = side.iter().max().map_or(1, |&most| most + 1);
    for held in 0..count {
        let learn: Vec<usize> = (0..side.len()).filter(|&row| side[row] != held).collect();
        let some: Vec<Vec<f64>> = parts
            .iter()
            .map(|part| learn.iter().map(|&row| part[row]).collect())
            .collect();
        let labels: Vec<bool> = learn.iter().map(|&row| judged.labels[row]).collect();
        let fitted = stack(&some, &labels, &[])?;
        let mut row_parts = vec![0.0; parts.len()];
        for row in (0..side.len()).filter(|&row| side[row] == held) {
            for (slot, part) in row_parts.iter_mut().zip(&parts) {
                *slot = part[row];
            }
            margins[row] = fitted.margin(&row_parts);
        }
    }
    Ok((margins, stack(&parts, &judged.labels, &[])?))
}

/// Sides that judge what was fitted on the others: origins, or halves of the rows where there is but one origin.
pub fn sides(judged: &Judged) -> Vec<u8> {
    if judged.origin.iter().any(|&origin| origin > 0) {
        judged.origin.clone()
    } else {
        let key = |row: u32| holdfast_learn::contract::row_key::mix(u64::from(row)) & 1;
        judged.rows.iter().map(|&row| key(row) as u8).collect()
    }
}
