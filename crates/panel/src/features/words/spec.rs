//! Which words a column gets.

use holdfast_domain::grain::Grain;

use super::counted::counted;
use super::lagged::lagged;
use super::whole::whole;
use super::windowed::windowed;
use crate::features::options::FeatureOptions;
use crate::features::registry::{FeatureSpec, Indicator};

/// The spec of a column.
pub(in crate::features) fn spec(indicator: Indicator, options: &FeatureOptions, grain: Grain) -> FeatureSpec {
    match indicator {
        Indicator::Window(of, statistic, window) => windowed(of, statistic, window, grain),
        Indicator::Ago(of, _) | Indicator::ToAgo(of, _) | Indicator::ToMean(of, _) => lagged(indicator, of, grain),
        Indicator::ActivePeriods(window) | Indicator::KindEvents(_, window) | Indicator::KindShare(_, window) => {
            counted(indicator, window, options, grain)
        }
        _ => whole(indicator, grain),
    }
}
