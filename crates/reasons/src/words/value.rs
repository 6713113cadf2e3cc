//! The value of a feature that has no sentence of its own.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_panel::features::{Family, FeatureSpec, Meaning, Measure, Statistic};

use super::{money, number};
use crate::wording::Wording;

/// A value in its unit: money as money, shares in percent, ratios as they are.
pub(super) fn value(spec: &FeatureSpec, value: f64, wording: &Wording) -> Bilingual {
    if spec.family == Family::Share {
        return Bilingual::same(number::percent(value));
    }
    let Bilingual { zh: unit, en } = &spec.unit;
    if unit.is_empty() {
        return Bilingual::same(number::plain(value));
    }
    if is_money(&spec.meaning) {
        let text = money::money(value, &wording.currency);
        // A slope is money a period: what follows the unit's name says so.
        let zh_rest = unit
            .split_once('/')
            .map(|(_, rest)| format!("/{rest}"))
            .unwrap_or_default();
        let en_rest = en
            .split_once(" per ")
            .map(|(_, rest)| format!(" per {rest}"))
            .unwrap_or_default();
        return bilingual!("{text}{zh_rest}", "{text}{en_rest}");
    }
    let text = number::rate(value);
    bilingual!("{text} {unit}", "{text} {en}")
}

fn is_money(meaning: &Meaning) -> bool {
    let measure = match meaning {
        Meaning::Window(measure, statistic) => {
            let ratio = matches!(
                statistic,
                Statistic::Cv | Statistic::Range | Statistic::StandardisedSlope
            );
            if ratio {
                return false;
            }
            measure
        }
        Meaning::Ago(measure, _) => measure,
        _ => return false,
    };
    matches!(measure, Measure::Amount | Measure::LargestAmount | Measure::Refund)
}

/// 最近 6 个月：各月事件数的标准差 为 1.4 次（一般客户 0.8 次）.
pub(super) fn feature(spec: &FeatureSpec, own: f64, typical: Option<f64>, wording: &Wording) -> Bilingual {
    let text = value(spec, own, wording);
    let Bilingual { zh, en } = &spec.label;
    let out = Bilingual::new(format!("{zh}为 {}", text.zh), format!("{en}: {}", text.en));
    match typical.map(|typical| value(spec, typical, wording)) {
        None => out,
        Some(typical) => Bilingual::new(
            format!("{}（一般客户 {}）", out.zh, typical.zh),
            format!("{} (typical customer: {})", out.en, typical.en),
        ),
    }
}

/// A feature that is not defined for this customer.
pub(super) fn undefined(spec: &FeatureSpec) -> Bilingual {
    let Bilingual { zh, en } = &spec.label;
    bilingual!("{zh}：没有足够的记录，无法计算", "{en}: too few records to compute it")
}
