//! Drivers of the model: how much each matters, what its values do, and the shape functions.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, empty, figure, grid, lead, say, sized, sub};
use super::shapes;
use crate::escape::escaped;
use crate::figures;
use crate::model::drivers::{Driver, DriverEffect};
use crate::model::report::Report;
use crate::svg::bars::{Bar, BarChart};
use crate::svg::diverging::{DivergingBar, DivergingChart};
use crate::svg::scale::AxisKind;

/// Bars in the overview and charts of effects below it; the rest is in report.json.
const MOST_BARS: usize = 15;
const MOST_EFFECTS: usize = 10;

const LEAD: Pair = (
    "模型判断一位客户会不会流失时，各字段起多大作用（精确 Shapley 值，对数几率）。这是关联，不等于因果：改变一个字段未必会改变结果。",
    "How much each column weighs when the model judges a customer (exact Shapley values, log-odds). This is association, not proof of cause: changing a column need not change the outcome.",
);
const NONE: Pair = (
    "模型没有找到起作用的字段。",
    "The model found no column that carries weight.",
);
const IMPORTANCE: Pair = ("各字段的作用大小", "Weight of each column");
const SHARE: Pair = ("占全部作用的份额", "Share of the total weight");
const EFFECTS: Pair = (
    "最终模型中各取值的平均作用与观察到的流失率",
    "Mean effect of each value in the final model, and the observed churn rate",
);
const EFFECTS_LEAD: Pair = (
    "向右（红）提高流失风险，向左（蓝）降低；右侧是观察到的流失率，悬停可见流失数 / 客户数。各图刻度相同。",
    "To the right (red) raises the risk, to the left (blue) lowers it; the observed churn rate stands to the right, churned / customers in the tooltip. All charts share one scale.",
);

/// The overview, the shape functions, then folded one small chart a driver.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    if report.drivers.is_empty() {
        return empty(say(lang, NONE));
    }
    let limit = report
        .drivers
        .iter()
        .take(MOST_EFFECTS)
        .flat_map(|d| d.effects.iter().map(|e| e.effect.abs()))
        .filter(|e| e.is_finite())
        .fold(0.0, f64::max);
    let effects: Vec<String> = report
        .drivers
        .iter()
        .take(MOST_EFFECTS)
        .filter(|d| !d.effects.is_empty())
        .map(|d| effects_of(d, limit, lang))
        .collect();
    let mut out = lead(say(lang, LEAD));
    out.push_str(&overview(&report.drivers, lang));
    out.push_str(&shapes::body(&report.shapes, lang));
    if !effects.is_empty() {
        let title = say(lang, EFFECTS);
        let inside = lead(say(lang, EFFECTS_LEAD)) + &grid(&effects);
        // Where there are no shape functions these are what a reader has.
        out.push_str(&if report.shapes.columns.is_empty() {
            sub(title) + &inside
        } else {
            format!("<details><summary>{title}</summary>\n{inside}</details>\n")
        });
    }
    out
}

fn overview(drivers: &[Driver], lang: Lang) -> String {
    let shown = &drivers[..drivers.len().min(MOST_BARS)];
    let bars = shown
        .iter()
        .map(|d| Bar {
            label: d.label.get(lang).to_owned(),
            value: d.share,
            figure: figures::percent(d.share),
            tip: d.sentence.get(lang).to_owned(),
            ..Bar::default()
        })
        .collect();
    let chart = BarChart {
        title: say(lang, IMPORTANCE).to_owned(),
        description: shown
            .iter()
            .map(|d| format!("{} {}", d.label.get(lang), figures::percent(d.share)))
            .collect::<Vec<_>>()
            .join(say(lang, ("；", "; "))),
        kind: AxisKind::Percent,
        wide: true,
        reference: None,
        bars,
    };
    figure(say(lang, IMPORTANCE), say(lang, SHARE), &sized(chart.draw(), "mid"), "")
}

fn effects_of(driver: &Driver, limit: f64, lang: Lang) -> String {
    let label = driver.label.get(lang);
    let chart = DivergingChart {
        title: match lang {
            Lang::Zh => format!("“{label}”对流失风险的影响"),
            Lang::En => format!("Effect of {label} on the risk of churn"),
        },
        description: driver.sentence.get(lang).to_owned(),
        limit,
        bars: driver.effects.iter().map(|e| effect(e, lang)).collect(),
    };
    let caption = format!("{} · {}", escaped(label), figures::percent(driver.share));
    format!(
        "<figure class=\"driver\"><figcaption>{caption}</figcaption><p>{}</p><div class=\"scroll\">{}</div></figure>\n",
        escaped(driver.sentence.get(lang)),
        chart.draw()
    )
}

fn effect(e: &DriverEffect, lang: Lang) -> DivergingBar {
    let fraction = figures::fraction(figures::numerator(e.rate, e.customers), e.customers);
    let effect = figures::signed(e.effect, 2);
    DivergingBar {
        label: e.value.get(lang).to_owned(),
        value: e.effect,
        note: figures::percent(e.rate),
        tip: match lang {
            Lang::Zh => format!("对数几率 {effect}；流失 / 客户：{fraction}"),
            Lang::En => format!("log-odds {effect}; churned / customers: {fraction}"),
        },
    }
}
