//! Which columns there are, in order, and what each means.

use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;

use super::meaning::Meaning;
use super::measure::{Measure, Statistic};
use super::options::FeatureOptions;
use super::words;

/// What sort of indicator a feature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// How much: sum, mean, smallest, largest.
    Level,
    /// How much per event or active period.
    Intensity,
    /// How unsteady: sd, coefficient of variation, range.
    Volatility,
    /// Where it is going: slopes.
    Trend,
    /// An earlier period, or the last one against earlier ones.
    Lag,
    /// What part of the events.
    Share,
    /// Recency, tenure, frequency, gaps.
    Rhythm,
    /// Complaints.
    Complaint,
}

/// A feature's name and meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeatureSpec {
    /// Stable name, unit last: `amount_sum_6m_minor`.
    pub name: String,
    /// The feature in words.
    pub label: Bilingual,
    /// Its unit in words; empty for ratios.
    pub unit: Bilingual,
    /// How it is computed; x is the measure per period, n the length of the window.
    pub formula: String,
    /// Periods it looks back on; `None`: the customer's whole history.
    pub window_periods: Option<u32>,
    /// Length of these periods.
    pub grain: Grain,
    /// What sort of indicator it is.
    pub family: Family,
    /// What it holds, for programs.
    pub meaning: Meaning,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Indicator {
    Window(Measure, Statistic, u32),
    /// The period so many before the last.
    Ago(Measure, Back),
    /// Last period ÷ an earlier one.
    ToAgo(Measure, Back),
    /// Last period ÷ mean of a window.
    ToMean(Measure, u32),
    ActivePeriods(u32),
    /// Events of a kind (index into the options' kinds).
    KindEvents(usize, u32),
    /// Events of a kind ÷ all events.
    KindShare(usize, u32),
    Recency,
    Tenure,
    ActiveDays,
    Frequency,
    GapMean,
    GapSd,
    Silence,
    ComplaintRecency,
    ComplaintCount,
}

/// An earlier period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Back {
    Previous,
    Year,
}

/// Periods to the same one a year ago.
pub(super) fn year_periods(grain: Grain) -> usize {
    match grain {
        Grain::Day => 365,
        Grain::Week => 52,
        Grain::Month => 12,
        Grain::Quarter => 4,
        Grain::Year => 1,
    }
}

impl Back {
    /// How many periods before the last one.
    pub(super) fn periods(self, grain: Grain) -> usize {
        match self {
            Self::Previous => 1,
            Self::Year => year_periods(grain),
        }
    }
}

/// The columns in order.
pub(super) fn plan(options: &FeatureOptions, grain: Grain, periods: usize, complaints: bool) -> Vec<Indicator> {
    let mut out = Vec::new();
    for &measure in &options.measures {
        for &window in &options.windows {
            let wanted = options
                .statistics
                .iter()
                .filter(|statistic| statistic.applies(measure, window));
            out.extend(wanted.map(|&statistic| Indicator::Window(measure, statistic, window)));
        }
        if options.lags {
            // In a panel of years, a year ago is the previous period.
            let backs = [Back::Previous, Back::Year];
            let backs = if grain == Grain::Year { &backs[..1] } else { &backs[..] };
            for &back in backs.iter().filter(|back| back.periods(grain) < periods) {
                out.extend([Indicator::Ago(measure, back), Indicator::ToAgo(measure, back)]);
            }
            let averages = options.windows.iter().filter(|&&window| window > 1);
            out.extend(averages.map(|&window| Indicator::ToMean(measure, window)));
        }
    }
    out.extend(options.windows.iter().map(|&window| Indicator::ActivePeriods(window)));
    for kind in 0..options.kinds.len() {
        for &window in &options.windows {
            out.extend([Indicator::KindEvents(kind, window), Indicator::KindShare(kind, window)]);
        }
    }
    out.extend([
        Indicator::Recency,
        Indicator::Tenure,
        Indicator::ActiveDays,
        Indicator::Frequency,
        Indicator::GapMean,
        Indicator::GapSd,
        Indicator::Silence,
    ]);
    if complaints {
        out.extend([Indicator::ComplaintRecency, Indicator::ComplaintCount]);
    }
    out
}

/// The specs of a plan.
pub(super) fn specs(plan: &[Indicator], options: &FeatureOptions, grain: Grain) -> Vec<FeatureSpec> {
    plan.iter()
        .map(|&indicator| words::spec(indicator, options, grain))
        .collect()
}
