//! Kaplan–Meier curves and Nelson–Aalen hazards by group, with tests between them.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_report::model::survival_study::{AtRiskRow, AtRow, CurveStep, HazardRow, MedianRow, SurvivalStudy};
use holdfast_report::svg::scale::ticks;
use holdfast_stats::survival::{
    Correction, KaplanMeier, Weighting, nelson_aalen, pairwise_log_rank, survival_curve, weighted_log_rank,
};

use super::observe::Observed;
use super::options::{Model, Test};
use super::outcome::{Predictions, test};
use super::subset::Subset;
use crate::columns::categories::Categories;
use crate::error::AppError;

/// The name of the only curve.
const ALL: &str = "all";
/// Curves beyond this are a table that nobody reads.
pub(super) const MOST_CURVES: usize = 200;
/// Groups of which every pair is compared.
const MOST_PAIRED: usize = 12;

/// The rows of one curve.
pub(super) struct Part {
    /// Whose curve it is.
    pub(super) name: String,
    /// Its rows among those observed.
    pub(super) rows: Vec<u32>,
    /// What was observed of them.
    pub(super) seen: Subset,
}

/// Curves into the study, and the curve of each row's group as its prediction.
pub(super) fn fit(observed: &Observed, times: &[f64], study: &mut SurvivalStudy) -> Result<Predictions, AppError> {
    // All rows at once first: an error then names the right row.
    let spells = observed.spells();
    spells.check().map_err(|e| observed.refuse(e))?;
    let groups = grouping(observed);
    let parts = split(observed, groups)?;
    if observed.options.chosen() == Model::NelsonAalen {
        for part in &parts {
            let fitted = nelson_aalen(&part.seen.spells()).map_err(|e| observed.refuse(e))?;
            study.hazards.extend(fitted.steps.iter().map(|step| HazardRow {
                stratum: part.name.clone(),
                time: step.time,
                at_risk: step.at_risk,
                events: step.events,
                hazard: step.hazard,
                ci_low: step.interval.low,
                ci_high: step.interval.high,
            }));
        }
    }
    let mut predictions = Predictions {
        risk: Vec::new(),
        survival: vec![vec![None; observed.exit.len()]; times.len()],
        median: vec![None; observed.exit.len()],
        next: Vec::new(),
    };
    let mut curves = Vec::new();
    for part in &parts {
        let curve = survival_curve(&part.seen.spells()).map_err(|e| observed.refuse(e))?;
        for (column, &t) in predictions.survival.iter_mut().zip(times) {
            let share = known(&curve, t).then(|| curve.survival_at(t));
            part.rows.iter().for_each(|&row| column[row as usize] = share);
        }
        let median = curve.median();
        part.rows
            .iter()
            .for_each(|&row| predictions.median[row as usize] = median);
        curves.push(curve);
    }
    if observed.options.chosen() == Model::KaplanMeier {
        for (part, curve) in parts.iter().zip(&curves) {
            study.curves.extend(steps(&part.name, curve));
        }
    }
    count_at_risk(&parts, study);
    describe(observed, &parts, &curves, study)?;
    if parts.len() > 1 {
        compare(observed, groups, study)?;
    }
    Ok(predictions)
}

/// Kaplan–Meier curves by stratum beside a model that explains with columns.
pub(super) fn observed_curves(observed: &Observed, study: &mut SurvivalStudy) -> Result<(), AppError> {
    let parts = match split(observed, observed.strata.as_ref()) {
        Ok(parts) => parts,
        // More strata than a page can show: everybody together.
        Err(_) => split(observed, None)?,
    };
    for part in &parts {
        let curve = survival_curve(&part.seen.spells()).map_err(|e| observed.refuse(e))?;
        study.curves.extend(steps(&part.name, &curve));
    }
    count_at_risk(&parts, study);
    Ok(())
}

/// How many are under observation at round times up to the last churn.
fn count_at_risk(parts: &[Part], study: &mut SurvivalStudy) {
    let steps = study
        .curves
        .iter()
        .map(|s| s.time)
        .chain(study.hazards.iter().map(|h| h.time));
    let high = steps.fold(0.0, f64::max);
    let round = ticks(0.0, high, 6);
    for part in parts {
        for &time in round.iter().filter(|&&t| t <= high * (1.0 + 1e-9)) {
            study.at_risk.push(AtRiskRow {
                stratum: part.name.clone(),
                time,
                at_risk: part.seen.at_risk(time),
            });
        }
    }
}

/// Whether a curve is known at a time: not beyond the last observation, unless everybody has left.
fn known(curve: &KaplanMeier, t: f64) -> bool {
    t <= curve.last_time || curve.steps.last().is_some_and(|s| s.survival <= 0.0)
}

fn steps<'a>(name: &'a str, curve: &'a KaplanMeier) -> impl Iterator<Item = CurveStep> + 'a {
    curve.steps.iter().map(|step| CurveStep {
        stratum: name.to_owned(),
        time: step.time,
        at_risk: step.at_risk,
        events: step.events,
        survival: step.survival,
        ci_low: step.interval.low,
        ci_high: step.interval.high,
    })
}

/// The column that splits the curves: `--group`, else `--strata`.
pub(super) fn grouping<'a>(observed: &'a Observed) -> Option<&'a Categories> {
    observed.group.as_ref().or(observed.strata.as_ref())
}

/// The rows of each group.
pub(super) fn split(observed: &Observed, groups: Option<&Categories>) -> Result<Vec<Part>, AppError> {
    let one = Categories::one(0);
    let levels = groups.map_or(1, |g| g.levels.len());
    if levels > MOST_CURVES {
        return Err(observed.picked.in_file(too_many(observed, levels)).into());
    }
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); levels];
    match groups {
        Some(groups) => (0u32..)
            .zip(&groups.codes)
            .for_each(|(row, &code)| rows[code as usize].push(row)),
        None => rows[0] = (0..observed.exit.len() as u32).collect(),
    }
    let names = &groups.unwrap_or(&one).levels;
    let spells = observed.spells();
    let part = |(name, rows): (&String, Vec<u32>)| Part {
        name: if name.is_empty() { ALL.to_owned() } else { name.clone() },
        seen: Subset::new(&spells, &rows),
        rows,
    };
    Ok(names.iter().zip(rows).map(part).collect())
}

fn too_many(observed: &Observed, levels: usize) -> holdfast_domain::refusal::Refusal {
    let options = observed.options;
    let column = options
        .group
        .as_deref()
        .or(options.strata.as_deref())
        .unwrap_or_default();
    holdfast_domain::refusal::Refusal::new(
        "too-many-groups",
        bilingual!(
            "有 {levels} 个组，最多 {MOST_CURVES} 个",
            "{levels} groups, at most {MOST_CURVES} can be compared"
        ),
        bilingual!(
            "换一个取值更少的列，或先合并",
            "name a column with fewer values, or merge values first"
        ),
    )
    .in_column(column)
}

/// Medians, restricted means and the shares that were asked for.
fn describe(
    observed: &Observed,
    parts: &[Part],
    curves: &[KaplanMeier],
    study: &mut SurvivalStudy,
) -> Result<(), AppError> {
    // The same end for all, so that the means compare: where the first curve ends.
    let tau = curves.iter().map(|c| c.last_time).fold(f64::INFINITY, f64::min);
    for (part, curve) in parts.iter().zip(curves) {
        let median = curve.quantile(0.5).map_err(|e| observed.refuse(e))?;
        let mean = curve.restricted_mean(tau).ok();
        study.medians.push(MedianRow {
            stratum: part.name.clone(),
            n: curve.n,
            events: curve.events,
            median: median.as_ref().map(|m| m.time),
            ci_low: median.as_ref().map(|m| m.low),
            ci_high: median.as_ref().and_then(|m| m.high),
            restricted_mean: mean.as_ref().map(|m| m.mean),
            tau: mean.as_ref().map(|m| m.tau),
        });
        for &time in &observed.options.at {
            if !known(curve, time) {
                continue;
            }
            let step = curve.step_at(time);
            study.at.push(AtRow {
                stratum: part.name.clone(),
                time,
                value: step.map_or(1.0, |s| s.survival),
                ci_low: step.map_or(1.0, |s| s.interval.low),
                ci_high: step.map_or(1.0, |s| s.interval.high),
            });
        }
    }
    Ok(())
}

/// The test between the curves, and between each pair of a few.
fn compare(observed: &Observed, groups: Option<&Categories>, study: &mut SurvivalStudy) -> Result<(), AppError> {
    let Some(groups) = groups else { return Ok(()) };
    let (weighting, name, label) = weighting(observed.options.test.unwrap_or_default());
    let spells = observed.spells();
    let count = groups.levels.len();
    // Strata stratify the test when something else splits the curves.
    let strata = match (&observed.group, &observed.strata) {
        (Some(_), Some(strata)) => Some(strata.codes.as_slice()),
        _ => None,
    };
    let found = weighted_log_rank(&spells, &groups.codes, count, strata, weighting);
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            // Curves without a comparison are still curves.
            study.notes.push(bilingual!(
                "各组无法检验：{error}",
                "the groups could not be tested: {error}"
            ));
            return Ok(());
        }
    };
    let of = found.test;
    study
        .tests
        .push(test(name, label, of.chi_squared, of.degrees_of_freedom, of.p_value));
    if !(3..=MOST_PAIRED).contains(&count) {
        return Ok(());
    }
    let pairs = pairwise_log_rank(&spells, &groups.codes, count, strata, weighting, Correction::Holm);
    for pair in pairs.map_err(|e| observed.refuse(e))? {
        let (Some(of), Some(p)) = (pair.test, pair.adjusted_p) else {
            continue;
        };
        let names = (
            groups.levels.get(pair.first as usize),
            groups.levels.get(pair.second as usize),
        );
        let (Some(first), Some(second)) = names else { continue };
        study.tests.push(test(
            &format!("{name}: {first} | {second}"),
            bilingual!("{first} / {second}（Holm 校正）", "{first} / {second} (Holm)"),
            of.chi_squared,
            of.degrees_of_freedom,
            p,
        ));
    }
    Ok(())
}

fn weighting(test: Test) -> (Weighting, &'static str, Bilingual) {
    match test {
        Test::LogRank => (
            Weighting::LogRank,
            "log_rank",
            bilingual!("对数秩检验", "log-rank test"),
        ),
        Test::Wilcoxon => (
            Weighting::Wilcoxon,
            "wilcoxon",
            bilingual!("Gehan–Wilcoxon 检验", "Gehan–Wilcoxon test"),
        ),
        Test::TaroneWare => (
            Weighting::TaroneWare,
            "tarone_ware",
            bilingual!("Tarone–Ware 检验", "Tarone–Ware test"),
        ),
        Test::Peto => (Weighting::Peto, "peto", bilingual!("Peto 检验", "Peto test")),
        Test::FlemingHarrington => (
            Weighting::FlemingHarrington { p: 1.0, q: 0.0 },
            "fleming_harrington",
            bilingual!(
                "Fleming–Harrington 检验（p=1，q=0）",
                "Fleming–Harrington test (p = 1, q = 0)"
            ),
        ),
    }
}
