//! Figures by group of customers: a model that is good on the whole may be useless for some.

use holdfast_learn::frame::{FeatureData, Frame, MISSING};
use serde::{Deserialize, Serialize};

use super::figures::{Figures, figures};
use crate::error::AppError;
use crate::models::observe::ATTRIBUTE;

/// Figures of one group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupFigures {
    /// The dimension: an attribute, or `tenure`.
    pub dimension: String,
    /// The group's value in it.
    pub group: String,
    /// Its figures.
    pub figures: Figures,
}

/// Rows of a group, and lost customers among them, below which nothing is said.
const LEAST_ROWS: usize = 100;
const LEAST_LOST: usize = 10;
/// Groups of a dimension at most, the largest.
const MOST_GROUPS: usize = 20;
/// Bounds of tenure in days, and names of the bands between them.
const TENURE: [(f64, &str); 4] = [
    (90.0, "<90d"),
    (365.0, "90-365d"),
    (1095.0, "1-3y"),
    (f64::INFINITY, ">=3y"),
];

/// Figures of every group with enough rows, by each of the dimensions that is a category and by tenure.
///
/// # Errors
/// [`AppError::Stats`].
pub fn by_group(
    frame: &Frame,
    rows: &[u32],
    probabilities: &[f64],
    labels: &[bool],
    customers: &[u32],
    dimensions: &[String],
    seed: u64,
) -> Result<Vec<GroupFigures>, AppError> {
    let mut out = Vec::new();
    for dimension in dimensions {
        let name = format!("{ATTRIBUTE}{dimension}");
        let column = frame.columns.iter().find(|column| column.name == name);
        let Some(FeatureData::Category { codes, levels }) = column.map(|column| &column.data) else {
            continue;
        };
        let of = |row: u32| Some(codes[row as usize]).filter(|&code| code != MISSING);
        let group = |code: u32| levels.get(code as usize).cloned().unwrap_or_default();
        let split = Split {
            rows,
            probabilities,
            labels,
            customers,
            seed,
        };
        split.add(dimension, levels.len(), of, group, &mut out)?;
    }
    let tenure = frame.columns.iter().find(|column| column.name == "tenure_days");
    if let Some(FeatureData::Number(values)) = tenure.map(|column| &column.data) {
        let of = |row: u32| {
            let value = values[row as usize];
            (!value.is_nan()).then(|| TENURE.iter().position(|&(bound, _)| value < bound).unwrap_or(0) as u32)
        };
        let split = Split {
            rows,
            probabilities,
            labels,
            customers,
            seed,
        };
        let group = |code: u32| TENURE[code as usize].1.to_owned();
        split.add("tenure", TENURE.len(), of, group, &mut out)?;
    }
    Ok(out)
}

struct Split<'a> {
    rows: &'a [u32],
    probabilities: &'a [f64],
    labels: &'a [bool],
    customers: &'a [u32],
    seed: u64,
}

impl Split<'_> {
    fn add(
        &self,
        dimension: &str,
        count: usize,
        of: impl Fn(u32) -> Option<u32>,
        name: impl Fn(u32) -> String,
        out: &mut Vec<GroupFigures>,
    ) -> Result<(), AppError> {
        let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (at, &row) in self.rows.iter().enumerate() {
            if let Some(slot) = of(row).and_then(|code| members.get_mut(code as usize)) {
                slot.push(at);
            }
        }
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by_key(|&code| (std::cmp::Reverse(members[code].len()), code));
        for code in order.into_iter().take(MOST_GROUPS) {
            let own = &members[code];
            let lost = own.iter().filter(|&&at| self.labels[at]).count();
            if own.len() < LEAST_ROWS || lost < LEAST_LOST || own.len() - lost < LEAST_LOST {
                continue;
            }
            let p: Vec<f64> = own.iter().map(|&at| self.probabilities[at]).collect();
            let l: Vec<bool> = own.iter().map(|&at| self.labels[at]).collect();
            let c: Vec<u32> = own.iter().map(|&at| self.customers[at]).collect();
            out.push(GroupFigures {
                dimension: dimension.to_owned(),
                group: name(code as u32),
                figures: figures(&p, &l, &c, self.seed, true)?,
            });
        }
        Ok(())
    }
}
