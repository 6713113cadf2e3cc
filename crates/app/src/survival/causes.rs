//! Competing causes: the share who have left for each.

use holdfast_domain::bilingual;
use holdfast_report::model::survival_study::{AtRow, IncidenceRow, MedianRow, SurvivalStudy};
use holdfast_stats::survival::{CauseCurve, CauseSpells, cumulative_incidence};

use super::curves::split;
use super::observe::Observed;
use super::subset::taken;
use crate::error::AppError;

/// Cumulative incidences of each cause, by group where there is one, into the study.
pub(super) fn fit(observed: &Observed, study: &mut SurvivalStudy) -> Result<(), AppError> {
    let Some((codes, names)) = &observed.causes else {
        return Ok(());
    };
    observed.spells().check().map_err(|e| observed.refuse(e))?;
    for part in split(observed, observed.group.as_ref())? {
        let cause = taken(codes, &part.rows);
        let spells = CauseSpells {
            entry: part.seen.entry.as_deref(),
            exit: &part.seen.exit,
            cause: &cause,
            weight: part.seen.weight.as_deref(),
        };
        let found = cumulative_incidence(&spells, names.len()).map_err(|e| observed.refuse(e))?;
        for (curve, name) in found.causes.iter().zip(names) {
            let stratum = if observed.group.is_none() {
                name.clone()
            } else {
                format!("{} · {name}", part.name)
            };
            push_curve(&part.name, name, curve, study);
            study.medians.push(MedianRow {
                stratum: stratum.clone(),
                n: found.n,
                events: curve.events,
                median: curve.steps.iter().find(|s| s.incidence >= 0.5).map(|s| s.time),
                ci_low: None,
                ci_high: None,
                restricted_mean: None,
                tau: None,
            });
            for &time in observed.options.at.iter().filter(|&&t| t <= found.last_time) {
                let step = curve.step_at(time);
                study.at.push(AtRow {
                    stratum: stratum.clone(),
                    time,
                    value: step.map_or(0.0, |s| s.incidence),
                    ci_low: step.map_or(0.0, |s| s.interval.low),
                    ci_high: step.map_or(0.0, |s| s.interval.high),
                });
            }
        }
    }
    study.notes.push(bilingual!(
        "每条曲线是已因该原因离开的客户比例；把其他原因当作删失（1 − Kaplan–Meier）会高估",
        "Each curve is the share who have left for that cause; taking the other causes for censoring (1 − Kaplan–Meier) would say too much"
    ));
    Ok(())
}

fn push_curve(stratum: &str, cause: &str, curve: &CauseCurve, study: &mut SurvivalStudy) {
    study.incidences.extend(curve.steps.iter().map(|step| IncidenceRow {
        stratum: stratum.to_owned(),
        cause: cause.to_owned(),
        time: step.time,
        at_risk: step.at_risk,
        events: step.events,
        incidence: step.incidence,
        ci_low: step.interval.low,
        ci_high: step.interval.high,
    }));
}
