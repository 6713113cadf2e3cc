//! Which cause ends the stay, and when: competing causes of churn.

use super::kaplan_meier::log_log_band;
use super::risk::case_weight::{Bits, CaseWeight};
use super::risk::{RiskSet, check_total, sweep};
use super::spells::Spells;
use crate::check;
use crate::error::StatsError;
use crate::interval::Interval;

/// Each time of an event costs a step for every cause.
const MOST_CAUSES: usize = 100;

/// Spells of observation that end with one of several causes. At risk: entry < t ≤ exit, as in [`Spells`].
#[derive(Clone, Copy, Debug)]
pub struct CauseSpells<'a> {
    /// Where observation began (late entry); `None`: before 0 for every row.
    pub entry: Option<&'a [f64]>,
    /// Where it ended: finite, 0 or more.
    pub exit: &'a [f64],
    /// Why it ended: 1 and up; 0 where the customer was still there (censored).
    pub cause: &'a [u16],
    /// Case weights above zero; `None`: 1 for every row. A weight of 2 is the row twice.
    pub weight: Option<&'a [f64]>,
}

/// A time at which somebody left for one cause.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncidenceStep {
    /// The time, in the unit of the durations.
    pub time: f64,
    /// Weight of the customers under observation just before.
    pub at_risk: f64,
    /// Weight of those who left for this cause at `time`.
    pub events: f64,
    /// Share who have left for this cause by `time`, 0–1.
    pub incidence: f64,
    /// Its standard error.
    pub se: f64,
    /// 95 % interval of the incidence, pointwise; 0 to 1 where all have left for this cause.
    pub interval: Interval,
    /// Cumulative cause-specific hazard, Σ dₖ/n: what it would be if the other causes only censored.
    pub hazard: f64,
}

/// Incidence of one cause: 0 before the first step, constant between steps.
#[derive(Clone, Debug, PartialEq)]
pub struct CauseCurve {
    /// The cause, 1 and up.
    pub cause: u16,
    /// Rows that ended with this cause.
    pub events: u64,
    /// The distinct times of this cause, rising; empty if it never happened.
    pub steps: Vec<IncidenceStep>,
}

impl CauseCurve {
    /// Share who have left for this cause by `t`; after the last observed time a lower bound.
    pub fn incidence_at(&self, t: f64) -> f64 {
        self.step_at(t).map_or(0.0, |step| step.incidence)
    }

    /// The last step at or before `t`; `None` before the first.
    pub fn step_at(&self, t: f64) -> Option<&IncidenceStep> {
        let passed = self.steps.partition_point(|step| step.time <= t);
        passed.checked_sub(1).and_then(|last| self.steps.get(last))
    }
}

/// Incidence of every cause. At each time the incidences and the share still there add up to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct CumulativeIncidence {
    /// Cause k is the entry k − 1.
    pub causes: Vec<CauseCurve>,
    /// Rows.
    pub n: u64,
    /// The largest duration: where the curves end.
    pub last_time: f64,
}

/// Aalen–Johansen estimator (1978): Fₖ(t) = Σ over tᵢ ≤ t of S(tᵢ−)·dₖᵢ/nᵢ with S the Kaplan–Meier curve of all causes.
///
/// One minus Kaplan–Meier with other causes censored overstates: it asks what would happen if nobody left otherwise.
/// Variance: Greenwood-type with multinomial events at a time (Andersen et al. 1993, IV.4), carried forward as the
/// covariance of (S, Fₖ), which needs no n − d in a denominator. It equals the delta-method formula of Marubini &
/// Valsecchi (1995) that lifelines and SAS use (lifelines moves tied times of different causes apart at random; here
/// they are one time); without censoring it is F(1−F)/n. R's `survfit` has an infinitesimal-jackknife error: the same
/// without late entry and weights, else a little different. Interval on the log(−log) scale. Weights are frequencies.
/// Causes need not be independent, censoring must tell nothing. O(n log n + events·causes).
///
/// Errors: as [`Spells::check`]; no cause or more than 100; a cause above `cause_count`; weights whose sum overflows.
pub fn cumulative_incidence(spells: &CauseSpells, cause_count: usize) -> Result<CumulativeIncidence, StatsError> {
    check::same_length(spells.exit.len(), spells.cause.len())?;
    if !(1..=MOST_CAUSES).contains(&cause_count) {
        return Err(StatsError::OutOfRange {
            name: "causes",
            value: cause_count as f64,
            expected: "1 to 100",
        });
    }
    if let Some(index) = spells.cause.iter().position(|&cause| usize::from(cause) > cause_count) {
        return Err(StatsError::BadValue {
            name: "cause",
            index,
            value: f64::from(spells.cause[index]),
            expected: "0 (censored) or a cause that is among those counted",
        });
    }
    let churned: Vec<bool> = spells.cause.iter().map(|&cause| cause > 0).collect();
    let all = Spells {
        entry: spells.entry,
        exit: spells.exit,
        event: &churned,
        weight: spells.weight,
    };
    all.check()?;
    check_total(spells.weight)?;
    let table = match spells.weight {
        None => Table::of::<()>(&all, spells.cause),
        Some(_) => Table::of::<Bits>(&all, spells.cause),
    };
    let mut causes = table.curves(cause_count);
    for &cause in spells.cause.iter().filter(|&&cause| cause > 0) {
        causes[usize::from(cause) - 1].events += 1;
    }
    let steps = causes.iter().flat_map(|cause| &cause.steps);
    check::no_overflow(
        "the cause-specific hazard",
        steps.map(|step| step.hazard + step.se).sum(),
    )?;
    Ok(CumulativeIncidence {
        causes,
        n: spells.exit.len() as u64,
        last_time: spells.exit.iter().copied().fold(0.0, f64::max),
    })
}

/// Risk sets, the latest first, with the weight of each cause that happened.
struct Table {
    /// Each with the number of parts before it.
    sets: Vec<(RiskSet, usize)>,
    parts: Vec<(u16, f64)>,
}

impl Table {
    fn of<W: CaseWeight>(spells: &Spells, cause: &[u16]) -> Self {
        let (mut sets, mut parts) = (Vec::new(), Vec::new());
        sweep::<u16, W>(
            spells,
            |row| cause[row],
            |_, set, rows| {
                sets.push((set, parts.len()));
                for same in rows.chunk_by(|a, b| a.mark == b.mark) {
                    parts.push((same[0].mark, W::total(same, |row| row.weight).value()));
                }
            },
        );
        Self { sets, parts }
    }

    /// The curves, forwards in time.
    fn curves(&self, cause_count: usize) -> Vec<CauseCurve> {
        let mut states = vec![State::default(); cause_count];
        let mut curves: Vec<CauseCurve> = (1..=cause_count as u16)
            .map(|cause| CauseCurve {
                cause,
                events: 0,
                steps: Vec::new(),
            })
            .collect();
        let mut happened = vec![0.0; cause_count];
        let (mut survival, mut variance) = (1.0, 0.0);
        let mut end = self.parts.len();
        for &(set, begin) in self.sets.iter().rev() {
            let parts = &self.parts[begin..end];
            end = begin;
            for &(cause, weight) in parts {
                happened[usize::from(cause) - 1] = weight;
            }
            for (state, weight) in states.iter_mut().zip(&happened) {
                state.pass(&set, *weight, survival, variance);
            }
            let at_risk = set.at_risk();
            for &(cause, events) in parts {
                let index = usize::from(cause) - 1;
                happened[index] = 0.0;
                curves[index].steps.push(states[index].step(&set, events));
            }
            let stay = set.left / at_risk;
            variance = stay * stay * variance + survival * survival * (set.events / at_risk) * stay / at_risk;
            survival *= stay;
        }
        curves
    }
}

/// Incidence of one cause so far.
#[derive(Clone, Copy, Default)]
struct State {
    incidence: f64,
    hazard: f64,
    variance: f64,
    /// With the survival.
    covariance: f64,
}

impl State {
    /// Moves past a time at which `events` left for this cause; `survival` and its variance are those before it.
    fn pass(&mut self, set: &RiskSet, events: f64, survival: f64, survival_variance: f64) {
        let at_risk = set.at_risk();
        let (share, stay) = (events / at_risk, set.left / at_risk);
        let noise = survival * survival * share / at_risk;
        self.variance += share * (2.0 * self.covariance + share * survival_variance) + noise * (1.0 - share);
        self.covariance = stay * (self.covariance + share * survival_variance - noise);
        self.incidence += survival * share;
        self.hazard += share;
    }

    fn step(&self, set: &RiskSet, events: f64) -> IncidenceStep {
        let incidence = self.incidence.min(1.0);
        let se = self.variance.max(0.0).sqrt();
        IncidenceStep {
            time: set.time,
            at_risk: set.at_risk(),
            events,
            incidence,
            se,
            interval: log_log_band(incidence, se / incidence),
            hazard: self.hazard,
        }
    }
}
