//! Cox regression.

use holdfast_domain::bilingual;
use holdfast_report::model::survival_study::{ProportionalRow, SurvivalStudy};
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::cox::{CoxData, CoxSettings, Errors, FittedCox, Ties, Transform, fit as fit_cox};
use rayon::prelude::*;

use super::accuracy;
use super::ahead::ahead;
use super::folds::Folded;
use super::observe::Observed;
use super::outcome::{HAZARD, Predictions, by_row, rows, test};
use crate::error::AppError;

/// Rows beyond which the folds are left out: five more fits of a large table.
const MOST_FOLDED: usize = 50_000;
/// p-value below which the effect of a column is said to change over time.
const CHANGES: f64 = 0.05;

/// Fits, tests and predicts.
pub(super) fn fit(observed: &Observed, times: &[f64], study: &mut SurvivalStudy) -> Result<Predictions, AppError> {
    let columns = observed.design.slices();
    let covariates = observed.covariates(&columns);
    let data = CoxData {
        spells: observed.spells(),
        covariates,
        strata: observed.strata.as_ref().map(|s| s.codes.as_slice()),
        offset: observed.offset.as_deref(),
        cluster: observed.cluster.as_ref().map(|c| c.codes.as_slice()),
    };
    let settings = settings(observed);
    let fitted = fit_cox(&data, &settings).map_err(|e| observed.refuse(e))?;
    describe(&fitted, study);
    proportional(&fitted, &data, study);
    let risk = fitted
        .linear_predictors(&covariates, data.offset)
        .map_err(|e| observed.refuse(e))?;
    let risk = by_row(risk, observed.exit.len(), || 0.0);
    if observed.exit.len() <= MOST_FOLDED
        && let Some(folded) = Folded::new(observed, &data, &settings)
    {
        study.concordance_cross_validated = folded.concordance(observed);
        accuracy::judge(observed, &folded, times.last().copied().unwrap_or_default(), study);
    }
    predict(observed, &fitted, risk, times).map_err(|e| observed.refuse(e))
}

fn settings(observed: &Observed) -> CoxSettings {
    let options = observed.options;
    CoxSettings {
        ties: if options.breslow { Ties::Breslow } else { Ties::Efron },
        errors: if options.robust || observed.cluster.is_some() {
            Errors::Robust
        } else {
            Errors::Model
        },
        penalty: options.penalty,
        l1_share: options.l1_ratio,
    }
}

fn describe(fitted: &FittedCox, study: &mut SurvivalStudy) {
    study.coefficients = rows(&fitted.coefficients, fitted.coefficients.len(), HAZARD);
    study.log_likelihood = Some(fitted.log_likelihood);
    study.null_log_likelihood = Some(fitted.null_log_likelihood);
    study.iterations = Some(fitted.iterations);
    study.ties = Some(match fitted.settings.ties {
        Ties::Efron => "efron".to_owned(),
        Ties::Breslow => "breslow".to_owned(),
    });
    if let Some(tests) = &fitted.tests {
        let whole = [
            (
                "likelihood_ratio",
                bilingual!("似然比检验", "likelihood-ratio test"),
                &tests.likelihood_ratio,
            ),
            ("wald", bilingual!("Wald 检验", "Wald test"), &tests.wald),
            ("score", bilingual!("得分检验", "score test"), &tests.score),
        ];
        for (name, label, of) in whole {
            study
                .tests
                .push(test(name, label, of.chi_squared, of.degrees_of_freedom, of.p_value));
        }
    }
    if fitted.few_events {
        study.notes.push(bilingual!(
            "每列不到 10 个流失事件：系数不稳，少用几列或加 --penalty",
            "Fewer than 10 churned customers a column: the coefficients are unsteady; use fewer columns or --penalty"
        ));
    }
}

/// Whether effects change over time; left out where the test has no answer (no columns, one event).
fn proportional(fitted: &FittedCox, data: &CoxData, study: &mut SurvivalStudy) {
    if fitted.coefficients.is_empty() || fitted.settings.penalty > 0.0 {
        return;
    }
    let found = match fitted.proportional_hazards_test(data, Transform::Km) {
        Ok(found) => found,
        Err(error) => {
            study.notes.push(bilingual!(
                "比例风险检验做不了：{error}",
                "Proportional hazards could not be tested: {error}"
            ));
            return;
        }
    };
    for column in &found.columns {
        study.proportional_hazards.push(ProportionalRow {
            name: column.name.clone(),
            rho: Some(column.rho),
            chi_squared: column.test.chi_squared,
            degrees_of_freedom: column.test.degrees_of_freedom,
            p: column.test.p_value,
        });
    }
    study.proportional_hazards.push(ProportionalRow {
        name: "GLOBAL".to_owned(),
        rho: None,
        chi_squared: found.global.chi_squared,
        degrees_of_freedom: found.global.degrees_of_freedom,
        p: found.global.p_value,
    });
    let changing: Vec<&str> = found
        .columns
        .iter()
        .filter(|c| c.test.p_value < CHANGES)
        .map(|c| c.name.as_str())
        .collect();
    study.findings.push(if changing.is_empty() {
        bilingual!(
            "未发现系数随时间变化（Schoenfeld 检验，各列 p ≥ {CHANGES}）：比例风险的假设站得住",
            "No effect is seen to change over time (Schoenfeld test, p ≥ {CHANGES} for every column): proportional hazards hold up"
        )
    } else {
        let (zh, en) = (changing.join("、"), changing.join(", "));
        bilingual!(
            "这些列的作用随时间变化（Schoenfeld 检验 p < {CHANGES}）：{zh}。其风险比只是平均值；可用 --strata 分层，或按时段分开看",
            "The effect of these columns changes over time (Schoenfeld test, p < {CHANGES}): {en}. Their hazard ratios are averages only: stratify with --strata, or look at periods apart"
        )
    });
}

fn predict(observed: &Observed, fitted: &FittedCox, risk: Vec<f64>, times: &[f64]) -> Result<Predictions, StatsError> {
    let stratum = |row: usize| observed.strata.as_ref().map_or(0, |s| s.codes[row]);
    let mut survival = Vec::new();
    for &t in times {
        let at = |(row, &risk): (usize, &f64)| fitted.survival_at(risk, stratum(row), t).map(Some);
        survival.push(risk.par_iter().enumerate().map(at).collect::<Result<Vec<_>, _>>()?);
    }
    let median = |(row, &risk): (usize, &f64)| fitted.quantile(risk, stratum(row), 0.5);
    let median = risk.par_iter().enumerate().map(median).collect::<Result<Vec<_>, _>>()?;
    let next = next(observed, fitted, &risk, times.last().copied().unwrap_or_default())?;
    Ok(Predictions {
        survival,
        median,
        risk,
        next,
    })
}

/// Who leaves next; no answer beyond the last time that the stratum was observed, where the baseline hazard is unknown.
fn next(observed: &Observed, fitted: &FittedCox, risk: &[f64], span: f64) -> Result<Vec<Option<f64>>, StatsError> {
    let stratum = |row: usize| observed.strata.as_ref().map_or(0, |s| s.codes[row]);
    let mut ends = vec![0.0_f64; observed.strata.as_ref().map_or(1, |s| s.levels.len())];
    for (row, &exit) in observed.exit.iter().enumerate() {
        let end = &mut ends[stratum(row) as usize];
        *end = end.max(exit);
    }
    ahead(observed, span, |row, t| {
        if t > ends[stratum(row) as usize] {
            return Ok(None);
        }
        fitted.survival_at(risk[row], stratum(row), t).map(Some)
    })
}
