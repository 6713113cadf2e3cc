//! Active periods, and events by kind.

use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;

use super::measured::{last, letter};
use crate::features::meaning::Meaning;
use crate::features::options::FeatureOptions;
use crate::features::registry::{Family, FeatureSpec, Indicator};

/// Active periods, and events by kind.
pub(super) fn counted(
    indicator: Indicator,
    window: u32,
    options: &FeatureOptions,
    grain: Grain,
    meaning: Meaning,
) -> FeatureSpec {
    let (span, g) = (last(window, grain), letter(grain));
    let Bilingual { zh: one_zh, en: one } = grain.name();
    let kind_name = |kind: usize| options.kinds.get(kind).map_or("", String::as_str);
    let (name, label, unit, formula, family) = match indicator {
        Indicator::KindEvents(kind, _) => {
            let kind = kind_name(kind);
            (
                format!("kind_{kind}_events_{window}{g}_count"),
                Bilingual::new(
                    format!("{}：“{kind}”次数", span.zh),
                    format!("events of kind “{kind}”, {}", span.en),
                ),
                Bilingual::new("次", "events"),
                format!("Σ events of kind {kind}"),
                Family::Level,
            )
        }
        Indicator::KindShare(kind, _) => {
            let kind = kind_name(kind);
            (
                format!("kind_{kind}_share_{window}{g}_ratio"),
                Bilingual::new(
                    format!("{}：“{kind}”占全部事件的比例", span.zh),
                    format!("share of kind “{kind}” in all events, {}", span.en),
                ),
                Bilingual::default(),
                format!("Σ events of kind {kind} ÷ Σ events"),
                Family::Share,
            )
        }
        _ => (
            format!("active_periods_{window}{g}_count"),
            Bilingual::new(
                format!("{}：有事件的{one_zh}数", span.zh),
                format!("{one}s with an event, {}", span.en),
            ),
            Bilingual::new(one_zh, format!("{one}s")),
            "number of periods with an event".to_owned(),
            Family::Level,
        ),
    };
    FeatureSpec {
        name,
        label,
        unit,
        formula,
        window_periods: Some(window),
        grain,
        family,
        meaning,
    }
}
