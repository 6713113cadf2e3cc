//! Counts both sides and names the customers.

use std::collections::BTreeMap;
use std::sync::Arc;

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_panel::reconcile::{Measure, Reads, Reason, Reconciliation, Side, compare};
use holdfast_panel::spells::Spells;
use holdfast_panel::window::{Coverage, Window};

use super::ask::ReconcileQuery;
use super::counted::{Counted, counted};
use super::table::{CustomerDifference, Part, ReasonTotal, ReconcileTable, SideHead};
use super::words;
use crate::error::EngineError;
use crate::metrics::catalog::{Catalog, Metric};
use crate::metrics::data::MetricData;
use crate::metrics::query::{ChurnHead, MetricHead, Number, PeriodCell, Status, definition_of, period_of, quotient};

/// Answers a question.
pub(crate) fn run(
    catalog: &Catalog,
    query: &ReconcileQuery,
    data: &dyn MetricData,
) -> Result<ReconcileTable, EngineError> {
    let metric_a = catalog.get(&query.metric)?;
    let metric_b = catalog.get(query.other_metric.as_deref().unwrap_or(&query.metric))?;
    let churn_a = definition_of(query.churn.as_deref(), data)?;
    let churn_b = definition_of(query.other_churn.as_deref().or(Some(&churn_a.id)), data)?;
    if metric_a.id == metric_b.id && churn_a.id == churn_b.id {
        return Err(Refusal::new(
            "nothing-to-reconcile",
            Bilingual::new(
                "两边是同一个指标、同一个定义",
                "both sides are the same metric and definition",
            ),
            Bilingual::new(
                "给出另一个指标（--against-metric）或另一个定义（--against-churn）",
                "name another metric or another churn definition to compare with",
            ),
        )
        .with_value(&query.metric)
        .into());
    }
    let (counts_a, counts_b) = (counted(metric_a)?, counted(metric_b)?);
    let period = period_of(query.grain, &query.period)?;
    let window = Window {
        grain: query.grain,
        first: period,
        last: period,
        through: data.through().number(),
    };
    let status = match window.coverage(0) {
        Coverage::Complete => Status::Complete,
        Coverage::Partial => Status::Partial,
        Coverage::NotDue => {
            let (label, through) = (query.grain.label(period), data.through());
            return Err(Refusal::new(
                "period-not-due",
                bilingual!(
                    "{label} 还没有数据（数据截至 {through}）",
                    "there are no data of {label} yet (they end on {through})"
                ),
                Bilingual::new("选一个更早的周期", "choose an earlier period"),
            )
            .with_value(&query.period)
            .into());
        }
    };
    let (spells_a, spells_b) = (seen(data, &churn_a.id)?, seen(data, &churn_b.id)?);
    let side = |measures_a: &'static [Measure], measures_b: &'static [Measure]| {
        let a = Side {
            spells: &spells_a,
            reads: Reads::of(&churn_a.rule),
            measures: measures_a,
        };
        let b = Side {
            spells: &spells_b,
            reads: Reads::of(&churn_b.rule),
            measures: measures_b,
        };
        compare(a, b, &window, 0)
    };
    let numerator = part(side(counts_a.numerator, counts_b.numerator), query.limit, data)?;
    let denominator = match (counts_a.denominator, counts_b.denominator) {
        (Some(a), Some(b)) => Some(part(side(a, b), query.limit, data)?),
        // A rate beside a count: the rate's denominator is counted all the same.
        _ => None,
    };
    let alone = |counts: Counted, first: bool| -> Option<i64> {
        let measures = counts.denominator?;
        let both = side(measures, measures);
        Some(if first { both.a } else { both.b })
    };
    let head = |metric: &Metric,
                churn: &holdfast_domain::rule::DeclaredChurn,
                numerator: i64,
                denominator: Option<i64>| SideHead {
        metric: MetricHead::of(metric),
        churn: ChurnHead {
            id: churn.id.clone(),
            sentence: churn.rule.sentence(),
        },
        numerator,
        denominator,
        value: match denominator {
            Some(of) => quotient(metric.unit, Number::Int(numerator), Number::Int(of)),
            None => Some(Number::Int(numerator)),
        },
    };
    Ok(ReconcileTable {
        period: PeriodCell {
            label: query.grain.label(period),
            first_day: query.grain.first_day(period),
            last_day: query.grain.last_day(period),
            status,
        },
        through: data.through(),
        a: head(metric_a, churn_a, numerator.a, alone(counts_a, true)),
        b: head(metric_b, churn_b, numerator.b, alone(counts_b, false)),
        numerator,
        denominator,
    })
}

/// The spells of the customers whom the reader may see.
fn seen(data: &dyn MetricData, definition: &str) -> Result<Arc<Spells>, EngineError> {
    let all = data.spells(definition)?;
    let Some(permitted) = data.permitted() else {
        return Ok(all);
    };
    let mut seen = Spells::default();
    for spell in (0..all.len()).filter(|&spell| permitted.holds(all.customer[spell])) {
        seen.customer.push(all.customer[spell]);
        seen.started_on.push(all.started_on[spell]);
        seen.lost_on.push(all.lost_on[spell]);
        seen.last_active_on.push(all.last_active_on[spell]);
    }
    Ok(Arc::new(seen))
}

/// Names the customers of a comparison and sums up the reasons.
fn part(found: Reconciliation, limit: usize, data: &dyn MetricData) -> Result<Part, EngineError> {
    let mut reasons: BTreeMap<&'static str, ReasonTotal> = BTreeMap::new();
    for difference in &found.differences {
        let reason = words::name(&difference.reason);
        let total = reasons.entry(reason).or_insert_with(|| ReasonTotal {
            reason,
            label: Reason::title(difference.reason.kind()),
            customers: 0,
            difference: 0,
        });
        total.customers += 1;
        total.difference += difference.a - difference.b;
    }
    let mut reasons: Vec<ReasonTotal> = reasons.into_values().collect();
    reasons.sort_by_key(|total| (std::cmp::Reverse(total.customers), total.reason));
    let shown = &found.differences[..found.differences.len().min(limit)];
    let keys: Vec<u32> = shown.iter().map(|difference| difference.customer).collect();
    let ids = data.customer_ids(&keys)?;
    let differences = shown
        .iter()
        .zip(ids)
        .map(|(difference, customer_id)| CustomerDifference {
            customer_id,
            a: difference.a,
            b: difference.b,
            a_says: difference.a_says.sentence(),
            b_says: difference.b_says.sentence(),
            reason: difference.reason.sentence(),
        })
        .collect();
    Ok(Part {
        a: found.a,
        b: found.b,
        customers: found.differences.len() as u64,
        reasons,
        differences,
    })
}
