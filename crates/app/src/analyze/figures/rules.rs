//! Short rules that describe who leaves.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_learn::contract::task::Task;
use holdfast_learn::frame::FeatureData;
use holdfast_learn::rules::condition::{RuleCondition, Test};
use holdfast_learn::rules::list::{ListSettings, ListedRule, find};
use holdfast_learn::rules::measure::Measure;
use holdfast_report::model::drivers::{Condition, Rule, RuleFigures};

use crate::analyze::study::{Study, ValidationPlan};
use crate::analyze::words::{missing, share};
use crate::error::AppError;

/// Conditions of a rule at most: more do not fit a sentence.
const CONDITIONS: usize = 3;
/// Rules at most.
const RULES: usize = 8;
/// Times as often as the customers of a rule that a part of them must churn to be told by itself.
const PART_LIFT: f64 = 1.2;
/// Overlap (Jaccard) from which two rules are one.
const OVERLAP: f64 = 0.6;
/// Rows searched at most.
const ROWS: usize = 20_000;

/// The rules: found on some customers, counted on others (event logs: found before the test cut-off, counted at it); those that hold there.
///
/// # Errors
/// [`AppError::Learn`] when the customers cannot be divided.
pub fn section(study: &Study, seed: u64) -> Result<Vec<Rule>, AppError> {
    let (learn, check): (&[u32], &[u32]) = match &study.plan {
        ValidationPlan::OutOfTime(plan) => (&plan.train, &plan.test),
        ValidationPlan::Folds(_) => (&study.described, &[]),
    };
    let task = Task {
        groups: study.groups.as_deref().unwrap_or_default(),
        ..Task::whole(&study.frame, &study.labels, learn, seed)
    };
    let values: Option<Vec<f64>> = study
        .value
        .as_ref()
        .map(|value| value.minor.iter().map(|&minor| minor as f64).collect());
    let churned = learn.iter().filter(|&&row| study.labels[row as usize]).count();
    let settings = ListSettings {
        max_conditions: CONDITIONS,
        rules: RULES,
        least_lift: least_lift(churned as f64 / learn.len().max(1) as f64),
        part_lift: PART_LIFT,
        most_overlap: OVERLAP,
        max_rows: ROWS,
        ..ListSettings::default()
    };
    let found = find(&task, check, values.as_deref(), &settings)?;
    Ok(found.rules.iter().map(|rule| described(study, rule)).collect())
}

/// Times the churn rate at least: below that a rule is no reason to call somebody. Twice the rate, or where that is much asked, a quarter of the
/// customers more, or half of those who stay.
fn least_lift(rate: f64) -> f64 {
    let confidence = (2.0 * rate).min(rate + 0.25).min((1.0 + rate) / 2.0);
    if rate > 0.0 { confidence / rate } else { 2.0 }
}

fn described(study: &Study, rule: &ListedRule) -> Rule {
    Rule {
        text: sentence(study, &rule.conditions, &rule.validated),
        conditions: rule.conditions.iter().map(|c| condition(study, c)).collect(),
        found: figures(&rule.found),
        validated: figures(&rule.validated),
        q_value: rule.q_value,
        lost_minor: rule.validated.value_at_risk.map(|lost| lost.round() as i64),
        same: rule.same.iter().map(|other| conditions(study, other)).collect(),
    }
}

fn figures(measure: &Measure) -> RuleFigures {
    RuleFigures {
        customers: measure.customers,
        churned: measure.churned,
        support: measure.support(),
        confidence: measure.confidence(),
        lift: measure.lift(),
        ci_low: measure.interval.low,
        ci_high: measure.interval.high,
    }
}

fn condition(study: &Study, condition: &RuleCondition) -> Condition {
    let column = study.words[condition.column].name.clone();
    let show = |v: f64| Some(v.to_string());
    let (operator, value) = match condition.test {
        Test::Level(code) => ("=", Some(level(study, condition.column, code).to_owned())),
        Test::AtMost(cut) => ("<=", show(cut)),
        Test::Above(cut) => (">", show(cut)),
        Test::Missing => ("missing", None),
    };
    Condition {
        column,
        operator: operator.to_owned(),
        value,
    }
}

fn level(study: &Study, column: usize, code: u32) -> &str {
    match &study.frame.columns[column].data {
        FeatureData::Category { levels, .. } => levels.get(code as usize).map_or("", String::as_str),
        FeatureData::Number(_) => "",
    }
}

/// The conditions joined by "and", in the column's own units; the two ends of an interval are one condition.
fn conditions(study: &Study, conditions: &[RuleCondition]) -> Bilingual {
    let mut parts: Vec<Bilingual> = Vec::new();
    let mut rest = conditions;
    while let Some((first, after)) = rest.split_first() {
        // Conditions are in the order of their columns: the other end, if any, is next.
        let other = after.first().filter(|next| next.column == first.column);
        let ends = match (first.test, other.map(|next| next.test)) {
            (Test::Above(low), Some(Test::AtMost(high))) | (Test::AtMost(high), Some(Test::Above(low))) => {
                Some((Some(low), Some(high)))
            }
            (Test::AtMost(high), None) => Some((None, Some(high))),
            (Test::Above(low), None) => Some((Some(low), None)),
            _ => None,
        };
        rest = if other.is_some() && ends.is_some() {
            &after[1..]
        } else {
            after
        };
        let words = &study.words[first.column];
        let (label_zh, label_en) = (&words.label.zh, &words.label.en);
        // "≤ 5" and "> 5" carry their own verb.
        parts.push(match (ends, first.test) {
            (Some((low, high)), _) => {
                let Bilingual { zh, en } = words.interval(low, high);
                bilingual!("{label_zh} {zh}", "{label_en} {en}")
            }
            (None, Test::Level(code)) => {
                let level = level(study, first.column, code);
                bilingual!("{label_zh}为“{level}”", "{label_en} is {level}")
            }
            (None, _) => {
                let Bilingual { zh, en } = missing();
                bilingual!("{label_zh}{zh}", "{label_en} is {en}")
            }
        });
    }
    Bilingual {
        zh: parts.iter().map(|p| p.zh.as_str()).collect::<Vec<_>>().join("，且"),
        en: parts.iter().map(|p| p.en.as_str()).collect::<Vec<_>>().join(" and "),
    }
}

fn sentence(study: &Study, own: &[RuleCondition], validated: &Measure) -> Bilingual {
    let Bilingual { zh, en } = conditions(study, own);
    let lift = validated.lift();
    let rate = share(validated.confidence());
    bilingual!(
        "若{zh}，则 {rate} 流失（平均的 {lift:.1} 倍）",
        "if {en}, {rate} churn ({lift:.1} times the average)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_must_stand_out_whatever_the_churn_rate() {
        assert_eq!(least_lift(0.02), 2.0);
        assert_eq!(least_lift(0.5), 1.5);
        assert!((least_lift(0.9) - 0.95 / 0.9).abs() < 1e-12);
    }
}
