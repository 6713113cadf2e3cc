//! The last period against others.

use holdfast_domain::bilingual;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;

use super::measured::{last, letter, measure};
use super::whole::whole;
use crate::features::meaning::Meaning;
use crate::features::measure::Measure;
use crate::features::registry::{Back, Family, FeatureSpec, Indicator};

/// The last period against others.
pub(super) fn lagged(indicator: Indicator, of: Measure, grain: Grain, meaning: Meaning) -> FeatureSpec {
    let (name, Bilingual { zh, en }, unit) = measure(of);
    let Bilingual { zh: one_zh, en: one } = grain.name();
    let ratio = Bilingual::default();
    let (name, label, unit, formula, window) = match indicator {
        Indicator::Ago(_, back) => {
            let ((id, ago), periods) = (ago(back, grain), back.periods(grain));
            (
                format!("{name}_{id}_{}", unit.name),
                Bilingual::new(format!("{}的{zh}", ago.zh), format!("{en} in {}", ago.en)),
                unit.words,
                format!("x of the period {periods} before the last"),
                periods as u32 + 1,
            )
        }
        Indicator::ToAgo(_, back) => {
            let ((id, ago), periods) = (ago(back, grain), back.periods(grain));
            let zh_name = if back == Back::Previous { "环比" } else { "同比" };
            (
                format!("{name}_to_{id}_ratio"),
                Bilingual::new(
                    format!("{zh}{zh_name}（最近一{one_zh} ÷ {}）", ago.zh),
                    format!("{en} of the last {one} against {}", ago.en),
                ),
                ratio,
                format!("x of the last period ÷ x of the period {periods} before it"),
                periods as u32 + 1,
            )
        }
        Indicator::ToMean(_, window) => {
            let span = last(window, grain);
            (
                format!("{name}_to_mean_{window}{}_ratio", letter(grain)),
                Bilingual::new(
                    format!("{zh}：最近一{one_zh} ÷ {}的均值", span.zh),
                    format!("{en} of the last {one} against the mean of {}", span.en),
                ),
                ratio,
                "x of the last period ÷ (Σx ÷ n)".to_owned(),
                window,
            )
        }
        _ => return whole(indicator, grain, meaning),
    };
    FeatureSpec {
        name,
        label,
        unit,
        formula,
        window_periods: Some(window),
        grain,
        family: Family::Lag,
        meaning,
    }
}

/// A period before the last one: as it stands in a name, and in words.
fn ago(back: Back, grain: Grain) -> (&'static str, Bilingual) {
    let Bilingual { zh, en } = grain.name();
    match back {
        Back::Previous => ("previous", bilingual!("上一{zh}", "the {en} before the last")),
        Back::Year => ("year_ago", bilingual!("去年同{zh}", "the same {en} a year before")),
    }
}
