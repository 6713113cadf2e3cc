//! Warning levels with workload, precision and catch, and the customers to look after first.

use holdfast_domain::bilingual;
use holdfast_domain::level::Level;
use holdfast_report::model::warnings::{CustomerWarning, LevelSummary, Thresholds, WarningSection};

use super::reasons::{Evidence, Top};
use super::slices::Slices;
use super::thresholds::level;
use super::value::at_risk_minor;
use crate::analyze::model::Modelled;
use crate::analyze::study::Study;

/// Customers listed in the report; all are in `scores.csv`.
const LISTED: usize = 20;

/// The warnings section; customers known to have left are not warned about.
pub fn section(
    study: &Study,
    modelled: &Modelled,
    thresholds: &Thresholds,
    reasons: &[Top],
    evidence: &Evidence,
    slices: &[Slices],
) -> WarningSection {
    let present: Vec<usize> = (0..study.scored.len()).filter(|&i| !study.gone[i]).collect();
    let risk = |i: usize| {
        study
            .value
            .as_ref()
            .map(|v| at_risk_minor(modelled.scores[i], v.minor[study.scored[i] as usize]))
    };
    let levels = Level::WARNINGS
        .iter()
        .map(|&wanted| summary(modelled, thresholds, wanted, &present, &risk))
        .collect();
    let mut urgent: Vec<usize> = present
        .iter()
        .copied()
        .filter(|&i| level(thresholds, modelled.scores[i]) != Level::None)
        .collect();
    urgent.sort_by(|&a, &b| {
        risk(b)
            .cmp(&risk(a))
            .then(modelled.scores[b].total_cmp(&modelled.scores[a]))
            .then(a.cmp(&b))
    });
    let top_customers = urgent
        .into_iter()
        .take(LISTED)
        .map(|i| CustomerWarning {
            id: study.ids.get(i, study.scored[i]),
            probability: modelled.scores[i],
            level: level(thresholds, modelled.scores[i]),
            value_at_risk_minor: risk(i),
            reasons: evidence.reasons(study, slices, &reasons[i], study.scored[i]),
        })
        .collect();
    let scored = present.len() as u64;
    let gone = study.gone.len() as u64 - scored;
    let text = if gone > 0 {
        bilingual!(
            "对尚未流失的 {scored} 个客户预警（另有 {gone} 人已流失，不在名单内）",
            "warnings for the {scored} customers still there ({gone} have already left and are not listed)"
        )
    } else {
        bilingual!("对 {scored} 个当前客户预警", "warnings for {scored} current customers")
    };
    WarningSection {
        text,
        levels,
        scored,
        top_customers,
    }
}

fn summary(
    modelled: &Modelled,
    thresholds: &Thresholds,
    wanted: Level,
    present: &[usize],
    risk: &impl Fn(usize) -> Option<i64>,
) -> LevelSummary {
    let evaluated = &modelled.evaluated;
    let (mut warned, mut churned) = (0u64, 0u64);
    for (&p, &label) in evaluated.probabilities.iter().zip(&evaluated.labels) {
        if level(thresholds, p) == wanted {
            warned += 1;
            churned += u64::from(label);
        }
    }
    let on_level: Vec<usize> = present
        .iter()
        .copied()
        .filter(|&i| level(thresholds, modelled.scores[i]) == wanted)
        .collect();
    let expected = |customers: &[usize]| customers.iter().map(|&i| modelled.scores[i]).sum::<f64>();
    let (here, everywhere) = (expected(&on_level), expected(present));
    let value_at_risk_minor = on_level
        .iter()
        .map(|&i| risk(i))
        .try_fold(0i128, |sum, r| r.map(|r| sum + i128::from(r)))
        .filter(|_| risk_known(present, risk))
        .and_then(|sum| i64::try_from(sum).ok());
    LevelSummary {
        level: wanted,
        from_probability: match wanted {
            Level::Red => thresholds.red,
            Level::Orange => thresholds.orange,
            Level::Yellow | Level::None => thresholds.warn,
        },
        customers: on_level.len() as u64,
        share: on_level.len() as f64 / present.len().max(1) as f64,
        precision: if on_level.is_empty() {
            0.0
        } else {
            here / on_level.len() as f64
        },
        caught: if everywhere > 0.0 { here / everywhere } else { 0.0 },
        tested_customers: warned,
        tested_churned: churned,
        tested_all_churned: evaluated.labels.iter().filter(|&&l| l).count() as u64,
        value_at_risk_minor,
    }
}

fn risk_known(present: &[usize], risk: &impl Fn(usize) -> Option<i64>) -> bool {
    present.first().is_some_and(|&i| risk(i).is_some())
}
