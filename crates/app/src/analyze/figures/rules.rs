//! Short rules that describe who leaves.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_learn::folds::{sample, stratified};
use holdfast_learn::frame::FeatureData;
use holdfast_learn::rules::condition::{RuleCondition, Test};
use holdfast_learn::rules::search::{Counts, RuleSettings, search};
use holdfast_report::model::drivers::{Condition, Rule, RuleFigures};
use holdfast_stats::interval::wilson;

use crate::analyze::study::{Study, ValidationPlan};
use crate::analyze::words::missing;
use crate::error::AppError;

/// Fifths of the customers that the search sees; the others check what it found.
const SEARCH_FIFTHS: u8 = 3;

/// The rules: found on some customers, counted on others (event logs: found before the test cut-off, counted at it).
///
/// # Errors
/// [`AppError::Learn`] when the customers cannot be divided.
pub fn section(study: &Study, seed: u64) -> Result<Vec<Rule>, AppError> {
    let (learn, check) = match &study.plan {
        ValidationPlan::OutOfTime(plan) => (plan.train.clone(), plan.test.clone()),
        ValidationPlan::Folds(_) => {
            let labels: Vec<bool> = study.described.iter().map(|&r| study.labels[r as usize]).collect();
            let parts = stratified(&labels, None, 5, seed ^ 0x9e)?;
            let with = |learn: bool| -> Vec<u32> {
                let rows = study.described.iter().zip(&parts);
                rows.filter(|&(_, &part)| (part < SEARCH_FIFTHS) == learn)
                    .map(|(&row, _)| row)
                    .collect()
            };
            (with(true), with(false))
        }
    };
    let settings = RuleSettings {
        seed,
        ..RuleSettings::default()
    };
    let check = sample(&check, settings.max_rows * 4, seed);
    Ok(search(&study.frame, &study.labels, &learn, &check, &settings)
        .into_iter()
        .map(|rule| Rule {
            text: sentence(study, &rule.conditions, &rule.validated),
            conditions: rule.conditions.iter().map(|c| condition(study, c)).collect(),
            found: figures(&rule.found),
            validated: figures(&rule.validated),
        })
        .collect())
}

fn figures(counts: &Counts) -> RuleFigures {
    let interval = wilson(counts.churned, counts.customers);
    RuleFigures {
        customers: counts.customers,
        churned: counts.churned,
        support: counts.support(),
        confidence: counts.confidence(),
        lift: counts.lift(),
        ci_low: interval.low,
        ci_high: interval.high,
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

fn sentence(study: &Study, conditions: &[RuleCondition], validated: &Counts) -> Bilingual {
    let parts: Vec<Bilingual> = conditions
        .iter()
        .map(|condition| {
            let words = &study.words[condition.column];
            let value = match condition.test {
                Test::Level(code) => Bilingual::same(level(study, condition.column, code)),
                Test::AtMost(cut) => words.interval(None, Some(cut)),
                Test::Above(cut) => words.interval(Some(cut), None),
                Test::Missing => missing(),
            };
            let (label_zh, label_en) = (&words.label.zh, &words.label.en);
            let (zh, en) = (&value.zh, &value.en);
            // "≤ 5" and "> 5" carry their own verb.
            if matches!(condition.test, Test::AtMost(_) | Test::Above(_)) {
                bilingual!("{label_zh} {zh}", "{label_en} {en}")
            } else {
                bilingual!("{label_zh}为“{zh}”", "{label_en} is {en}")
            }
        })
        .collect();
    let zh = parts.iter().map(|p| p.zh.as_str()).collect::<Vec<_>>().join("，且");
    let en = parts.iter().map(|p| p.en.as_str()).collect::<Vec<_>>().join(" and ");
    let lift = validated.lift();
    let rate = crate::analyze::words::share(validated.confidence());
    bilingual!(
        "若{zh}，则 {rate} 流失（平均的 {lift:.1} 倍）",
        "if {en}, {rate} churn ({lift:.1} times the average)"
    )
}
