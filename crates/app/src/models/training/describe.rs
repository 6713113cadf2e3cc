//! What people read beside the figures: segments, rules, a tree, who is treated how.

use holdfast_domain::lang::Bilingual;
use holdfast_learn::cluster::figures::{SegmentFigures, figures};
use holdfast_learn::cluster::segment::{SegmentModel, SegmentSettings};
use holdfast_learn::frame::{FeatureData, Frame, MISSING};
use holdfast_learn::rules::list::{ListSettings, find};
use holdfast_learn::rules::measure::Measure;
use holdfast_learn::rules::words::conditions;
use holdfast_learn::tree_text::fit::{TreeSettings, fit as fit_tree};
use holdfast_stats::conformal::fit::Conformal;
use holdfast_stats::fairness::{Audit, Limits, audit};
use serde::{Deserialize, Serialize};

use super::origins::Origin;
use super::trial::Ground;
use crate::error::AppError;
use crate::models::observe::{ATTRIBUTE, Observed, Source};

/// Segments as scoring needs them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Segments {
    /// Assigns customers.
    pub model: SegmentModel,
    /// Names by number.
    pub names: Vec<Bilingual>,
}

/// A segment in the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SegmentRecord {
    /// What sets it apart.
    pub name: Bilingual,
    /// Its customers, their churn and value, on the last cutoff.
    pub figures: SegmentFigures,
}

/// A rule in the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleRecord {
    /// Its conditions.
    pub text: Bilingual,
    /// Where it was found.
    pub found: Measure,
    /// On later customers.
    pub validated: Measure,
    /// q-value of the validation.
    pub q_value: f64,
}

/// Groups of a dimension side by side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FairnessRecord {
    /// The dimension.
    pub dimension: String,
    /// Names of the groups.
    pub groups: Vec<String>,
    /// Their figures on the last judging cutoff.
    pub audit: Audit,
}

/// Columns that customers are divided by: those that matter most.
const SEGMENT_COLUMNS: usize = 8;
/// Groups of a dimension beyond which it is not looked at: names, not groups.
const MOST_GROUPS: usize = 40;
/// Customers of an outcome that a group needs for prediction sets of its own.
const CONFORMAL_LEAST: usize = 50;

/// Divides the customers of the last cutoff by the columns at the places `columns`, strongest first; `None` where they do not differ.
///
/// # Errors
/// See [`SegmentModel::fit`].
pub fn segments(
    observed: &Observed,
    sources: &[Source],
    columns: &[usize],
    labels: &[bool],
    values: &[f64],
    seed: u64,
) -> Result<Option<(Segments, Vec<SegmentRecord>)>, AppError> {
    let last = observed.cuts.iter().max().copied().unwrap_or(0);
    let rows = observed.rows_of(|cut| cut == last);
    let columns = &columns[..columns.len().min(SEGMENT_COLUMNS)];
    let settings = SegmentSettings {
        seed,
        ..SegmentSettings::default()
    };
    let Some(model) = SegmentModel::fit(&observed.frame, columns, &rows, &settings)? else {
        return Ok(None);
    };
    let part = observed.frame.take(&rows);
    let assignment = model.assign(&part)?;
    let own: Vec<Bilingual> = columns.iter().map(|&column| sources[column].label()).collect();
    let names = model.names(&model.profiles(&part, &assignment)?, &own);
    let of = |column: &[bool]| rows.iter().map(|&row| column[row as usize]).collect::<Vec<bool>>();
    let worth: Vec<f64> = rows.iter().map(|&row| values[row as usize]).collect();
    let found = figures(&assignment, model.segments, Some(&of(labels)), Some(&worth))?;
    let records = names
        .iter()
        .zip(found)
        .map(|(name, figures)| SegmentRecord {
            name: name.clone(),
            figures,
        })
        .collect();
    Ok(Some((Segments { model, names }, records)))
}

/// Rules found on what the last origin learns from, judged by those who judge it.
///
/// # Errors
/// See [`find`].
pub fn rules(
    ground: &Ground,
    sources: &[Source],
    origin: &Origin,
    values: &[f64],
) -> Result<Vec<RuleRecord>, AppError> {
    let labels: Vec<Bilingual> = sources.iter().map(Source::label).collect();
    let list = find(
        &ground.task(&origin.learn),
        &origin.judge,
        Some(values),
        &ListSettings::default(),
    )?;
    Ok(list
        .rules
        .iter()
        .filter(|rule| rule.holds)
        .map(|rule| RuleRecord {
            text: conditions(&rule.conditions, &list.schema, &labels),
            found: rule.found,
            validated: rule.validated,
            q_value: rule.q_value,
        })
        .collect())
}

/// One decision tree as text.
///
/// # Errors
/// See [`fit_tree`].
pub fn tree(ground: &Ground, sources: &[Source], rows: &[u32]) -> Result<Bilingual, AppError> {
    let labels: Vec<Bilingual> = sources.iter().map(Source::label).collect();
    let tree = fit_tree(&ground.task(rows), &TreeSettings::for_rows(rows.len()))?;
    Ok(tree.text(&labels))
}

/// How groups of customers fare: calibration, misses, offers. `rows` are one row a customer, with their probabilities.
///
/// # Errors
/// [`AppError::Stats`].
pub fn fairness(
    frame: &Frame,
    rows: &[u32],
    p: &[f64],
    labels: &[bool],
    dimensions: &[String],
    threshold: f64,
) -> Result<Vec<FairnessRecord>, AppError> {
    let mut out = Vec::new();
    for dimension in dimensions {
        let name = format!("{ATTRIBUTE}{dimension}");
        let column = frame.columns.iter().find(|column| column.name == name);
        let Some(FeatureData::Category { codes, levels }) = column.map(|column| &column.data) else {
            continue;
        };
        if levels.len() > MOST_GROUPS {
            continue;
        }
        let unknown = levels.len() as u32;
        let groups: Vec<u32> = rows
            .iter()
            .map(|&row| match codes[row as usize] {
                MISSING => unknown,
                code => code.min(unknown),
            })
            .collect();
        let mut names = levels.clone();
        names.push(String::new());
        out.push(FairnessRecord {
            dimension: dimension.clone(),
            audit: audit(p, labels, &groups, names.len(), threshold, &Limits::default())?,
            groups: names,
        });
    }
    Ok(out)
}

/// Prediction sets by segment.
///
/// # Errors
/// [`AppError::Stats`].
pub fn conformal(
    segments: Option<&Segments>,
    frame: &Frame,
    rows: &[u32],
    p: &[f64],
    labels: &[bool],
) -> Result<Conformal, AppError> {
    let (assignment, count) = match segments {
        Some(segments) => (segments.model.assign(&frame.take(rows))?, segments.model.segments),
        None => (Vec::new(), 0),
    };
    Ok(Conformal::fit(p, labels, &assignment, count, CONFORMAL_LEAST)?)
}
