//! The hazard of the average customer.

use super::fitted::{Baseline, BaselineStep};
use super::lived::Lived;
use crate::error::StatsError;

/// From the hazards of the last evaluation. `shifts`: for each stratum, how far its linear predictors lay above those that
/// the hazards were computed with.
pub(super) fn baselines(lived: &Lived, exit: &[f64], shifts: &[f64]) -> Result<Vec<Baseline>, StatsError> {
    let order = &lived.order;
    let strata = order.strata.iter().zip(shifts);
    strata
        .map(|(stratum, shift)| {
            let sections = order.sections[stratum.sections.clone()].iter();
            let terms = &lived.hazards.terms[stratum.sections.clone()];
            let with_events = sections.zip(terms).rev().filter(|(section, _)| section.deaths > 0);
            let steps: Vec<BaselineStep> = with_events
                .map(|(section, term)| BaselineStep {
                    time: exit[order.rows[section.end as usize - 1] as usize] + 0.0,
                    cumulative_hazard: (term.hazard.ln() - shift).exp(),
                })
                .collect();
            if steps.iter().any(|step| !step.cumulative_hazard.is_finite()) {
                return Err(StatsError::Overflow {
                    name: "the baseline hazard",
                });
            }
            Ok(Baseline {
                stratum: stratum.number,
                steps,
            })
        })
        .collect()
}
