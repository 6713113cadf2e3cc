//! The use case: a model and a day in, scores in the lake out.

use std::fmt::Write as _;

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::level::Level;
use holdfast_engine::lake::LakeView;
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::scores::{self, ScoreColumns, ScoreKey};
use holdfast_learn::cluster::migration::Migration;
use holdfast_learn::contract::predict::Predict;
use holdfast_learn::frame::Frame;
use holdfast_reasons::reasoner::Reasoner;
use holdfast_reasons::reasoner::coded::Coded;
use holdfast_reasons::reasoner::reason::Direction;
use holdfast_reasons::reasoner::said::Said;
use holdfast_reasons::recourse::found::remark;
use holdfast_stats::conformal::set::OutcomeSet;
use rayon::prelude::*;
use serde::Serialize;

use super::columns::columns;
use super::reasoning::{concept_id, reasoner};
use super::{fits, recourse, value};
use crate::error::AppError;
use crate::lake::{Session, When};
use crate::models::cutoffs::period_days;
use crate::models::observe::{Known, specs_of};
use crate::models::outcomes::Outcomes;
use crate::models::registry::file::ModelFile;
use crate::models::registry::store::Registry;
use crate::progress::{Progress, begin};

/// What can be said of a scoring.
#[derive(Clone, Debug, Default)]
pub struct ScoreOptions {
    /// From when it looks back; absent: the day after the last day with data.
    pub when: When,
    /// The model; absent: the champion.
    pub model: Option<String>,
    /// Customers in the summary.
    pub top: usize,
}

/// What a scoring gave.
#[derive(Clone, Debug, Serialize)]
pub struct Scored {
    /// The model.
    pub model_id: String,
    /// The day.
    pub as_of: Day,
    /// Its horizon.
    pub horizon_days: i32,
    /// Customers that were there.
    pub customers: u64,
    /// Customers by level: red, orange, yellow, none.
    pub by_level: [u64; 4],
    /// Mean probability: the share that is expected to be lost.
    pub expected_share: f64,
    /// Sum of probability × value, minor units; absent where no value is known.
    pub value_at_risk_minor: Option<i64>,
    /// What is to be kept in mind with every text on what would have to change.
    pub recourse_remark: Bilingual,
    /// Where customers of the model's last scores before this day have moved; absent without such scores or segments.
    pub migration: Option<Moves>,
    /// Those to look at first.
    pub top: Vec<TopCustomer>,
}

/// Moves between segments.
#[derive(Clone, Debug, Serialize)]
pub struct Moves {
    /// The day of the earlier scores.
    pub since: Day,
    /// Names of the segments.
    pub segments: Vec<Bilingual>,
    /// Who moved from which to which.
    pub migration: Migration,
}

/// A customer to look at.
#[derive(Clone, Debug, Serialize)]
pub struct TopCustomer {
    /// Id as the company gave it.
    pub customer_id: String,
    /// Probability.
    pub p_churn: f64,
    /// Level.
    pub level: &'static str,
    /// Probability × value, minor units.
    pub value_at_risk_minor: Option<i64>,
    /// Reasons, Chinese.
    pub reasons_zh: String,
    /// Reasons, English.
    pub reasons_en: String,
    /// What would have to change, Chinese; [`Scored::recourse_remark`] belongs to it.
    pub recourse_zh: Option<String>,
    /// What would have to change, English.
    pub recourse_en: Option<String>,
}

/// Rows whose reasons are worked out at a time: contributions of all at once would be as large as the table.
const CHUNK: usize = 65_536;

/// Scores every customer of a day and writes the scores into the lake.
///
/// # Errors
/// `no-model`, `no-such-model`, `missing-attribute`, `no-data`, those of [`fits`], a lake that cannot be written.
pub fn score(
    session: &Session,
    options: &ScoreOptions,
    now_us: i64,
    progress: &dyn Progress,
) -> Result<Scored, AppError> {
    let registry = Registry::of(&session.workspace.root);
    let id = registry.chosen(options.model.as_deref())?;
    let model = registry.model(&id)?;
    fits::definition(&model, &session.workspace.config)?;
    begin(progress, bilingual!("读取客户", "reading customers"))?;
    let facts = session.facts(&options.when)?;
    let as_of = facts.as_of();
    fits::day(&model, as_of, facts.through())?;
    let outcomes = Outcomes::new(facts.spells(&model.question.definition)?, facts.through().number());
    let present = outcomes.present(as_of.number());
    fits::somebody(present.customers.len(), as_of)?;
    let customers = present.customers.clone();
    let known = Known::of(as_of.number(), facts.through().number());
    let frame = columns(session, facts.view(), &model, (as_of.number(), known), present)?;
    begin(progress, bilingual!("打分", "scoring"))?;
    let reasoner = reasoner(&model, &specs_of(&model.question), &session.workspace.config)?;
    let mut told = tell(&model, &reasoner, &frame, &|done, all| progress.advance(done, all))?;
    told.customers.clone_from(&customers);
    let movable = &session.workspace.config.model.movable;
    begin(progress, bilingual!("寻找可改变之处", "looking for what could change"))?;
    add_recourse(&mut told, &reasoner, &model, &frame, movable)?;
    let mut summary = summary(&told, &model, as_of);
    summary.migration = moves(facts.view(), &model, &told, as_of)?;
    let top = top(&told, options.top);
    let ids = facts.customer_ids(&top.iter().map(|&row| customers[row]).collect::<Vec<_>>())?;
    let top = top.iter().zip(ids).map(|(&row, id)| one(&told, row, id)).collect();
    let key = ScoreKey {
        as_of,
        model_id: &id,
        horizon_days: model.question.window_days(),
        now_us,
    };
    begin(progress, bilingual!("写入", "writing"))?;
    scores::write(&session.lake, &key, told, || {
        progress.phase(bilingual!("等待另一个写入结束", "waiting for another write to end"));
    })?;
    Ok(Scored { top, ..summary })
}

/// Probabilities, levels, values and reasons of every row of a frame.
///
/// # Errors
/// When the frame does not fit the model.
pub fn tell(
    model: &ModelFile,
    reasoner: &Reasoner,
    frame: &Frame,
    step: &dyn Fn(u64, u64),
) -> Result<ScoreColumns, AppError> {
    let mut out = ScoreColumns::default();
    let days = period_days(model.question.grain);
    out.value_minor = value::yearly(frame, days);
    let wanted = horizon_days(days);
    let mut by_horizon: [Vec<f64>; 7] = Default::default();
    let rows = frame.rows;
    let mut from = 0;
    while from < rows {
        let to = (from + CHUNK).min(rows);
        let part: Vec<u32> = (from as u32..to as u32).collect();
        let margins = model.fitted.model.margins(frame, &part);
        let p: Vec<f64> = margins.iter().map(|&z| model.calibrator.probability(z)).collect();
        let cumulated = model.horizons.cumulated(frame, &part);
        for (column, &days) in by_horizon.iter_mut().zip(&wanted) {
            if let Some(values) = model.horizons.probabilities(&cumulated, &p, days) {
                column.extend(values);
            }
        }
        let mut contributions = model.fitted.model.contributions(frame, &part);
        if let Some((_, slope)) = model.calibrator.line() {
            // In the log-odds of the calibrated probability, which is the one that is shown.
            contributions.values.iter_mut().for_each(|value| *value *= slope);
        }
        let explained = reasoner.explain(frame, &part, &contributions)?;
        let texts: Vec<Told> = (0..part.len())
            .into_par_iter()
            .map(|at| Told::of(reasoner, explained.of(at)))
            .collect();
        for told in texts {
            out.top_concept.push(told.top);
            for (column, text) in out.reasons.iter_mut().zip([told.zh, told.en, told.coded]) {
                column.push(text);
            }
        }
        out.p_churn.extend(p);
        from = to;
        step(to as u64, rows as u64);
    }
    for (slot, values) in out.by_horizon.iter_mut().zip(by_horizon) {
        *slot = (values.len() == rows && rows > 0).then_some(values);
    }
    out.level = out
        .p_churn
        .iter()
        .map(|&p| level_id(model.thresholds.level(p)))
        .collect();
    out.value_at_risk_minor = out
        .value_minor
        .iter()
        .zip(&out.p_churn)
        .map(|(value, p)| value.map(|value| (value as f64 * p).round() as i64))
        .collect();
    out.outcome_set = outcome_sets(model, frame, &out.p_churn, &mut out.segment)?;
    out.recourse = [vec![None; rows], vec![None; rows]];
    out.rank = ranks(&out);
    Ok(out)
}

/// Wrong sets that are allowed: sets hold the truth nine times in ten.
const MISS: f64 = 0.1;

/// Which outcomes cannot be ruled out, and the names of segments on the way.
fn outcome_sets(
    model: &ModelFile,
    frame: &Frame,
    p: &[f64],
    names: &mut Vec<Option<String>>,
) -> Result<Vec<Option<&'static str>>, AppError> {
    let assignment = match &model.segments {
        Some(segments) => {
            let assignment = segments.model.assign(frame)?;
            names.extend(assignment.iter().map(|&one| {
                let name = segments.names.get(one as usize)?;
                Some(name.zh.clone())
            }));
            Some(assignment)
        }
        None => {
            names.resize(p.len(), None);
            None
        }
    };
    p.iter()
        .enumerate()
        .map(|(row, &p)| {
            let segment = assignment.as_ref().map(|assignment| assignment[row]);
            Ok(Some(match model.conformal.p_values(p, segment)?.set(MISS) {
                OutcomeSet::Churn => "churn",
                OutcomeSet::Stay => "stay",
                OutcomeSet::Both => "both",
                OutcomeSet::Neither => "neither",
            }))
        })
        .collect()
}

/// Days of the horizons in the order of [`scores::HORIZON_COLUMNS`].
fn horizon_days(period: f64) -> [i32; 7] {
    let periods = |count: f64| (period * count).round() as i32;
    [30, 60, 90, periods(1.0), periods(2.0), periods(3.0), periods(4.0)]
}

/// Reasons of one customer.
struct Told {
    zh: String,
    en: String,
    coded: String,
    top: Option<String>,
}

/// A reason as it is stored.
#[derive(Serialize)]
struct Stored {
    concept: String,
    log_odds: f64,
    feature: String,
    value: Option<f64>,
    then: Option<f64>,
}

impl Told {
    fn of(reasoner: &Reasoner, coded: &[Coded]) -> Self {
        let (mut zh, mut en) = (String::new(), String::new());
        let mut stored = Vec::with_capacity(coded.len());
        let mut top = None;
        // That nothing is known of something moves the model, but tells a person nothing: such reasons are left to the figures.
        let silent = |said: &Said| {
            matches!(
                said,
                Said::Missing
                    | Said::Complaints {
                        count: None,
                        days: None
                    }
            )
        };
        let said = coded.iter().filter(|coded| !silent(&coded.said));
        for reason in said.filter_map(|coded| reasoner.reason(coded)) {
            let arrow = reason.direction.arrow();
            let _ = write!(zh, "{}{arrow}{}", if zh.is_empty() { "" } else { "；" }, reason.text.zh);
            let _ = write!(
                en,
                "{}{arrow} {}",
                if en.is_empty() { "" } else { "; " },
                reason.text.en
            );
            let concept = concept_id(&reason.concept);
            if top.is_none() && reason.direction == Direction::Raises {
                top = Some(concept.clone());
            }
            stored.push(Stored {
                concept,
                log_odds: (reason.log_odds * 1e4).round() / 1e4,
                feature: reason.feature,
                value: reason.value,
                then: reason.then,
            });
        }
        Self {
            zh,
            en,
            // Numbers and texts alone: there is nothing in them that JSON could not hold.
            coded: serde_json::to_string(&stored).unwrap_or_default(),
            top,
        }
    }
}

/// Place of each row: by level, then by value at risk where there is one, then by probability; ties by customer.
fn ranks(scores: &ScoreColumns) -> Vec<i64> {
    let mut order: Vec<u32> = (0..scores.p_churn.len() as u32).collect();
    let key = |row: u32| {
        let row = row as usize;
        (
            level_order(scores.level[row]),
            std::cmp::Reverse(scores.value_at_risk_minor[row].unwrap_or(0)),
        )
    };
    order.par_sort_by(|&a, &b| {
        key(a)
            .cmp(&key(b))
            .then_with(|| scores.p_churn[b as usize].total_cmp(&scores.p_churn[a as usize]))
            .then(a.cmp(&b))
    });
    let mut out = vec![0; order.len()];
    for (place, row) in order.into_iter().enumerate() {
        out[row as usize] = place as i64 + 1;
    }
    out
}

/// Stable name of a level.
pub fn level_id(level: Level) -> &'static str {
    match level {
        Level::Red => "red",
        Level::Orange => "orange",
        Level::Yellow => "yellow",
        Level::None => "none",
    }
}

fn level_order(id: &str) -> usize {
    ["red", "orange", "yellow", "none"]
        .iter()
        .position(|known| *known == id)
        .unwrap_or(3)
}

fn add_recourse(
    told: &mut ScoreColumns,
    reasoner: &Reasoner,
    model: &ModelFile,
    frame: &Frame,
    movable: &[String],
) -> Result<(), AppError> {
    let mut warned: Vec<u32> = (0..told.p_churn.len() as u32)
        .filter(|&row| told.p_churn[row as usize] >= model.thresholds.warn)
        .collect();
    warned.sort_by_key(|&row| told.rank[row as usize]);
    warned.truncate(recourse::MOST);
    let found = recourse::search(reasoner, model, frame, &warned, movable)?;
    for (row, text) in warned.into_iter().zip(found) {
        if let Some(text) = text {
            told.recourse[0][row as usize] = Some(text.zh);
            told.recourse[1][row as usize] = Some(text.en);
        }
    }
    Ok(())
}

fn summary(told: &ScoreColumns, model: &ModelFile, as_of: Day) -> Scored {
    let mut by_level = [0; 4];
    told.level.iter().for_each(|level| by_level[level_order(level)] += 1);
    let known: Vec<i64> = told.value_at_risk_minor.iter().flatten().copied().collect();
    Scored {
        model_id: model.id.clone(),
        as_of,
        horizon_days: model.question.window_days(),
        customers: told.customers.len() as u64,
        by_level,
        expected_share: told.p_churn.iter().sum::<f64>() / told.p_churn.len().max(1) as f64,
        value_at_risk_minor: (!known.is_empty()).then(|| known.iter().sum()),
        recourse_remark: remark(),
        migration: None,
        top: Vec::new(),
    }
}

/// Against the model's latest scores before the day.
fn moves(view: &LakeView, model: &ModelFile, told: &ScoreColumns, as_of: Day) -> Result<Option<Moves>, AppError> {
    let Some(segments) = &model.segments else {
        return Ok(None);
    };
    let earlier = scores::list(view)?
        .into_iter()
        .filter(|(day, id)| *day < as_of && *id == model.id)
        .map(|(day, _)| day)
        .max();
    let Some(since) = earlier else { return Ok(None) };
    let number = |name: &Option<String>| {
        let name = name.as_deref()?;
        segments.names.iter().position(|known| known.zh == name)
    };
    let pairs = |customers: &[u32], names: &[Option<String>]| -> Vec<(u64, u32)> {
        customers
            .iter()
            .zip(names)
            .filter_map(|(&customer, name)| Some((u64::from(customer), number(name)? as u32)))
            .collect()
    };
    let before = scores::stored(view, since, &model.id)?;
    let migration = Migration::of_one_model(
        &pairs(&before.customers, &before.segment),
        &pairs(&told.customers, &told.segment),
        segments.model.segments,
    )?;
    Ok(Some(Moves {
        since,
        segments: segments.names.clone(),
        migration,
    }))
}

fn top(told: &ScoreColumns, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..told.rank.len()).collect();
    order.sort_by_key(|&row| told.rank[row]);
    order.truncate(count);
    order
}

fn one(told: &ScoreColumns, row: usize, customer_id: String) -> TopCustomer {
    TopCustomer {
        customer_id,
        p_churn: told.p_churn[row],
        level: told.level[row],
        value_at_risk_minor: told.value_at_risk_minor[row],
        reasons_zh: told.reasons[0][row].clone(),
        reasons_en: told.reasons[1][row].clone(),
        recourse_zh: told.recourse[0][row].clone(),
        recourse_en: told.recourse[1][row].clone(),
    }
}
