//! The words of measures and windows.

use holdfast_domain::bilingual;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;

use crate::features::measure::Measure;

/// A unit: as it ends a name, and in words.
pub(super) struct Unit {
    pub(super) name: &'static str,
    pub(super) words: Bilingual,
}

fn unit(name: &'static str, zh: &str, en: &str) -> Unit {
    Unit {
        name,
        words: Bilingual::new(zh, en),
    }
}

/// Name, label and unit of a measure.
pub(super) fn measure(measure: Measure) -> (&'static str, Bilingual, Unit) {
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
pub(super) fn letter(grain: Grain) -> char {
    match grain {
        Grain::Day => 'd',
        Grain::Week => 'w',
        Grain::Month => 'm',
        Grain::Quarter => 'q',
        Grain::Year => 'y',
    }
}

/// `最近 6 个月`, `the last 6 months`.
pub(super) fn last(window: u32, grain: Grain) -> Bilingual {
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
