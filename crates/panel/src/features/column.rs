//! Where a column's numbers come from.

use super::fill::{ACTIVE, FIRST_KIND};
use super::measure::Measure;
use super::options::FeatureOptions;
use super::registry::Indicator;
use crate::panel::Panel;

/// One column: what it holds, the series it is computed from, and where in the list of marks its window and half of it are.
pub(super) struct Column {
    pub(super) indicator: Indicator,
    pub(super) series: usize,
    pub(super) end: usize,
    pub(super) half: usize,
}

impl Column {
    pub(super) fn new(indicator: Indicator, ends: &[usize]) -> Self {
        let (series, window) = match indicator {
            Indicator::Window(measure, _, window) | Indicator::ToMean(measure, window) => (measure as usize, window),
            Indicator::Ago(measure, _) | Indicator::ToAgo(measure, _) => (measure as usize, 1),
            Indicator::ActivePeriods(window) => (ACTIVE, window),
            Indicator::KindEvents(kind, window) | Indicator::KindShare(kind, window) => (FIRST_KIND + kind, window),
            _ => (Measure::Events as usize, 1),
        };
        let place = |length: usize| ends.iter().position(|&end| end == length).unwrap_or(0);
        Self {
            indicator,
            series,
            end: place(window as usize),
            half: place(window as usize / 2),
        }
    }
}

/// Lengths at which sums are remembered: windows and their halves.
pub(super) fn ends(options: &FeatureOptions) -> Vec<usize> {
    let mut ends: Vec<usize> = options
        .windows
        .iter()
        .flat_map(|&window| [window as usize, window as usize / 2])
        .filter(|&end| end > 0)
        .collect();
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// Which series counts each kind of the panel.
pub(super) fn kind_series(panel: &Panel, options: &FeatureOptions) -> Vec<Option<usize>> {
    let place = |kind: &String| options.kinds.iter().position(|wanted| wanted == kind);
    panel
        .kinds
        .iter()
        .map(|kind| place(kind).map(|at| FIRST_KIND + at))
        .collect()
}
