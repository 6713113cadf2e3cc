//! Causes of churn: what is planted, where the snapshot shows it, and how much of it a customer has.

/// The most causes an industry may have.
pub(crate) const MAX_CAUSES: usize = 8;

/// A planted cause.
pub(crate) struct CauseSpec {
    pub(crate) name: &'static str,
    /// The snapshot's columns that show it, the most telling first.
    pub(crate) columns: &'static [&'static str],
    /// What more of the first column means.
    pub(crate) direction: Direction,
    /// A sign of leaving rather than a reason for it: never anyone's main cause.
    pub(crate) symptom: bool,
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
}

/// What a higher value (or 是) of a cause's first column means.
#[derive(Clone, Copy)]
pub(crate) enum Direction {
    Raises,
    Lowers,
    /// A category: some of its levels raise churn.
    Category,
}

/// Two causes that are worse together than one by one.
pub(crate) struct PairSpec {
    pub(crate) causes: [&'static str; 2],
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
}

/// What an industry plants, and which of its snapshot columns mean nothing.
pub(crate) struct Planting {
    pub(crate) causes: &'static [CauseSpec],
    pub(crate) pairs: &'static [PairSpec],
    /// Drawn at random, related to nothing.
    pub(crate) noise: &'static [&'static str],
    /// Related to causes or to value, but not causes themselves.
    pub(crate) decoys: &'static [&'static str],
}

/// Log-odds added by each cause, in the order of the industry's list.
pub(crate) type Pull = [f64; MAX_CAUSES];

/// The probability with these log-odds.
pub(crate) fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The probability after adding to its log-odds.
pub(crate) fn shift(probability: f64, log_odds: f64) -> f64 {
    if log_odds == 0.0 {
        return probability;
    }
    let p = probability.clamp(1e-9, 1.0 - 1e-9);
    logistic((p / (1.0 - p)).ln() + log_odds)
}

/// The cause that pulls hardest, if one pulls noticeably. Symptoms do not count.
pub(crate) fn main_cause(pull: &Pull, specs: &[CauseSpec]) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (index, spec) in specs.iter().enumerate() {
        let here = pull.get(index).copied().unwrap_or(0.0);
        let top = best.and_then(|b| pull.get(b)).copied().unwrap_or(0.25);
        if !spec.symptom && here > top {
            best = Some(index);
        }
    }
    best
}
