//! How good the model is on customers it did not learn from.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_learn::ensemble::candidate::{Candidate, Component};
use holdfast_learn::ensemble::fit::FittedEnsemble;
use holdfast_report::model::evaluation as model;
use holdfast_stats::calibration::{brier, brier_parts, ece, log_loss, reliability, slope_intercept};
use holdfast_stats::discrimination::{auc, average_precision, ks, roc_curve, top_share_lift};
use holdfast_stats::error::StatsError;
use holdfast_stats::interval::{bootstrap, over_folds};
use holdfast_stats::profit::{Terms, empc};
use holdfast_stats::targeting;

use crate::analyze::model::{Evaluated, Modelled};
use crate::analyze::study::{Study, ValidationPlan};
use crate::error::AppError;

/// Bins of calibration measures.
const BINS: usize = 10;
/// Bootstrap samples of an out-of-time test.
const REPLICATES: usize = 400;
/// Points of the targeting curves: every 2 %.
const POINTS: usize = 50;
/// Points of the ROC curve.
const ROC_POINTS: usize = 200;

/// Ranges that measures keep to.
const UNIT: (f64, f64) = (0.0, 1.0);
const POSITIVE: (f64, f64) = (0.0, f64::INFINITY);
const ANY: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

type Statistic<'a> = dyn Fn(&[f64], &[bool]) -> Result<f64, StatsError> + Sync + 'a;

/// The evaluation section.
///
/// # Errors
/// [`AppError::Stats`] when a measure cannot be computed.
pub fn section(study: &Study, evaluated: &Evaluated, terms: &Terms, seed: u64) -> Result<model::Evaluation, AppError> {
    let measure = |range: (f64, f64), statistic: &Statistic| measure(evaluated, seed, range, statistic);
    let parts = brier_parts(&evaluated.probabilities, &evaluated.labels, BINS)?;
    let customers = evaluated.labels.len() as u64;
    let (validation, interval) = match &study.plan {
        ValidationPlan::Folds(folds) => (
            model::Validation::CrossValidation {
                folds: *folds as u64,
                customers,
            },
            over_folds_words(*folds),
        ),
        ValidationPlan::OutOfTime(plan) => (
            model::Validation::OutOfTime {
                train_cutoffs: plan.train_cutoffs.clone(),
                train_outcome_end: plan.train_outcome_end,
                test_cutoff: plan.test_cutoff,
                test_outcome_end: plan.test_outcome_end,
                customers,
            },
            bilingual!(
                "95% 区间：对测试期客户做 {REPLICATES} 次自助抽样的百分位",
                "95 % intervals: percentiles of {REPLICATES} bootstrap samples of the test customers"
            ),
        ),
    };
    Ok(model::Evaluation {
        validation,
        interval,
        auc: measure(UNIT, &auc)?,
        pr_auc: measure(UNIT, &average_precision)?,
        log_loss: measure(POSITIVE, &log_loss)?,
        brier: measure(UNIT, &brier)?,
        top_decile_lift: measure(POSITIVE, &|p, l| top_share_lift(p, l, 0.1))?,
        ks: measure(UNIT, &ks)?,
        empc: measure(POSITIVE, &|p, l| empc(p, l, terms).map(|e| e.profit))?,
        calibration: model::Calibration {
            slope: defined(measure(ANY, &|p, l| slope_intercept(p, l).map(|r| r.slope)))?,
            intercept: defined(measure(ANY, &|p, l| slope_intercept(p, l).map(|r| r.intercept)))?,
            ece: measure(UNIT, &|p, l| ece(p, l, BINS))?,
        },
        brier_parts: model::BrierParts {
            reliability: parts.reliability,
            resolution: parts.resolution,
            uncertainty: parts.uncertainty,
        },
    })
}

fn over_folds_words(folds: usize) -> Bilingual {
    bilingual!(
        "95% 区间：{folds} 折的 t 区间，方差按 Nadeau–Bengio 校正（各折训练集重叠）",
        "95 % intervals: t intervals over {folds} folds, variance corrected for overlapping training sets (Nadeau–Bengio)"
    )
}

/// A measure that does not exist where the scores separate the classes perfectly, or are all the same.
fn defined(measure: Result<model::Measure, StatsError>) -> Result<Option<model::Measure>, StatsError> {
    match measure {
        Ok(measure) => Ok(Some(measure)),
        Err(error) if is_undefined(&error) => Ok(None),
        Err(other) => Err(other),
    }
}

fn is_undefined(error: &StatsError) -> bool {
    matches!(
        error,
        StatsError::Separation
            | StatsError::NoSpread { .. }
            | StatsError::NoConvergence { .. }
            | StatsError::UndefinedStatistic { .. }
    )
}

/// One measure with its interval, over folds or over bootstrap samples. Folds without the measure are left out; when
/// fewer than two have it, it is undefined.
fn measure(
    evaluated: &Evaluated,
    seed: u64,
    range: (f64, f64),
    statistic: &Statistic,
) -> Result<model::Measure, StatsError> {
    let summary = match &evaluated.folds {
        Some((fold_of, folds)) => {
            let mut values = Vec::with_capacity(*folds);
            let mut missed = None;
            for fold in 0..*folds {
                let (p, l): (Vec<f64>, Vec<bool>) = (0..fold_of.len())
                    .filter(|&i| usize::from(fold_of[i]) == fold)
                    .map(|i| (evaluated.probabilities[i], evaluated.labels[i]))
                    .unzip();
                match statistic(&p, &l) {
                    Ok(value) => values.push(value),
                    Err(error) if is_undefined(&error) => missed = Some(error),
                    Err(other) => return Err(other),
                }
            }
            match missed {
                Some(error) if values.len() < 2 => return Err(error),
                _ => over_folds(&values, 1.0 / *folds as f64)?,
            }
        }
        None => bootstrap(evaluated.labels.len(), REPLICATES, seed, |rows| {
            let (p, l): (Vec<f64>, Vec<bool>) = rows
                .iter()
                .map(|&r| (evaluated.probabilities[r as usize], evaluated.labels[r as usize]))
                .unzip();
            statistic(&p, &l).ok()
        })?,
    };
    // A t interval may leave the range of its measure.
    Ok(model::Measure {
        mean: summary.mean,
        sd: summary.sd,
        ci_low: summary.ci_low.clamp(range.0, range.1),
        ci_high: summary.ci_high.clamp(range.0, range.1),
        n: summary.n,
    })
}

/// The curves behind the evaluation.
///
/// # Errors
/// [`AppError::Stats`] when a curve cannot be computed.
pub fn curves(evaluated: &Evaluated, terms: &Terms) -> Result<model::Curves, AppError> {
    let (p, labels) = (&evaluated.probabilities, &evaluated.labels);
    let churned = labels.iter().filter(|&&l| l).count();
    Ok(model::Curves {
        targeting: targeting::curve(p, labels, terms, POINTS)?
            .into_iter()
            .map(|point| model::TargetingPoint {
                share: point.share,
                threshold: point.threshold,
                gains: point.gains,
                lift: point.lift,
                response: point.response,
                profit: point.profit,
                roi: point.roi,
            })
            .collect(),
        best_share: churned as f64 / labels.len() as f64,
        reliability: reliability(p, labels, BINS)?
            .into_iter()
            .map(|bin| model::ReliabilityBin {
                predicted: bin.predicted,
                observed: bin.observed,
                ci_low: bin.interval.low,
                ci_high: bin.interval.high,
                customers: bin.customers,
            })
            .collect(),
        roc: roc_curve(p, labels, ROC_POINTS)?
            .into_iter()
            .map(|point| model::RocPoint {
                false_positive_rate: point.false_positive_rate,
                true_positive_rate: point.true_positive_rate,
            })
            .collect(),
    })
}

/// The model and what it was chosen from.
///
/// # Errors
/// [`AppError::Stats`] when a candidate's measures cannot be computed.
pub fn model_section(study: &Study, modelled: &Modelled) -> Result<model::ModelSection, AppError> {
    let evaluated = &modelled.evaluated;
    let candidates = Candidate::ALL
        .iter()
        .map(|&candidate| {
            let p = &evaluated.by_candidate[candidate as usize];
            Ok(model::Candidate {
                name: candidate.name().to_owned(),
                label: label(candidate),
                log_loss: log_loss(p, &evaluated.labels)?,
                auc: auc(p, &evaluated.labels)?,
                chosen_in_folds: evaluated.chosen_in_folds[candidate as usize],
            })
        })
        .collect::<Result<_, StatsError>>()?;
    let model = &modelled.model;
    Ok(model::ModelSection {
        description: description(model),
        chosen: model.chosen.name().to_owned(),
        candidates,
        features: study.words.iter().map(|w| w.name.clone()).collect(),
        intercept: model.blend.intercept,
        weights: Component::ALL
            .iter()
            .zip(&model.blend.tried)
            .map(|(part, &weight)| model::ComponentWeight {
                name: part.name().to_owned(),
                weight,
            })
            .collect(),
    })
}

/// The model in a sentence with its weights; parts that are not needed are left out.
fn description(model: &FittedEnsemble) -> Bilingual {
    let parts: Vec<Bilingual> = Component::ALL
        .iter()
        .zip(&model.blend.tried)
        .filter(|(_, weight)| **weight > 0.0)
        .map(|(&part, weight)| {
            let trees = model.trees;
            match part {
                Component::Logistic => bilingual!("{weight:.3} × 逻辑回归", "{weight:.3} × logistic regression"),
                Component::Additive => bilingual!("{weight:.3} × 可解释提升模型", "{weight:.3} × explainable boosting"),
                Component::Boosting => bilingual!(
                    "{weight:.3} × 提升树（{trees} 棵）",
                    "{weight:.3} × boosted trees ({trees} trees)"
                ),
            }
        })
        .collect();
    let sum = |of: fn(&Bilingual) -> &str| parts.iter().map(|part| format!(" + {}", of(part))).collect::<String>();
    let (sum_zh, sum_en) = (sum(|part| &part.zh), sum(|part| &part.en));
    let Bilingual { zh, en } = label(model.chosen);
    let intercept = model.blend.intercept;
    bilingual!(
        "{zh}：对数几率 = {intercept:.3}{sum_zh}；权重与校准只用未参与训练的客户拟合",
        "{en}: log-odds = {intercept:.3}{sum_en}; weights and calibration were fitted on customers that the parts did not see"
    )
}

/// A candidate in words.
pub fn label(candidate: Candidate) -> Bilingual {
    match candidate {
        Candidate::Logistic => Bilingual::new("逻辑回归", "logistic regression"),
        Candidate::Additive => Bilingual::new("可解释提升模型", "explainable boosting"),
        Candidate::Boosting => Bilingual::new("提升树", "boosted trees"),
        Candidate::Blend => Bilingual::new("三种模型的融合", "blend of the three models"),
    }
}
