//! The two components, fitted on the same rows.

use crate::boost::fit as boosting;
use crate::boost::settings::BoostSettings;
use crate::boost::tree::FittedBooster;
use crate::encode::binner::{BinSettings, Binned, Binner};
use crate::error::LearnError;
use crate::frame::Frame;
use crate::logistic::fit::{self as logistic, FittedLogistic, LogisticSettings};

/// Logistic regression and booster with the encoding they were fitted on.
#[derive(Clone, Debug)]
pub struct Components {
    /// Cut points and level maps of the booster.
    pub binner: Binner,
    /// The logistic regression.
    pub logistic: FittedLogistic,
    /// The booster.
    pub booster: FittedBooster,
}

/// Settings of both components.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ComponentSettings {
    /// The logistic regression's.
    pub logistic: LogisticSettings,
    /// The booster's.
    pub boost: BoostSettings,
    /// The booster's bins.
    pub bins: BinSettings,
}

impl ComponentSettings {
    /// Settings for a table of `rows` rows.
    pub fn for_rows(rows: usize, seed: u64) -> Self {
        Self {
            logistic: LogisticSettings {
                seed,
                ..LogisticSettings::default()
            },
            boost: BoostSettings::for_rows(rows, seed),
            bins: BinSettings::default(),
        }
    }

    /// Settings where every customer appears in about `times` rows: what counts is how many customers a level or a leaf
    /// holds, not how many rows.
    pub fn repeated(mut self, times: usize) -> Self {
        self.bins.rare_below *= times.max(1);
        self.boost.min_hessian *= times.max(1) as f64;
        self
    }
}

/// Components, and what the rows `validation` (which they did not learn from) say about the number of trees.
pub(super) struct Trial {
    pub components: Components,
    pub binned: Binned,
    pub best_rounds: usize,
}

/// Fits both on `train`. With `validation` rows the booster stops early; without, it grows `settings.boost.rounds` trees.
pub(super) fn fit(
    frame: &Frame,
    labels: &[bool],
    train: &[u32],
    validation: &[u32],
    settings: &ComponentSettings,
) -> Result<Trial, LearnError> {
    let binner = Binner::fit(frame, train, settings.bins);
    let binned = binner.transform(frame);
    let (boosted, logistic) = rayon::join(
        || boosting::fit(&binned, labels, train, validation, &settings.boost),
        || logistic::fit(frame, labels, train, &settings.logistic),
    );
    let (boosted, logistic) = (boosted?, logistic?);
    let best_rounds = boosted
        .curve
        .iter()
        .enumerate()
        .min_by(|a, b| a.1.total_cmp(b.1).then(a.0.cmp(&b.0)))
        .map_or(boosted.booster.trees.len(), |(rounds, _)| rounds);
    Ok(Trial {
        components: Components {
            binner,
            logistic,
            booster: boosted.booster,
        },
        binned,
        best_rounds,
    })
}
