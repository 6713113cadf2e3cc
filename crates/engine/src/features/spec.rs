//! What each feature is: name, words, unit.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;

use super::history::History;
use super::plan::FeaturePlan;

/// A feature's name and meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureSpec {
    /// Stable name, unit last, e.g. `visits_90d`.
    pub name: String,
    /// The feature in words.
    pub label: Bilingual,
    /// Unit; empty for ratios.
    pub unit: Bilingual,
}

fn spec(name: impl Into<String>, label: Bilingual, unit: (&str, &str)) -> FeatureSpec {
    FeatureSpec {
        name: name.into(),
        label,
        unit: Bilingual::new(unit.0, unit.1),
    }
}

const DAYS: (&str, &str) = ("天", "days");
const TIMES: (&str, &str) = ("次", "times");
const MONEY: (&str, &str) = ("", "");
const NONE: (&str, &str) = ("", "");

/// Numeric features in the order that [`super::compute`] writes them.
pub fn numeric(plan: &FeaturePlan, history: &History) -> Vec<FeatureSpec> {
    // Without money an event is not called a purchase.
    let (zh, en) = if plan.amounts {
        ("购买", "purchase")
    } else {
        ("活动", "activity")
    };
    let mut out = vec![
        spec("recency_days", bilingual!("距上次{zh}", "time since last {en}"), DAYS),
        spec("tenure_days", bilingual!("首次{zh}至今", "time since first {en}"), DAYS),
        spec("active_days", bilingual!("累计{zh}天数", "days with {en}, ever"), DAYS),
        spec(
            "gap_mean_days",
            bilingual!("平均{zh}间隔", "mean gap between days with {en}"),
            DAYS,
        ),
        spec(
            "gap_sd_days",
            bilingual!("{zh}间隔标准差", "spread of gaps between days with {en}"),
            DAYS,
        ),
        spec(
            "last_gap_days",
            bilingual!("最近一次{zh}间隔", "latest gap between days with {en}"),
            DAYS,
        ),
        spec(
            "silence_ratio",
            bilingual!("沉默时长÷自身惯常间隔", "silence ÷ own usual gap"),
            NONE,
        ),
        spec(
            "gap_trend",
            bilingual!("{zh}间隔变化（最近÷平均）", "latest gap ÷ mean gap"),
            NONE,
        ),
    ];
    for window in &plan.windows {
        out.push(spec(
            format!("active_days_{window}d"),
            bilingual!("近{window}天{zh}天数", "days with {en} in the last {window} days"),
            DAYS,
        ));
        out.push(spec(
            format!("rows_{window}d"),
            bilingual!("近{window}天{zh}记录数", "rows of {en} in the last {window} days"),
            NONE,
        ));
        if plan.amounts {
            out.push(spec(
                format!("amount_{window}d"),
                bilingual!("近{window}天消费金额", "amount in the last {window} days"),
                MONEY,
            ));
        }
        if plan.returns {
            out.push(spec(
                format!("returns_{window}d"),
                bilingual!("近{window}天退货次数", "returns in the last {window} days"),
                TIMES,
            ));
        }
    }
    for pair in plan.windows.windows(2) {
        let (short, long) = (pair[0], pair[1]);
        out.push(spec(
            format!("pace_{short}d_{long}d"),
            bilingual!(
                "近{short}天{zh}节奏÷近{long}天节奏",
                "pace of the last {short} days ÷ pace of the last {long} days"
            ),
            NONE,
        ));
    }
    if plan.amounts {
        out.push(spec("amount_total", bilingual!("累计消费金额", "amount, ever"), MONEY));
        out.push(spec(
            "amount_mean",
            bilingual!("平均每个购买日金额", "mean amount per purchase day"),
            MONEY,
        ));
        out.push(spec(
            "amount_last",
            bilingual!("最近一个购买日金额", "amount of the last purchase day"),
            MONEY,
        ));
        out.push(spec(
            "amount_variation",
            bilingual!("每日金额变异系数", "variation of the amount per purchase day"),
            NONE,
        ));
    }
    if plan.returns {
        out.push(spec(
            "return_share",
            bilingual!("退货次数占比", "share of returns"),
            NONE,
        ));
    }
    if plan.products {
        out.push(spec(
            "products",
            bilingual!("购买过的商品种数", "different products bought"),
            ("种", ""),
        ));
    }
    for &(category, level) in &plan.counted {
        let (name, value) = (
            &history.categories[category].name,
            &history.categories[category].levels[level as usize],
        );
        out.push(spec(
            format!("share_{name}_{value}"),
            bilingual!("“{name}”为“{value}”的占比", "share of {name} = {value}"),
            NONE,
        ));
        let window = recent_window(plan);
        out.push(spec(
            format!("count_{name}_{value}_{window}d"),
            bilingual!(
                "近{window}天“{name}”为“{value}”的次数",
                "events with {name} = {value} in the last {window} days"
            ),
            TIMES,
        ));
    }
    out
}

/// The window of counts by category: 90 days where the history allows it.
pub fn recent_window(plan: &FeaturePlan) -> i32 {
    plan.windows.get(1).or(plan.windows.first()).copied().unwrap_or(30)
}

/// Categorical features: the latest value of a category.
pub fn categorical(plan: &FeaturePlan, history: &History) -> Vec<FeatureSpec> {
    plan.latest
        .iter()
        .map(|&category| {
            let name = &history.categories[category].name;
            spec(
                format!("latest_value_{name}"),
                bilingual!("最近的“{name}”", "latest {name}"),
                NONE,
            )
        })
        .collect()
}
