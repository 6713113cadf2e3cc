//! From options and the workspace's file to the question, its cutoffs and its outcomes.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::rule::{ChurnRule, DeclaredChurn};
use holdfast_engine::facts::LakeFacts;
use holdfast_engine::lake::Moment;
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::panel::{Wants, kinds_before};
use holdfast_panel::features::FeatureOptions;

use super::options::TrainOptions;
use crate::error::AppError;
use crate::lake::Session;
use crate::models::cutoffs::{Cutoffs, plan};
use crate::models::outcomes::Outcomes;
use crate::models::question::Question;

/// What is asked, of which days, and what came of them.
#[derive(Debug)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// The churn definition.
    pub churn: DeclaredChurn,
    /// The cutoffs.
    pub cutoffs: Cutoffs,
    /// The outcomes.
    pub outcomes: Outcomes,
    /// Last day with data.
    pub through: Day,
}

/// Days of the outcome window where nothing says otherwise.
const HORIZON_DAYS: i32 = 90;
/// Cutoffs where nothing says otherwise.
const CUTOFFS: usize = 12;
/// Kinds of events with columns of their own.
const KINDS: usize = 8;

/// Works out the question.
///
/// # Errors
/// `no-such-definition`, `not-trainable`, `too-little-history`, `no-data`.
pub fn ask(session: &Session, facts: &LakeFacts, options: &TrainOptions) -> Result<Asked, AppError> {
    let config = &session.workspace.config;
    let wanted = options.definition.as_deref().or(config.model.definition.as_deref());
    let churn = config.churn(wanted).ok_or_else(|| no_such(session, wanted))?.clone();
    let gap_days = options.gap_days.unwrap_or(config.model.gap_days);
    let horizon_days = options
        .horizon_days
        .or(config.model.horizon_days)
        .unwrap_or(match churn.rule {
            // Within this time everybody who is there has either come again or is lost.
            ChurnRule::Inactivity { days, .. } => days,
            _ => HORIZON_DAYS,
        });
    positive("--horizon", i64::from(horizon_days), 1, 3650)?;
    positive("--gap", i64::from(gap_days), 0, 365)?;
    let most = options.cutoffs.or(config.model.cutoffs).unwrap_or(CUTOFFS);
    positive("--cutoffs", most as i64, 1, 120)?;
    if !(options.minutes.is_finite() && options.minutes >= 0.0) {
        return Err(Refusal::new(
            "out-of-range",
            Bilingual::new("--minutes 超出范围", "--minutes is out of range"),
            Bilingual::new("写 0 或更大的数", "give a number from 0 on"),
        )
        .with_value(&options.minutes.to_string())
        .into());
    }
    let grain = config.model.grain;
    let first = facts.first_day().ok_or_else(|| {
        Refusal::new(
            "no-data",
            Bilingual::new(
                "数据湖里没有事件、合约或快照",
                "the lake has no events, subscriptions or snapshots",
            ),
            Bilingual::new("先运行 holdfast refresh", "run holdfast refresh first"),
        )
    })?;
    let through = facts.through();
    let cutoffs = plan(first, through, horizon_days, gap_days, grain, most)?;
    let outcomes = Outcomes::new(facts.spells(&churn.id)?, through.number());
    let mut question = Question {
        definition: churn.id.clone(),
        horizon_days,
        gap_days,
        grain,
        periods: cutoffs.periods,
        kinds: Vec::new(),
        counts: churn.rule.counts().cloned(),
    };
    if let Some(&last) = cutoffs.days.last() {
        let zone = &session.workspace.zone;
        let at_us = zone.day_start_us(Day::from_number(last));
        let view = facts.view().at(Moment {
            occurred_before_us: at_us,
            known_by_us: (at_us - 1).min(facts.view().moment().known_by_us),
        });
        let wants = Wants {
            zone,
            grain,
            periods: cutoffs.periods,
            counts: None,
            options: &FeatureOptions::all(cutoffs.periods, Vec::new()),
            names: None,
        };
        question.kinds = kinds_before(&view, &wants, KINDS)?;
    }
    Ok(Asked {
        question,
        churn,
        cutoffs,
        outcomes,
        through,
    })
}

fn positive(name: &str, value: i64, low: i64, high: i64) -> Result<(), Refusal> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    Err(Refusal::new(
        "out-of-range",
        bilingual!("{name} 超出范围", "{name} is out of range"),
        bilingual!("写 {low} 到 {high} 的整数", "give a whole number from {low} to {high}"),
    )
    .with_value(&value.to_string()))
}

fn no_such(session: &Session, wanted: Option<&str>) -> Refusal {
    let ids: Vec<&str> = session
        .workspace
        .config
        .churn
        .iter()
        .map(|churn| churn.id.as_str())
        .collect();
    let ids = ids.join(", ");
    Refusal::new(
        "no-such-definition",
        Bilingual::new("没有这个流失定义", "there is no such churn definition"),
        bilingual!("holdfast.toml 里有：{ids}", "holdfast.toml has: {ids}"),
    )
    .with_value(wanted.unwrap_or_default())
}
