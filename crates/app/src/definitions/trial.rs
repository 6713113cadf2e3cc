//! What a rule would say of the data that there are, beside a definition that there is. Nothing is saved.

use std::sync::Arc;

use holdfast_domain::access::row::RowPermission;
use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::rule::{ChurnRule, DeclaredChurn};
use holdfast_engine::facts::{LakeFacts, RestrictedFacts};
use holdfast_engine::metrics::MetricEngine;
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::metrics::query::{MetricQuery, MetricTable, Number};
use holdfast_stats::interval::Interval;

use crate::error::AppError;
use crate::lake::{Session, When, restriction};
use crate::models::outcomes::Outcomes;
use crate::workspace::edit::churn::set_churn;
use crate::workspace::edit::file::ConfigText;
use crate::workspace::open::file_of;
use crate::workspace::parse::parse;

/// The rate that definitions are compared by: lost ÷ customers at the start of the period.
const METRIC: &str = "churn_rate_start";

/// Facts in which a rule has an id beside the definitions that there are.
#[derive(Debug)]
pub struct TrialFacts {
    /// The facts.
    pub facts: LakeFacts,
    /// Id of the rule on trial.
    pub id: String,
    /// Id of the definition that it is compared with; absent where there is none.
    pub current: Option<String>,
}

/// Over which periods rates are asked for.
#[derive(Clone, Debug, Default)]
pub struct Periods {
    /// Their length; absent: months.
    pub grain: Option<Grain>,
    /// The first one.
    pub from: Option<String>,
    /// The last one.
    pub to: Option<String>,
}

/// What a rule would say.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleTrial {
    /// The rule in a sentence.
    pub sentence: Bilingual,
    /// Its churn rates.
    pub rates: Vec<TrialRate>,
    /// Id of the definition beside it.
    pub current_id: Option<String>,
    /// Churn rates by that definition.
    pub current: Vec<TrialRate>,
    /// Customers whose state differs; absent where there is nothing to compare with.
    pub states: Option<States>,
}

/// A churn rate of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialRate {
    /// The period's label.
    pub period: String,
    /// `complete`, `partial`, `not_due`, `before_data`.
    pub status: &'static str,
    /// Customers lost.
    pub numerator: Option<u64>,
    /// Customers at the start.
    pub denominator: Option<u64>,
    /// Their quotient.
    pub value: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
}

/// Customers by their state under two definitions, at the end of the last day with data. A customer that a definition never counted is neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct States {
    /// The day.
    pub on: Option<Day>,
    /// Active by both.
    pub active_by_both: u64,
    /// Lost by both.
    pub lost_by_both: u64,
    /// Lost by the rule on trial, active by the present definition.
    pub lost_by_trial_only: u64,
    /// Lost by the present definition, active by the rule on trial.
    pub lost_by_current_only: u64,
    /// Counted by one of the two alone.
    pub counted_by_one: u64,
}

/// Tries a rule on the data of the customers that a reader may see.
///
/// # Errors
/// Those of [`prepare`] and [`trial`].
pub fn try_rule(
    session: &Session,
    rule: ChurnRule,
    current: Option<&str>,
    periods: &Periods,
    rows: &[RowPermission],
) -> Result<RuleTrial, AppError> {
    let TrialFacts { facts, id, current } = prepare(session, rule, current)?;
    let (engine, pair) = (session.metrics()?, (id.as_str(), current.as_deref()));
    match restriction(rows) {
        Some(restriction) => trial(
            &engine,
            &RestrictedFacts::new(Arc::new(facts), restriction)?,
            pair,
            periods,
        ),
        None => trial(&engine, &facts, pair, periods),
    }
}

/// Prepares a trial: the rule is checked as if it stood in `holdfast.toml`.
///
/// # Errors
/// What is wrong with the rule, with its key as the column; `no-data`.
pub fn prepare(session: &Session, rule: ChurnRule, current: Option<&str>) -> Result<TrialFacts, AppError> {
    let present = &session.workspace.config.churn;
    let mut id = "trial".to_owned();
    while present.iter().any(|known| known.id == id) {
        id.push('_');
    }
    let mut definitions = present.clone();
    definitions.push(DeclaredChurn { id: id.clone(), rule });
    let root = &session.workspace.root;
    let text = set_churn(&ConfigText::read(root)?.text, present, &definitions)?;
    let config = parse(&text, &file_of(root))?;
    let first = || present.first().map(|known| known.id.clone());
    Ok(TrialFacts {
        facts: session.facts_by(&When::default(), config.churn)?,
        id,
        current: current.map(str::to_owned).or_else(first),
    })
}

/// Rates and states by the rule and by the definition beside it. `facts` are those of [`prepare`], or the same restricted to what a reader may see.
///
/// # Errors
/// `unknown-churn-definition` and others of [`MetricEngine::run`]; data that cannot be read.
pub fn trial(
    engine: &MetricEngine,
    facts: &dyn MetricData,
    (id, current): (&str, Option<&str>),
    periods: &Periods,
) -> Result<RuleTrial, AppError> {
    let rates = |id: &str| -> Result<Vec<TrialRate>, AppError> {
        let query = MetricQuery {
            churn: Some(id.to_owned()),
            grain: periods.grain.unwrap_or(Grain::Month),
            from: periods.from.clone(),
            to: periods.to.clone(),
            ..MetricQuery::of(METRIC)
        };
        Ok(rows(&engine.run(&query, facts)?))
    };
    let definition = facts.definitions().iter().find(|known| known.id == id);
    Ok(RuleTrial {
        sentence: definition.map(|known| known.rule.sentence()).unwrap_or_default(),
        rates: rates(id)?,
        current: current.map(&rates).transpose()?.unwrap_or_default(),
        states: current.map(|current| states(facts, id, current)).transpose()?,
        current_id: current.map(str::to_owned),
    })
}

fn rows(table: &MetricTable) -> Vec<TrialRate> {
    let whole = |number: Option<Number>| number.and_then(Number::as_count);
    let rows = table.rows.iter().map(|row| TrialRate {
        period: row.period.label.clone(),
        status: row.period.status.word(),
        numerator: whole(row.numerator),
        denominator: whole(row.denominator),
        value: row.value.map(Number::as_f64),
        interval: row.interval,
    });
    rows.collect()
}

/// What a definition makes of a customer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    NotCounted,
    Active,
    Lost,
}

fn states(facts: &dyn MetricData, trial: &str, current: &str) -> Result<States, AppError> {
    let through = facts.through();
    let of = |id: &str| -> Result<Vec<State>, AppError> {
        let spells = facts.spells(id)?;
        let mut out = vec![State::NotCounted; facts.customers() as usize];
        for &customer in &spells.customer {
            out[customer as usize] = State::Lost;
        }
        // Who is there at the start of the day after is there at the end of the last day.
        let present = Outcomes::new(spells, through.number()).present(through.number() + 1);
        for customer in present.customers {
            out[customer as usize] = State::Active;
        }
        Ok(out)
    };
    let (trial, current) = (of(trial)?, of(current)?);
    let permitted = facts.permitted();
    let mut out = States {
        on: Some(through),
        ..States::default()
    };
    for (customer, pair) in trial.into_iter().zip(current).enumerate() {
        if permitted.is_some_and(|permitted| !permitted.holds(customer as u32)) {
            continue;
        }
        match pair {
            (State::NotCounted, State::NotCounted) => {}
            (State::Active, State::Active) => out.active_by_both += 1,
            (State::Lost, State::Lost) => out.lost_by_both += 1,
            (State::Lost, State::Active) => out.lost_by_trial_only += 1,
            (State::Active, State::Lost) => out.lost_by_current_only += 1,
            (State::NotCounted, _) | (_, State::NotCounted) => out.counted_by_one += 1,
        }
    }
    Ok(out)
}
