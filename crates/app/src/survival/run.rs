//! The use case: file in, study out.

use std::path::{Path, PathBuf};

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_engine::read::{ReadOptions, read};
use holdfast_report::html::survival_to_html;
use holdfast_report::json::to_json;
use holdfast_report::model::survival_study::{SURVIVAL_VERSION, SurvivalStudy};
use holdfast_stats::quantile::quantile;

use super::observe::{Observed, observe};
use super::options::{Model, Recurrence, SurvivalOptions};
use super::outcome::Predictions;
use super::{causes, cox, curves, discrete, interval, judge, parametric, piecewise, sentences, write};
use crate::error::AppError;
use crate::outputs::{Output, write_all};
use crate::progress::Progress;

/// What a run gives.
pub struct SurvivalRun {
    /// The study as data.
    pub study: SurvivalStudy,
    /// The study as it stands in `survival.json`.
    pub json: String,
    /// The files that were written: survival.html, survival.json, predictions.csv; none without a folder.
    pub files: Vec<PathBuf>,
}

/// Studies one table and, where a folder is given, writes the study into it.
///
/// # Errors
/// [`AppError::Refused`] for input that cannot be studied (nothing is written), [`AppError::Write`] when a file cannot
/// be written (nothing half written is left), [`AppError::Stats`] when a fit does not settle.
pub fn survival(
    path: &Path,
    out: Option<&Path>,
    options: &SurvivalOptions,
    progress: &dyn Progress,
) -> Result<SurvivalRun, AppError> {
    options.check()?;
    progress.phase(bilingual!("读取数据", "reading"));
    let mut reading = ReadOptions::from(options.read.clone());
    reading.as_text.extend(options.id.clone());
    let input = read(path, &reading, &|done, total| progress.advance(done, total))?;
    let observed = observe(&input, options)?;
    progress.phase(bilingual!("估计", "estimating"));
    let horizon = horizon(&observed);
    let mut times = options.at.clone();
    times.retain(|&t| t != horizon);
    times.push(horizon);
    let mut study = begin(&observed, &input.file, input.table.rows as u64);
    study.notes.extend(observed.picked.notes());
    if !observed.design.bases.is_empty() {
        let (zh, en) = (observed.design.bases.join("、"), observed.design.bases.join(", "));
        study
            .notes
            .push(bilingual!("类别的比较基准：{zh}", "Categories are compared with: {en}"));
    }
    if options.penalty > 0.0 {
        study.notes.push(bilingual!(
            "有惩罚时系数被拉向 0：标准误、区间和 p 值没有计入这一偏差",
            "With a penalty the coefficients are drawn towards 0: errors, intervals and p-values do not allow for that"
        ));
    }
    let last = observed.exit.iter().copied().fold(0.0, f64::max);
    let beyond: Vec<String> = times.iter().filter(|&&t| t > last).map(f64::to_string).collect();
    if !beyond.is_empty() {
        study
            .notes
            .push(past_the_data(options.chosen(), &beyond.join(", "), last));
    }
    let predictions = fit(&observed, &times, &mut study)?;
    if let (Some(customers), Some(recurrence)) = (&observed.customers, options.recurrent) {
        customers.tell(&observed, recurrence, &mut study);
    }
    if let Some(upper) = &observed.upper {
        interval::tell(&observed.exit, upper, &mut study);
    } else if !options.chosen().is_curve() {
        judge::apparent(&observed, &predictions, horizon, &mut study);
        if observed.customers.is_some() {
            // Time until the first churn is not what these models are about.
            study.calibration = None;
        }
    }
    sentences::tell(options.chosen(), &mut study);
    let json = to_json(&study)?;
    let files = match out {
        Some(folder) => {
            progress.phase(bilingual!("写出报告", "writing"));
            write_files(folder, &observed, &study, &json, &predictions, &times)?
        }
        None => Vec::new(),
    };
    Ok(SurvivalRun { study, json, files })
}

fn begin(observed: &Observed, file: &str, rows: u64) -> SurvivalStudy {
    let options = observed.options;
    SurvivalStudy {
        schema_version: SURVIVAL_VERSION.to_owned(),
        holdfast_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        model: options.chosen().name().to_owned(),
        file: file.to_owned(),
        duration: options.duration.clone(),
        event: options.event.clone(),
        unit: observed.unit.clone(),
        group: options.group.clone().or(match options.recurrent {
            Some(Recurrence::TotalTime | Recurrence::GapTime) => Some(format!("{} #", options.event)),
            _ => options.strata.clone(),
        }),
        rows,
        n: observed.exit.len() as u64,
        events: observed.event.iter().filter(|&&e| e).count() as u64,
        ..SurvivalStudy::default()
    }
}

/// What a prediction later than everything that was observed is.
fn past_the_data(model: Model, times: &str, last: f64) -> Bilingual {
    match model {
        Model::KaplanMeier | Model::NelsonAalen | Model::Competing => bilingual!(
            "{times} 晚于数据中最长的时长 {last}：曲线到那里为止，之后空着",
            "{times} is later than the longest duration of the data, {last}: the curves end there and later values are blank"
        ),
        Model::Cox | Model::Discrete => bilingual!(
            "{times} 晚于数据中最长的时长 {last}：预测停在那里的值，不是 {times} 时的预测",
            "{times} is later than the longest duration of the data, {last}: predictions stop at their value there and say nothing of later"
        ),
        _ => bilingual!(
            "{times} 晚于数据中最长的时长 {last}：按模型的形状外推",
            "{times} is later than the longest duration of the data, {last}: extrapolated by the model's shape"
        ),
    }
}

fn fit(observed: &Observed, times: &[f64], study: &mut SurvivalStudy) -> Result<Predictions, AppError> {
    match observed.options.chosen() {
        Model::KaplanMeier | Model::NelsonAalen => curves::fit(observed, times, study),
        Model::Competing => causes::fit(observed, study).map(|()| Predictions::default()),
        Model::Cox => cox::fit(observed, times, study),
        Model::WeibullAft | Model::LogNormalAft | Model::LogLogisticAft | Model::GammaAft => {
            parametric::fit(observed, times, study)
        }
        Model::Piecewise => piecewise::fit(observed, times, study),
        Model::Cure => parametric::fit_cure(observed, times, study),
        Model::Discrete => discrete::fit(observed, times, study),
    }
}

/// The time by which churn is predicted: `--horizon`, the last of `--at`, or the median duration.
fn horizon(observed: &Observed) -> f64 {
    let options = observed.options;
    options.horizon.or(options.at.last().copied()).unwrap_or_else(|| {
        let mut sorted = observed.exit.clone();
        if let Some(upper) = &observed.upper {
            // Where a customer was first missed, not where they were last seen, which may be 0.
            let seen = sorted.iter_mut().zip(upper).filter(|(_, upper)| upper.is_finite());
            seen.for_each(|(exit, upper)| *exit = *upper);
        }
        sorted.sort_unstable_by(f64::total_cmp);
        quantile(&sorted, 0.5)
    })
}

fn write_files(
    folder: &Path,
    observed: &Observed,
    study: &SurvivalStudy,
    json: &str,
    predictions: &Predictions,
    times: &[f64],
) -> Result<Vec<PathBuf>, AppError> {
    let mut page = study.clone();
    if !observed.options.chosen().is_curve() && observed.upper.is_none() {
        // The page shows what was observed beside what was fitted.
        curves::observed_curves(observed, &mut page)?;
    }
    let html = survival_to_html(&page, observed.options.lang);
    let mut outputs = vec![
        Output {
            name: "survival.html",
            write: Box::new(|w| w.write_all(html.as_bytes())),
        },
        Output {
            name: "survival.json",
            write: Box::new(|w| w.write_all(json.as_bytes())),
        },
    ];
    if !predictions.survival.is_empty() {
        outputs.push(Output {
            name: "predictions.csv",
            write: Box::new(|w| write::write(observed, predictions, times, w)),
        });
    }
    write_all(folder, &outputs)
}
