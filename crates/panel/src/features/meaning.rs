//! What a column holds, for programs that put it into words or group it with others.

use holdfast_domain::grain::Grain;

use super::measure::{Measure, Statistic};
use super::options::FeatureOptions;
use super::registry::Indicator;

/// What a feature holds. The length of its window is [`super::FeatureSpec::window_periods`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// A statistic of a measure over the window.
    Window(Measure, Statistic),
    /// The measure in one period, so many before the last.
    Ago(Measure, u32),
    /// The measure in the last period ÷ the one so many before it.
    ToAgo(Measure, u32),
    /// The measure in the last period ÷ its mean over the window.
    ToMean(Measure),
    /// Periods of the window with an event.
    ActivePeriods,
    /// Events of this kind in the window.
    KindEvents(String),
    /// Events of this kind ÷ all events of the window.
    KindShare(String),
    /// Days since the last event.
    Recency,
    /// Days since the first event.
    Tenure,
    /// Days with an event, ever.
    ActiveDays,
    /// Days with an event per 30 days of tenure.
    Frequency,
    /// Mean gap between days with an event, in days.
    GapMean,
    /// Standard deviation of the gaps, in days.
    GapSd,
    /// Recency ÷ mean gap.
    Silence,
    /// Days since the last complaint.
    ComplaintRecency,
    /// Complaints, ever.
    ComplaintCount,
    /// What another table than the panel says of the customer: subscriptions, conversations. Each such column speaks for itself.
    Supplement,
}

/// The meaning of an indicator.
pub(super) fn meaning(indicator: Indicator, options: &FeatureOptions, grain: Grain) -> Meaning {
    let kind = |kind: usize| options.kinds.get(kind).cloned().unwrap_or_default();
    match indicator {
        Indicator::Window(measure, statistic, _) => Meaning::Window(measure, statistic),
        Indicator::Ago(measure, back) => Meaning::Ago(measure, back.periods(grain) as u32),
        Indicator::ToAgo(measure, back) => Meaning::ToAgo(measure, back.periods(grain) as u32),
        Indicator::ToMean(measure, _) => Meaning::ToMean(measure),
        Indicator::ActivePeriods(_) => Meaning::ActivePeriods,
        Indicator::KindEvents(at, _) => Meaning::KindEvents(kind(at)),
        Indicator::KindShare(at, _) => Meaning::KindShare(kind(at)),
        Indicator::Recency => Meaning::Recency,
        Indicator::Tenure => Meaning::Tenure,
        Indicator::ActiveDays => Meaning::ActiveDays,
        Indicator::Frequency => Meaning::Frequency,
        Indicator::GapMean => Meaning::GapMean,
        Indicator::GapSd => Meaning::GapSd,
        Indicator::Silence => Meaning::Silence,
        Indicator::ComplaintRecency => Meaning::ComplaintRecency,
        Indicator::ComplaintCount => Meaning::ComplaintCount,
    }
}
