//! Statistics over a window.

use holdfast_domain::bilingual;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;

use super::measured::{last, letter, measure};
use crate::features::meaning::Meaning;
use crate::features::measure::{Measure, Statistic};
use crate::features::registry::{Family, FeatureSpec};

/// Statistics over a window.
pub(super) fn windowed(of: Measure, statistic: Statistic, window: u32, grain: Grain, meaning: Meaning) -> FeatureSpec {
    let (name, Bilingual { zh, en }, unit) = measure(of);
    let Bilingual { zh: one_zh, en: one } = grain.name();
    let (per, per_zh, per_en) = match of {
        Measure::Events => ("active_period", "活跃期", "active period"),
        Measure::Amount => ("paid_event", "有金额的事件", "event with an amount"),
        _ => ("event", "事件", "event"),
    };
    let (unit_zh, unit_en) = (&unit.words.zh, &unit.words.en);
    let same = || (unit.name.to_owned(), unit.words.clone());
    let ratio = || ("ratio".to_owned(), Bilingual::default());
    let slope = || {
        let words = bilingual!("{unit_zh}/{one_zh}", "{unit_en} per {one}");
        (format!("{}_per_{}", unit.name, grain.id()), words)
    };
    let half = window / 2;
    let (id, words, (unit_name, unit), formula, family) = match statistic {
        Statistic::Sum => (
            "sum",
            bilingual!("{zh}合计", "total of {en}"),
            same(),
            "Σx".to_owned(),
            Family::Level,
        ),
        Statistic::Intensity => (
            "intensity",
            bilingual!("每{per_zh}的{zh}", "{en} per {per_en}"),
            (
                format!("{}_per_{per}", unit.name),
                bilingual!("{unit_zh}/{per_zh}", "{unit_en} per {per_en}"),
            ),
            format!("Σx ÷ number of {per_en}s"),
            Family::Intensity,
        ),
        Statistic::Mean => (
            "mean",
            bilingual!("每{one_zh}平均{zh}", "mean of {en} a {one}"),
            same(),
            "Σx ÷ n".to_owned(),
            Family::Level,
        ),
        Statistic::Min => (
            "min",
            bilingual!("最低一{one_zh}的{zh}", "{en} of the lowest {one}"),
            same(),
            "min x".to_owned(),
            Family::Level,
        ),
        Statistic::Max => (
            "max",
            bilingual!("最高一{one_zh}的{zh}", "{en} of the highest {one}"),
            same(),
            "max x".to_owned(),
            Family::Level,
        ),
        Statistic::Sd => (
            "sd",
            bilingual!("各{one_zh}{zh}的标准差", "standard deviation of {en} between {one}s"),
            same(),
            "√(Σ(x − mean)² ÷ (n − 1))".to_owned(),
            Family::Volatility,
        ),
        Statistic::Cv => (
            "cv",
            bilingual!(
                "各{one_zh}{zh}的变异系数",
                "coefficient of variation of {en} between {one}s"
            ),
            ratio(),
            "sd ÷ |mean|".to_owned(),
            Family::Volatility,
        ),
        Statistic::Range => (
            "range",
            bilingual!(
                "各{one_zh}{zh}的极差与均值之比",
                "range of {en} between {one}s against their mean"
            ),
            ratio(),
            "(max x − min x) ÷ |mean|".to_owned(),
            Family::Volatility,
        ),
        Statistic::Slope => (
            "slope",
            bilingual!("{zh}每{one_zh}的变化（斜率）", "change of {en} a {one} (slope)"),
            slope(),
            "Σ(t − t̄)(x − x̄) ÷ Σ(t − t̄)², t = number of the period".to_owned(),
            Family::Trend,
        ),
        Statistic::StandardisedSlope => (
            "trend",
            bilingual!("{zh}的标准化斜率", "standardised slope of {en}"),
            ratio(),
            "correlation of x with t: slope · sd(t) ÷ sd(x)".to_owned(),
            Family::Trend,
        ),
        Statistic::SlopeChange => (
            "slope_change",
            bilingual!(
                "{zh}斜率的变化（后半段减前半段）",
                "change of the slope of {en} (later half − earlier half)"
            ),
            slope(),
            format!("slope of the last {half} periods − slope of the {half} before them"),
            Family::Trend,
        ),
    };
    let span = last(window, grain);
    FeatureSpec {
        name: format!("{name}_{id}_{window}{}_{unit_name}", letter(grain)),
        label: Bilingual::new(
            format!("{}：{}", span.zh, words.zh),
            format!("{}, {}", words.en, span.en),
        ),
        unit,
        formula,
        window_periods: Some(window),
        grain,
        family,
        meaning,
    }
}
