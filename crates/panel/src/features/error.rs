//! What features cannot be computed from.

use thiserror::Error;

/// Inputs that do not fit each other or the options.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FeatureError {
    /// Panel, rhythm or complaints end elsewhere than at the as-of instant.
    #[error(
        "features as of {as_of_us} µs need a panel, a rhythm and complaints that end there: they end at {panel_us}, {rhythm_us} and {complaints_us:?}"
    )]
    AsOf {
        /// The as-of instant.
        as_of_us: i64,
        /// End of the panel's last period.
        panel_us: i64,
        /// End of the rhythm.
        rhythm_us: i64,
        /// End of the complaints, if given.
        complaints_us: Option<i64>,
    },
    /// Other customers in one input than in another.
    #[error("the panel has {panel} customers, the {name} {other}: build both from the same events")]
    Customers {
        /// Customers of the panel.
        panel: usize,
        /// The input that differs.
        name: &'static str,
        /// Its customers.
        other: usize,
    },
    /// A window of no periods or of more than there are.
    #[error("a window of {window} periods does not fit a panel of {periods}: windows are between 1 and that")]
    Window {
        /// The window.
        window: u32,
        /// Periods of the panel.
        periods: usize,
    },
    /// The same window or kind twice.
    #[error("`{0}` is asked for twice: each window, measure, statistic and kind once")]
    Twice(String),
}
