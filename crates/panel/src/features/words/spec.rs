//! Which words a column gets.

use holdfast_domain::grain::Grain;

use super::counted::counted;
use super::lagged::lagged;
use super::whole::whole;
use super::windowed::windowed;
use crate::features::meaning::meaning;
use crate::features::options::FeatureOptions;
use crate::features::registry::{FeatureSpec, Indicator};

/// The spec of a column.
pub(in crate::features) fn spec(indicator: Indicator, options: &FeatureOptions, grain: Grain) -> FeatureSpec {
    let meaning = meaning(indicator, options, grain);
    match indicator {
        Indicator::Window(of, statistic, window) => windowed(of, statistic, window, grain, meaning),
        Indicator::Ago(of, _) | Indicator::ToAgo(of, _) | Indicator::ToMean(of, _) => {
            lagged(indicator, of, grain, meaning)
        }
        Indicator::ActivePeriods(window) | Indicator::KindEvents(_, window) | Indicator::KindShare(_, window) => {
            counted(indicator, window, options, grain, meaning)
        }
        _ => whole(indicator, grain, meaning),
    }
}
