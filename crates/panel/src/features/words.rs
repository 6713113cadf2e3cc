//! Names, units, formulas and labels of the columns.

use holdfast_domain::bilingual;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;

use super::measure::{Measure, Statistic};
use super::options::FeatureOptions;
use super::registry::{Back, Family, FeatureSpec, Indicator};

/// A unit: as it ends a name, and in words.
struct Unit {
    name: &'static str,
    words: Bilingual,
}

fn unit(name: &'static str, zh: &str, en: &str) -> Unit {
    Unit {
        name,
        words: Bilingual::new(zh, en),
    }
}

/// Name, label and unit of a measure.
fn measure(measure: Measure) -> (&'static str, Bilingual, Unit) {
    let minor = || unit("minor", "最小货币单位", "minor units");
    match measure {
        Measure::Events => (
            "events",
            Bilingual::new("事件数", "events"),
            unit("count", "次", "events"),
        ),
        Measure::Amount => ("amount", Bilingual::new("金额", "amount"), minor()),
        Measure::LargestAmount => (
            "largest_amount",
            Bilingual::new("最大单笔金额", "largest amount"),
            minor(),
        ),
        Measure::Quantity => (
            "quantity",
            Bilingual::new("数量", "quantity"),
            unit("units", "件", "units"),
        ),
        Measure::Products => (
            "products",
            Bilingual::new("不同产品数", "different products"),
            unit("count", "种", "products"),
        ),
        Measure::Kinds => (
            "kinds",
            Bilingual::new("不同事件类型数", "different kinds of events"),
            unit("count", "种", "kinds"),
        ),
        Measure::Refund => ("refund", Bilingual::new("退款金额", "refunds"), minor()),
    }
}

/// Letter of a grain in a name.
fn letter(grain: Grain) -> char {
    match grain {
        Grain::Day => 'd',
        Grain::Week => 'w',
        Grain::Month => 'm',
        Grain::Quarter => 'q',
        Grain::Year => 'y',
    }
}

/// `最近 6 个月`, `the last 6 months`.
fn last(window: u32, grain: Grain) -> Bilingual {
    let Bilingual { zh, en } = grain.name();
    let zh = if matches!(grain, Grain::Day | Grain::Year) {
        zh
    } else {
        format!("个{zh}")
    };
    match window {
        1 => bilingual!("最近 1 {zh}", "the last {en}"),
        _ => bilingual!("最近 {window} {zh}", "the last {window} {en}s"),
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

/// The spec of a column.
pub(super) fn spec(indicator: Indicator, options: &FeatureOptions, grain: Grain) -> FeatureSpec {
    match indicator {
        Indicator::Window(of, statistic, window) => windowed(of, statistic, window, grain),
        Indicator::Ago(of, _) | Indicator::ToAgo(of, _) | Indicator::ToMean(of, _) => lagged(indicator, of, grain),
        Indicator::ActivePeriods(window) | Indicator::KindEvents(_, window) | Indicator::KindShare(_, window) => {
            counted(indicator, window, options, grain)
        }
        _ => whole(indicator, grain),
    }
}

/// Statistics over a window.
fn windowed(of: Measure, statistic: Statistic, window: u32, grain: Grain) -> FeatureSpec {
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
    }
}

/// The last period against others.
fn lagged(indicator: Indicator, of: Measure, grain: Grain) -> FeatureSpec {
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
        _ => return whole(indicator, grain),
    };
    FeatureSpec {
        name,
        label,
        unit,
        formula,
        window_periods: Some(window),
        grain,
        family: Family::Lag,
    }
}

/// Active periods, and events by kind.
fn counted(indicator: Indicator, window: u32, options: &FeatureOptions, grain: Grain) -> FeatureSpec {
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
    }
}

/// What looks back on the whole history.
fn whole(indicator: Indicator, grain: Grain) -> FeatureSpec {
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
    }
}
