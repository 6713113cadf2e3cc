//! What looks back on the whole history.

use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;

use crate::features::meaning::Meaning;
use crate::features::registry::{Family, FeatureSpec, Indicator};

/// What looks back on the whole history.
pub(super) fn whole(indicator: Indicator, grain: Grain, meaning: Meaning) -> FeatureSpec {
    let days = ("天", "days");
    let (name, label, unit, formula) = match indicator {
        Indicator::Recency => (
            "recency_days",
            ("距最近一次事件", "time since the last event"),
            days,
            "as of − last event",
        ),
        Indicator::Tenure => (
            "tenure_days",
            ("首次事件至今", "time since the first event"),
            days,
            "as of − first event",
        ),
        Indicator::ActiveDays => (
            "active_days_count",
            ("有事件的天数", "days with an event, ever"),
            days,
            "different days with an event",
        ),
        Indicator::Frequency => (
            "frequency_days_per_30_days",
            ("每 30 天有事件的天数", "days with an event per 30 days of tenure"),
            ("天/30 天", "days per 30 days"),
            "30 · active days ÷ max(tenure, 1)",
        ),
        Indicator::GapMean => (
            "gap_mean_days",
            ("有事件的日子之间的平均间隔", "mean gap between days with an event"),
            days,
            "(last active day − first) ÷ gaps",
        ),
        Indicator::GapSd => (
            "gap_sd_days",
            ("间隔的标准差", "standard deviation of the gaps"),
            days,
            "√(Σ(gap − mean)² ÷ (gaps − 1))",
        ),
        Indicator::ComplaintRecency => (
            "complaint_recency_days",
            ("距最近一次投诉", "time since the last complaint"),
            days,
            "as of − last complaint",
        ),
        Indicator::ComplaintCount => (
            "complaints_count",
            ("投诉次数", "complaints, ever"),
            ("次", "complaints"),
            "number of complaints",
        ),
        _ => (
            "silence_to_gap_ratio",
            (
                "沉默时长与自身平均间隔之比",
                "silence against the customer's own mean gap",
            ),
            ("", ""),
            "recency ÷ mean gap",
        ),
    };
    let complaint = matches!(indicator, Indicator::ComplaintRecency | Indicator::ComplaintCount);
    FeatureSpec {
        name: name.to_owned(),
        label: Bilingual::new(label.0, label.1),
        unit: Bilingual::new(unit.0, unit.1),
        formula: formula.to_owned(),
        window_periods: None,
        grain,
        family: if complaint { Family::Complaint } else { Family::Rhythm },
        meaning,
    }
}
