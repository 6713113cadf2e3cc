//! The components, fitted on the same rows.

use crate::additive::fit as additive;
use crate::additive::model::AdditiveModel;
use crate::additive::settings::AdditiveSettings;
use crate::boost::contract::{self as boosting, BoostingModel};
use crate::boost::plan::{BoostingPlan, BoostingSettings};
use crate::contract::predict::Predict;
use crate::contract::task::Task;
use crate::error::LearnError;
use crate::frame::Frame;
use crate::logistic::contract::{self as logistic, LogisticModel};
use crate::logistic::fit::LogisticSettings;

use super::candidate::COMPONENTS;

/// The fitted components.
#[derive(Clone, Debug)]
pub struct Components {
    /// Logistic regression.
    pub logistic: LogisticModel,
    /// Explainable boosting.
    pub additive: AdditiveModel,
    /// Boosted trees.
    pub boosting: BoostingModel,
}

/// Settings of the components.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentSettings {
    /// The logistic regression's.
    pub logistic: LogisticSettings,
    /// The additive model's.
    pub additive: AdditiveSettings,
    /// Rows in which every customer appears, about: what counts is how many customers a level or a leaf holds, not how many rows.
    pub times: usize,
}

/// Rows that a bag of the additive model learns from at most: its tables of at most some thousand numbers need no more, and the report shall not
/// wait for it. All bags together see more.
const BAG_ROWS: usize = 60_000;

impl ComponentSettings {
    /// Settings for a table of `rows` rows and `columns` columns.
    pub fn for_rows(rows: usize, columns: usize, seed: u64) -> Self {
        Self {
            logistic: LogisticSettings {
                seed,
                ..LogisticSettings::default()
            },
            additive: AdditiveSettings {
                bag_rows: BAG_ROWS,
                ..AdditiveSettings::for_rows(rows, columns, seed)
            },
            times: 1,
        }
    }

    /// Settings where every customer appears in about `times` rows.
    pub fn repeated(mut self, times: usize) -> Self {
        let times = times.max(1);
        self.additive.rare_below *= times as f64;
        self.additive.min_hessian *= times as f64;
        self.times = times;
        self
    }

    /// The booster's settings for a task.
    pub(super) fn boosting(&self, task: &Task) -> BoostingSettings {
        let churned = task.rows.iter().filter(|&&row| task.label(row)).count();
        let mut plan = BoostingPlan::of(task.rows.len(), churned.min(task.rows.len() - churned));
        plan.bins.rare_below *= self.times;
        plan.trees.min_hessian *= self.times as f64;
        BoostingSettings {
            plan: Some(plan),
            monotone: Vec::new(),
        }
    }
}

/// Components, and what those that hold rows out said of these: log-odds by row of the task, where there are any.
pub(super) struct Judged {
    pub components: Components,
    pub additive: Vec<Option<f64>>,
    pub boosting: Vec<Option<f64>>,
}

/// Fits all components on the rows of a task.
pub(super) fn fit(task: &Task, settings: &ComponentSettings) -> Result<Judged, LearnError> {
    task.check()?;
    let (boosted, (added, logistic)) = rayon::join(
        || boosting::fit_and_judge(task, &settings.boosting(task)),
        || {
            rayon::join(
                || additive::fit_and_judge(task, &settings.additive),
                || logistic::fit(task, &settings.logistic),
            )
        },
    );
    let ((boosting, by_boosting), (additive, by_additive)) = (boosted?, added?);
    Ok(Judged {
        components: Components {
            logistic: logistic?,
            additive,
            boosting,
        },
        additive: by_additive,
        boosting: by_boosting,
    })
}

impl Components {
    /// Log-odds of each component for the rows `rows`.
    pub fn margins(&self, frame: &Frame, rows: &[u32]) -> [Vec<f64>; COMPONENTS] {
        [
            self.logistic.margins(frame, rows),
            self.additive.margins(frame, rows),
            self.boosting.margins(frame, rows),
        ]
    }
}
