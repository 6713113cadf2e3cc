//! Which of many columns have drifted.

use serde::{Deserialize, Serialize};

use super::compare::Comparison;
use super::settings::Settings;
use crate::error::StatsError;
use crate::fdr::{benjamini_hochberg, benjamini_yekutieli};

/// How much larger than the smallest that matters an effect is when it is called large: .25 against .1 is the usual
/// pair of thresholds of the stability index.
const LARGE: f64 = 2.5;

/// How large a difference is, whether sure or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Magnitude {
    /// Below every threshold.
    Small,
    /// At or above a threshold.
    Moderate,
    /// At or above two and a half times a threshold.
    Large,
}

/// A column's comparison among all columns of the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnDrift {
    /// The column.
    pub column: String,
    /// Its comparison.
    pub comparison: Comparison,
    /// p-value adjusted over all columns of the run, 0–1.
    pub q_value: f64,
    /// Size of the effect.
    pub magnitude: Magnitude,
    /// Significant and at least moderate.
    pub flagged: bool,
}

/// Flags columns (and scores, as one column more) of one run, in the order given.
///
/// With drift nowhere, the chance of any flag is at most `settings.level` (weak control of the false discovery rate).
///
/// Errors: settings out of range.
pub fn flag(columns: Vec<(String, Comparison)>, settings: &Settings) -> Result<Vec<ColumnDrift>, StatsError> {
    settings.check()?;
    let p: Vec<f64> = columns.iter().map(|(_, comparison)| comparison.p_value).collect();
    let q = if settings.any_dependence {
        benjamini_yekutieli(&p)?
    } else {
        benjamini_hochberg(&p)?
    };
    Ok(columns
        .into_iter()
        .zip(q)
        .map(|((column, comparison), q_value)| {
            let magnitude = magnitude(&comparison, settings);
            ColumnDrift {
                column,
                comparison,
                q_value,
                magnitude,
                flagged: q_value <= settings.level && magnitude > Magnitude::Small,
            }
        })
        .collect())
}

fn magnitude(comparison: &Comparison, settings: &Settings) -> Magnitude {
    let of_ks = comparison.ks.map_or(0.0, |ks| ks.distance / settings.ks);
    let of_v = comparison.chi_squared.cramers_v / settings.cramers_v;
    let largest = (comparison.psi.excess / settings.psi).max(of_ks).max(of_v);
    if largest >= LARGE {
        Magnitude::Large
    } else if largest >= 1.0 {
        Magnitude::Moderate
    } else {
        Magnitude::Small
    }
}
