//! How to boost a hazard.

use crate::boost::settings::BoostSettings;
use crate::encode::binner::BinSettings;

/// Settings of a boosted hazard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HazardSettings {
    /// Trees, as for churn yes or no; smallest leaves are in expected churners.
    pub boost: BoostSettings,
    /// Bins of the columns.
    pub bins: BinSettings,
    /// Segments of time between which the effect of a column may differ, 1–64. 1 is proportional hazards.
    pub segments: usize,
}

impl Default for HazardSettings {
    fn default() -> Self {
        // 6: enough to see an effect wear off, at 96 bytes a customer.
        Self {
            boost: BoostSettings::default(),
            bins: BinSettings::default(),
            segments: 6,
        }
    }
}
