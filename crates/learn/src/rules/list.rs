//! A short list of rules: searched on some customers, judged on later ones.

use holdfast_stats::fdr::benjamini_hochberg;
use serde::{Deserialize, Serialize};

use super::condition::RuleCondition;
use super::measure::{Measure, measure};
use super::merge::cover;
use super::subgroup::Space;
use crate::contract::row_key::{hold_out, row_keys};
use crate::contract::schema::Schema;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::Frame;

/// How to search and what to keep.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListSettings {
    /// Conditions of a rule at most, 1 and above.
    pub max_conditions: usize,
    /// Subgroups kept from one length to the next.
    pub beam: usize,
    /// Rules at most.
    pub rules: usize,
    /// Rows searched at most, drawn by key.
    pub max_rows: usize,
    /// Share of the customers that a rule applies to at least, 0–1: smaller groups are anecdotes. Never fewer than 10.
    pub least_share: f64,
    /// Confidence ÷ churn rate at least, above 1. Without it weighted relative accuracy keeps to groups of half the customers.
    pub least_lift: f64,
    /// A part of the customers of a rule is a rule of its own where it churns this many times as often, at least 1.
    pub part_lift: f64,
    /// Overlap (Jaccard, 0–1) from which two rules are one.
    pub most_overlap: f64,
    /// Share of the rules kept that may be chance, 0–1.
    pub false_discovery: f64,
    /// Whether rules that did not hold on later customers are returned too, with `holds` false.
    pub keep_failed: bool,
}

impl Default for ListSettings {
    fn default() -> Self {
        Self {
            max_conditions: 4,
            beam: 60,
            rules: 10,
            max_rows: 50_000,
            least_share: 0.01,
            least_lift: 1.3,
            part_lift: 1.3,
            most_overlap: 0.5,
            false_discovery: 0.05,
            keep_failed: false,
        }
    }
}

/// A rule with its figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListedRule {
    /// Its conditions, on columns of the list's schema; all must hold. In the order of the columns.
    pub conditions: Vec<RuleCondition>,
    /// Other rules that pick out much the same customers and were merged into this one, at most three.
    pub same: Vec<Vec<RuleCondition>>,
    /// On the customers it was searched on: too good, because it was chosen there.
    pub found: Measure,
    /// On customers that the search did not see: the figures to show.
    pub validated: Measure,
    /// The validated p-value adjusted for all rules that were validated (Benjamini–Hochberg), 0–1.
    pub q_value: f64,
    /// Whether it holds there: above the churn rate with a q-value within the settings' share of false discoveries.
    pub holds: bool,
}

/// Rules that can be applied to any table with their columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleList {
    /// Columns and levels.
    pub schema: Schema,
    /// The rules, the largest validated weighted relative accuracy first.
    pub rules: Vec<ListedRule>,
}

/// Which use of row keys the division and the sample are.
const DIVISION: u64 = 0x12e5;
const SAMPLE: u64 = 0x5a3b1e;
/// Share held out for validation where no later customers are given.
const HELD_OUT: f64 = 0.4;

/// Finds rules on `task.rows` and judges them on `validation`, rows of the same frame with later outcomes; empty: about two fifths of
/// `task.rows`, whole customers drawn by key, are kept from the search and used instead.
///
/// `values` by row of the frame, finite: the value of each customer. Rows count once each whatever their weight. No rules are found where
/// nothing stands out; that is an answer.
///
/// # Errors
/// See [`Task::check`]; [`LearnError::Mismatch`] for values or validation rows that do not fit; [`LearnError::NotFinite`] for a
/// value; [`LearnError::Setting`].
pub fn find(
    task: &Task,
    validation: &[u32],
    values: Option<&[f64]>,
    settings: &ListSettings,
) -> Result<RuleList, LearnError> {
    check(task, validation, values, settings)?;
    let (search, held) = if validation.is_empty() {
        hold_out(task, DIVISION, HELD_OUT)
    } else {
        (task.rows.to_vec(), validation.to_vec())
    };
    let search = at_most(&task.on(&search), settings.max_rows);
    let least = ((search.len() as f64 * settings.least_share).ceil() as usize).max(10);
    let mut space = Space::new(task.frame, task.labels, &search, least, settings.least_lift);
    let merged = cover(
        &mut space,
        settings.rules,
        settings.most_overlap,
        settings.part_lift,
        |space| space.search(settings.max_conditions, settings.beam),
    );
    let conditions = |numbers: &[usize]| -> Vec<RuleCondition> {
        let mut conditions: Vec<RuleCondition> = numbers.iter().map(|&i| space.conditions[i].0.clone()).collect();
        // The order in which the search met them says nothing.
        conditions.sort_by_key(|c| c.column);
        conditions
    };
    let mut rules = merged
        .into_iter()
        .map(|merged| {
            let own = conditions(&merged.group.conditions);
            Ok(ListedRule {
                found: measure(task.frame, task.labels, values, &search, &own)?,
                validated: measure(task.frame, task.labels, values, &held, &own)?,
                same: merged.same.iter().map(|numbers| conditions(numbers)).collect(),
                conditions: own,
                q_value: 1.0,
                holds: false,
            })
        })
        .collect::<Result<Vec<_>, LearnError>>()?;
    let p: Vec<f64> = rules.iter().map(|rule| rule.validated.p_value).collect();
    for (rule, q) in rules.iter_mut().zip(benjamini_hochberg(&p)?) {
        rule.q_value = q;
        rule.holds = q <= settings.false_discovery && rule.validated.lift() > 1.0;
    }
    rules.retain(|rule| rule.holds || settings.keep_failed);
    rules.sort_by(|a, b| b.validated.wracc().total_cmp(&a.validated.wracc()));
    Ok(RuleList {
        schema: Schema::of(task.frame),
        rules,
    })
}

impl RuleList {
    /// For each rule, whether it applies to each row of a frame: `[rule][row]`.
    ///
    /// # Errors
    /// See [`Schema::align`].
    pub fn applies(&self, frame: &Frame) -> Result<Vec<Vec<bool>>, LearnError> {
        let frame = self.schema.align(frame)?;
        let applies = |rule: &ListedRule| {
            (0..frame.rows)
                .map(|row| rule.conditions.iter().all(|c| c.holds(&frame, row)))
                .collect()
        };
        Ok(self.rules.iter().map(applies).collect())
    }
}

/// At most `limit` rows of the task, those with the smallest keys, whole customers, in the task's order.
fn at_most(task: &Task, limit: usize) -> Vec<u32> {
    if task.rows.len() <= limit {
        return task.rows.to_vec();
    }
    let keys = row_keys(task, SAMPLE);
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    let last = sorted[limit.saturating_sub(1)];
    let kept = task.rows.iter().zip(keys).filter(|(_, key)| *key <= last);
    kept.map(|(&row, _)| row).collect()
}

fn check(task: &Task, validation: &[u32], values: Option<&[f64]>, settings: &ListSettings) -> Result<(), LearnError> {
    task.check()?;
    let rows = task.frame.rows;
    let mismatch = |what, found| LearnError::Mismatch { what, found, rows };
    if let Some(values) = values
        && values.len() != rows
    {
        return Err(mismatch("values", values.len()));
    }
    if let Some(row) = values.and_then(|values| values.iter().position(|value| !value.is_finite())) {
        return Err(LearnError::NotFinite {
            column: "value of the customers".to_owned(),
            row,
        });
    }
    if let Some(&row) = validation.iter().find(|&&row| row as usize >= rows) {
        return Err(mismatch("a row number", row as usize));
    }
    let setting = |name, value: String, allowed| Err(LearnError::Setting { name, value, allowed });
    if settings.max_conditions == 0 {
        return setting("conditions of a rule", "0".to_owned(), "1 and above");
    }
    if settings.beam == 0 || settings.max_rows == 0 {
        return setting("beam and rows of a rule search", "0".to_owned(), "1 and above");
    }
    for (name, lift) in [
        ("least lift", settings.least_lift),
        ("lift of a part", settings.part_lift),
    ] {
        if lift.is_nan() || lift < 1.0 {
            return setting(name, lift.to_string(), "1 and above");
        }
    }
    Ok(())
}
