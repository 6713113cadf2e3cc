//! Metrics, and what explains them.

use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::metrics::data::MetricData;
use holdfast_engine::metrics::query::{Compare, Filter, MetricQuery, MetricTable};
use holdfast_engine::metrics::reconcile::{ReconcileQuery, ReconcileTable};
use holdfast_engine::metrics::why::{Why, WhyQuery};
use serde::Serialize;

use super::session::{Session, When};
use crate::error::AppError;

/// A question as it is asked in words.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// Id of the metric.
    pub metric: String,
    /// Id of the churn definition.
    pub definition: Option<String>,
    /// `day`, `week`, `month`, `quarter`, `year`.
    pub period: Option<String>,
    /// First period.
    pub from: Option<String>,
    /// Last period.
    pub to: Option<String>,
    /// Dimensions.
    pub by: Vec<String>,
    /// `previous`, `last_year`.
    pub compare: Vec<String>,
    /// `dimension=value`.
    pub filters: Vec<String>,
    /// From when it looks back.
    pub when: When,
}

/// A metric in the list.
#[derive(Clone, Debug, Serialize)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its name.
    pub name: Bilingual,
    /// What it says.
    pub definition: Bilingual,
    /// Whether it comes with Holdfast.
    pub built_in: bool,
}

fn word(code: &'static str, text: &str, zh: &str, en: &str) -> AppError {
    Refusal::new(
        code,
        Bilingual::new("无法识别", "this is not understood"),
        Bilingual::new(zh, en),
    )
    .with_value(text)
    .into()
}

pub(crate) fn grain(text: Option<&str>) -> Result<Grain, AppError> {
    let Some(text) = text else { return Ok(Grain::Month) };
    Grain::parse(text).ok_or_else(|| {
        word(
            "not-a-period",
            text,
            "--period 写 day、week、month、quarter 或 year",
            "--period is day, week, month, quarter or year",
        )
    })
}

pub(crate) fn filters(texts: &[String]) -> Result<Vec<Filter>, AppError> {
    texts
        .iter()
        .map(|text| {
            let (dim, value) = text
                .split_once('=')
                .ok_or_else(|| word("not-a-filter", text, "--where 写 维度=值", "--where is DIMENSION=VALUE"))?;
            Ok(Filter {
                dim: dim.trim().to_owned(),
                value: (!value.trim().is_empty()).then(|| value.trim().to_owned()),
            })
        })
        .collect()
}

/// A metric by period and dimensions.
///
/// # Errors
/// What the question names and is not there; a damaged lake.
pub fn metric(session: &Session, ask: &Ask) -> Result<MetricTable, AppError> {
    let query = metric_query(ask)?;
    let engine = session.metrics()?;
    let facts = session.facts(&ask.when)?;
    Ok(engine.run(&query, &facts)?)
}

/// The words as a question.
pub(crate) fn metric_query(ask: &Ask) -> Result<MetricQuery, AppError> {
    let compare = ask
        .compare
        .iter()
        .map(|text| {
            Compare::parse(text).ok_or_else(|| {
                word(
                    "not-a-comparison",
                    text,
                    "--compare 写 previous、last_year",
                    "--compare is previous or last_year",
                )
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(MetricQuery {
        metric: ask.metric.clone(),
        churn: ask.definition.clone(),
        grain: grain(ask.period.as_deref())?,
        from: ask.from.clone(),
        to: ask.to.clone(),
        by: ask.by.clone(),
        compare,
        filters: filters(&ask.filters)?,
        max_ages: None,
    })
}

/// Where the change of a metric between two periods comes from.
///
/// # Errors
/// Like [`metric`].
pub fn why(session: &Session, ask: &Ask, before: &str, after: &str) -> Result<Why, AppError> {
    let query = why_query(ask, before, after)?;
    let engine = session.metrics()?;
    let facts = session.facts(&ask.when)?;
    Ok(engine.why(&query, &facts)?)
}

/// The words as a question.
pub(crate) fn why_query(ask: &Ask, before: &str, after: &str) -> Result<WhyQuery, AppError> {
    Ok(WhyQuery {
        metric: ask.metric.clone(),
        churn: ask.definition.clone(),
        grain: grain(ask.period.as_deref())?,
        before: before.to_owned(),
        after: after.to_owned(),
        by: ask.by.clone(),
        filters: filters(&ask.filters)?,
    })
}

/// Two ways of counting one period, reconciled customer by customer.
///
/// # Errors
/// Like [`metric`].
pub fn explain(
    session: &Session,
    ask: &Ask,
    other_metric: Option<&str>,
    other_definition: Option<&str>,
    period: Option<&str>,
    limit: usize,
) -> Result<ReconcileTable, AppError> {
    let engine = session.metrics()?;
    let facts = session.facts(&ask.when)?;
    let other = Other {
        metric: other_metric,
        definition: other_definition,
        period,
        limit,
    };
    Ok(engine.reconcile(&reconcile_query(ask, other, &facts)?, &facts)?)
}

/// What a way of counting is reconciled with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Other<'a> {
    /// Id of the other metric; absent: the same.
    pub metric: Option<&'a str>,
    /// Id of the other churn definition; absent: the same.
    pub definition: Option<&'a str>,
    /// The period; absent: the one that the data end in.
    pub period: Option<&'a str>,
    /// Customers that are named at most.
    pub limit: usize,
}

/// The words as a question.
pub(crate) fn reconcile_query(ask: &Ask, other: Other<'_>, facts: &dyn MetricData) -> Result<ReconcileQuery, AppError> {
    let grain = grain(ask.period.as_deref())?;
    Ok(ReconcileQuery {
        metric: ask.metric.clone(),
        other_metric: other.metric.map(ToOwned::to_owned),
        churn: ask.definition.clone(),
        other_churn: other.definition.map(ToOwned::to_owned),
        grain,
        period: other
            .period
            .map_or_else(|| grain.label(grain.period_of(facts.through())), ToOwned::to_owned),
        limit: other.limit,
    })
}

/// All metrics, in the order of the catalogue.
///
/// # Errors
/// A metric's file that is refused.
pub fn list(session: &Session) -> Result<Vec<Listed>, AppError> {
    let engine = session.metrics()?;
    let list = engine.catalog().iter().map(|metric| Listed {
        id: metric.id.clone(),
        version: metric.version,
        name: metric.name.clone(),
        definition: metric.definition.clone(),
        built_in: metric.built_in,
    });
    Ok(list.collect())
}
