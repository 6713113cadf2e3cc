//! Survival of contracts by renewal period.

use holdfast_domain::lang::Lang;

use crate::figures::{self, UNKNOWN};
use crate::html::parts::{Pair, figure, grid, say, words};
use crate::html::table::{Cell, Side, Table};
use crate::model::lifetime::LifetimeReport;
use crate::svg::curves::{Line, LineChart};
use crate::svg::scale::AxisKind;

const PERIOD: Pair = ("期", "Period");
const MODEL: Pair = ("模型（阴影 95% 区间）", "model (shaded: 95 % interval)");
const DATA: Pair = ("数据（Kaplan–Meier）", "data (Kaplan–Meier)");

/// Curves and table; empty without contracts.
pub(super) fn body(report: &LifetimeReport, lang: Lang) -> String {
    if report.renewals.is_empty() {
        return String::new();
    }
    let chart = |title: &str, lines: Vec<Line>| {
        let drawn = LineChart {
            title: title.to_owned(),
            description: title.to_owned(),
            x_name: say(lang, PERIOD).to_owned(),
            x_kind: AxisKind::Number,
            y_kind: AxisKind::Percent,
            y_range: Some((0.0, 1.0)),
            lines,
            marker: None,
            under: None,
        };
        figure(title, "", &drawn.draw(), "")
    };
    let rows = &report.renewals;
    let survival = vec![
        Line {
            name: say(lang, DATA).to_owned(),
            class: "s0",
            points: std::iter::once((0.0, 1.0))
                .chain(rows.iter().filter_map(|r| Some((f64::from(r.period), r.observed?))))
                .collect(),
            band: Vec::new(),
            step: false,
        },
        Line {
            name: say(lang, MODEL).to_owned(),
            class: "s1",
            points: std::iter::once((0.0, 1.0))
                .chain(rows.iter().map(|r| (f64::from(r.period), r.survival)))
                .collect(),
            band: std::iter::once((0.0, 1.0, 1.0))
                .chain(
                    rows.iter()
                        .map(|r| (f64::from(r.period), r.survival_low, r.survival_high)),
                )
                .collect(),
            step: false,
        },
    ];
    let retention = vec![
        Line {
            name: say(lang, DATA).to_owned(),
            class: "s0",
            points: rows
                .iter()
                .filter_map(|r| Some((f64::from(r.period), 1.0 - r.lost? / r.at_risk?)))
                .collect(),
            band: Vec::new(),
            step: false,
        },
        Line {
            name: say(lang, MODEL).to_owned(),
            class: "s1",
            points: rows.iter().map(|r| (f64::from(r.period), r.retention)).collect(),
            band: rows
                .iter()
                .map(|r| (f64::from(r.period), r.retention_low, r.retention_high))
                .collect(),
            step: false,
        },
    ];
    let charts = [
        chart(say(lang, ("仍在的客户比例", "Share still there")), survival),
        chart(say(lang, ("续约率", "Renewal rate")), retention),
    ];
    grid(&charts) + &table(report, lang)
}

fn table(report: &LifetimeReport, lang: Lang) -> String {
    let columns = [
        (PERIOD, Side::Left),
        (words::CUSTOMERS, Side::Right),
        (("离开", "Lost"), Side::Right),
        (("留存（数据）", "Still there, data"), Side::Right),
        (("留存（模型）", "Still there, model"), Side::Right),
        (words::INTERVAL, Side::Right),
        (("续约率（模型）", "Renewal, model"), Side::Right),
    ];
    let caption = say(
        lang,
        (
            "按期的留存与续约；数据之外为外推",
            "By period; beyond the data it is a projection",
        ),
    );
    let mut table = Table::new(lang, caption, &columns);
    for r in &report.renewals {
        let count = |value: Option<f64>| value.map_or(UNKNOWN.to_owned(), |v| figures::decimal(v, 0));
        table.row(vec![
            Cell::Text(r.period.to_string()),
            Cell::Number(count(r.at_risk)),
            Cell::Number(count(r.lost)),
            Cell::Number(r.observed.map_or(UNKNOWN.to_owned(), figures::percent)),
            Cell::Number(figures::percent(r.survival)),
            Cell::Number(crate::html::parts::percent_interval(r.survival_low, r.survival_high)),
            Cell::Number(figures::percent(r.retention)),
        ]);
    }
    table.folded(caption)
}
