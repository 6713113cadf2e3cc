//! The churn rate, in all and by segment.

use holdfast_report::model::churn::{ChurnSection, Completeness, SegmentRow, SegmentTable};
use holdfast_stats::effect::{chi_squared, cramers_v};
use holdfast_stats::fdr::benjamini_hochberg;
use holdfast_stats::interval::wilson;

use super::slices::Slices;
use crate::analyze::study::Study;
use crate::error::AppError;

/// The churn section.
///
/// # Errors
/// [`AppError::Stats`] when a statistic cannot be computed.
pub fn section(study: &Study, slices: &[Slices]) -> Result<ChurnSection, AppError> {
    let customers = study.described.len() as u64;
    let churned = study.described.iter().filter(|&&r| study.labels[r as usize]).count() as u64;
    let interval = wilson(churned, customers);
    let metric = match study.definition {
        holdfast_domain::churn::ChurnDefinition::Label { .. } => "churn_rate_label@1",
        holdfast_domain::churn::ChurnDefinition::Inactivity { .. } => "churn_rate_inactivity@1",
    };
    Ok(ChurnSection {
        sentence: study.definition.sentence(),
        definition: study.definition.clone(),
        metric: metric.to_owned(),
        rate: churned as f64 / customers.max(1) as f64,
        ci_low: interval.low,
        ci_high: interval.high,
        churned,
        customers,
        status: Completeness::Complete,
        suggestion: study.suggestion.clone(),
        by_segment: by_segment(study, slices)?,
    })
}

fn by_segment(study: &Study, slices: &[Slices]) -> Result<Vec<SegmentTable>, AppError> {
    let mut tables = Vec::new();
    let mut p_values = Vec::new();
    for (words, slices) in study.words.iter().zip(slices) {
        let counts = slices.counts(&study.described, &study.labels);
        if counts.iter().filter(|c| c[0] + c[1] > 0).count() < 2 {
            continue;
        }
        let (Ok(test), Ok(strength)) = (chi_squared(&counts), cramers_v(&counts)) else {
            continue;
        };
        let mut rows: Vec<SegmentRow> = counts
            .iter()
            .zip(&slices.names)
            .filter(|(c, _)| c[0] + c[1] > 0)
            .map(|(&[retained, churned], name)| {
                let interval = wilson(churned, retained + churned);
                SegmentRow {
                    value: name.clone(),
                    customers: retained + churned,
                    churned,
                    rate: churned as f64 / (retained + churned) as f64,
                    ci_low: interval.low,
                    ci_high: interval.high,
                }
            })
            .collect();
        if !slices.natural {
            rows.sort_by(|a, b| b.rate.total_cmp(&a.rate).then_with(|| a.value.cmp(&b.value)));
        }
        p_values.push(test.p_value);
        tables.push(SegmentTable {
            column: words.name.clone(),
            label: words.label.clone(),
            cramers_v: strength,
            q_value: 1.0,
            rows,
        });
    }
    for (table, q) in tables.iter_mut().zip(benjamini_hochberg(&p_values)?) {
        table.q_value = q;
    }
    tables.sort_by(|a, b| {
        b.cramers_v
            .total_cmp(&a.cramers_v)
            .then_with(|| a.column.cmp(&b.column))
    });
    Ok(tables)
}
