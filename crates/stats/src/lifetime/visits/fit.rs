//! Maximum likelihood of BG/BB, and its figures with their errors.

use super::bgbb::{BgBb, History};
use super::histories::{Group, Visits};
use super::likelihood::Likelihood;
use crate::check;
use crate::coefficient::Coefficient;
use crate::error::StatsError;
use crate::lifetime::delta::{Range, delta};
use crate::lifetime::estimate::Estimate;
use crate::lifetime::parameters::{named, natural, unscaled};
use crate::lifetime::penalty::Penalised;
use crate::lifetime::settings::FitSettings;
use crate::maximise::{Maximum, Search};

/// A fitted BG/BB model.
#[derive(Clone, Debug, PartialEq)]
pub struct FittedBgBb {
    /// Its parameters, to compute with.
    pub model: BgBb,
    /// `alpha`, `beta`, `gamma`, `delta` with errors and intervals; z and p compare with 0, which says little here.
    pub parameters: Vec<Coefficient>,
    /// Covariance of the logarithms of the parameters, row by row.
    pub covariance: Vec<f64>,
    /// Log-likelihood, without the penalty.
    pub log_likelihood: f64,
    /// Customers.
    pub n: f64,
    /// Distinct histories among them.
    pub distinct: usize,
}

const MODEL: &str = "BG/BB";

/// How often do customers buy at counted opportunities, and how fast do they leave unseen?
///
/// Beta-geometric/beta-Bernoulli model of Fader, Hardie & Shang (2010): the likelihood of (x, tₓ, n) is
/// B(α+x, β+n−x)/B(α, β)·B(γ, δ+n)/B(γ, δ) + Σ over tₓ ≤ k < n of B(α+x, β+k−x)/B(α, β)·B(γ+1, δ+k)/B(γ, δ). Each distinct
/// history is computed once; analytic gradients in logarithms, four starts; with a penalty, see [`FitSettings`].
///
/// Errors: a penalty below 0, fractions ([`StatsError::WrongSetting`]: purchases at any time need BG/NBD), counts that contradict each other (with
/// their row), no customer with a purchase, [`StatsError::NoMaximum`] with the parameter that runs away: α or β where
/// customers do not differ in buying, γ or δ where nobody seems to leave.
pub fn fit(visits: &Visits<'_>, settings: &FitSettings) -> Result<FittedBgBb, StatsError> {
    settings.check()?;
    let groups = visits.grouped()?;
    let n: f64 = check::no_overflow("the number of customers", groups.iter().map(|g| g.weight).sum())?;
    if groups.iter().all(|g| g.history.frequency == 0) {
        return Err(StatsError::TooFew {
            name: "customers who bought again",
            needed: 1,
            found: 0,
        });
    }
    let names = ["alpha", "beta", "gamma", "delta"].map(str::to_owned);
    let search = Search {
        model: MODEL,
        names: &names,
        limit: 20.0,
    };
    let scale = n / groups.len() as f64;
    let all = starts(&groups);
    let climb = |from: &[Vec<f64>]| climb(&groups, scale, settings, &search, from);
    let found = match begin(&groups, n, settings, &search) {
        Some(one) => climb(&[one]).or_else(|_| climb(&all)),
        None => climb(&all),
    };
    let found = unscaled(found.map_err(named)?, scale, &search)?;
    Ok(FittedBgBb {
        model: BgBb::from_logs(&found.parameters)?,
        parameters: natural(&names, &found)?,
        covariance: found.covariance,
        log_likelihood: found.log_likelihood,
        n,
        distinct: groups.len(),
    })
}

/// The maximum with all weights divided by `scale`.
fn climb(
    groups: &[Group],
    scale: f64,
    settings: &FitSettings,
    search: &Search<'_>,
    starts: &[Vec<f64>],
) -> Result<Maximum, StatsError> {
    let customers = groups.iter().map(|group| group.weight / scale).sum::<f64>();
    let penalised = Penalised {
        objective: &Likelihood::new(groups, scale),
        strength: settings.penalty * customers,
        logarithms: 4,
        ln_unit: 0.0,
    };
    penalised.maximise(search, starts)
}

/// From this many histories on, the starts are tried on a part of them.
const MANY: usize = 10_000;
/// Customers in that part.
const PART: f64 = 4_000.0;

/// The best start by every k-th customer, in the order of their histories, where these are many.
fn begin(groups: &[Group], n: f64, settings: &FitSettings, search: &Search<'_>) -> Option<Vec<f64>> {
    if groups.len() < MANY {
        return None;
    }
    let mut before = 0.0;
    let mut part = Vec::with_capacity(PART as usize + 1);
    for group in groups {
        let after = before + group.weight;
        let drawn = (after / n * PART).floor() - (before / n * PART).floor();
        if drawn > 0.0 {
            part.push(Group {
                weight: drawn,
                ..*group
            });
        }
        before = after;
    }
    let found = climb(&part, 1.0, settings, search, &starts(&part)).ok()?;
    Some(found.parameters)
}

/// The share of opportunities taken as the mean chance to buy, with more and less leaving, and more and less difference.
fn starts(groups: &[Group]) -> Vec<Vec<f64>> {
    let total = |f: &dyn Fn(&History) -> u32| groups.iter().map(|g| g.weight * f64::from(f(&g.history))).sum::<f64>();
    let (taken, until_last) = (total(&|h| h.frequency), total(&|h| h.recency));
    let buy = (taken / until_last).clamp(0.02, 0.98);
    let mut starts = Vec::new();
    for (spread, leave, leave_spread) in [(1.0, 0.1, 1.0), (2.0, 0.3, 3.0), (5.0, 0.05, 10.0), (0.5, 0.2, 0.5)] {
        let values: [f64; 4] = [
            spread * buy,
            spread * (1.0 - buy),
            leave_spread * leave,
            leave_spread * (1.0 - leave),
        ];
        starts.push(values.map(f64::ln).to_vec());
    }
    starts
}

impl FittedBgBb {
    /// [`BgBb::p_alive`] with its error.
    pub fn p_alive(&self, history: &History, ahead: u32) -> Result<Estimate, StatsError> {
        self.figure(Range::Probability, |model| model.ln_p_alive(history, ahead))
    }

    /// [`BgBb::expected_visits`] with its error.
    pub fn expected_visits(&self, history: &History, ahead: u32) -> Result<Estimate, StatsError> {
        self.figure(Range::Positive, |model| Ok(model.expected_visits(history, ahead)?.ln()))
    }

    /// [`BgBb::discounted_residual_visits`] with its error.
    pub fn discounted_residual_visits(&self, history: &History, discount: f64) -> Result<Estimate, StatsError> {
        self.figure(Range::Positive, |model| {
            Ok(model.discounted_residual_visits(history, discount)?.ln())
        })
    }

    fn figure(
        &self,
        range: Range,
        ln_value: impl Fn(&BgBb) -> Result<f64, StatsError>,
    ) -> Result<Estimate, StatsError> {
        let logs: Vec<f64> = self.parameters.iter().map(|parameter| parameter.coef.ln()).collect();
        delta("a figure of BG/BB", range, &logs, &self.covariance, |logs| {
            ln_value(&BgBb::from_logs(logs)?)
        })
    }
}
