//! What the model expected against what happened.

use holdfast_domain::lang::{Bilingual, Lang};

use crate::figures;
use crate::html::parts::{Pair, figure, grid, lead, say, words};
use crate::html::table::{Cell, Side, Table};
use crate::model::lifetime::{Holdout, HoldoutPoint, LifetimeReport, TrackingPoint};
use crate::svg::curves::{Line, LineChart};
use crate::svg::scale::AxisKind;

const EXPECTED: Pair = ("模型预期", "expected by the model");
const ACTUAL: Pair = ("实际", "actual");
const BEFORE: Pair = ("此前复购次数", "Repeat purchases before");
const MEAN_EXPECTED: Pair = ("预计人均", "Expected a customer");
const MEAN_ACTUAL: Pair = ("实际人均", "Made a customer");

/// Tracking plot and holdout; empty without an event log.
pub(super) fn body(report: &LifetimeReport, lang: Lang) -> String {
    both(
        &report.tracking,
        &report.unit,
        report.holdout.as_ref(),
        &report.unit,
        lang,
    )
}

/// The two charts; `unit` is that of the tracking, `window_unit` that of the window kept back.
pub(in crate::html) fn both(
    points: &[TrackingPoint],
    unit: &Bilingual,
    holdout: Option<&Holdout>,
    window_unit: &Bilingual,
    lang: Lang,
) -> String {
    let mut charts = Vec::new();
    if !points.is_empty() {
        charts.push(tracking(points, unit, lang));
    }
    let mut out = String::new();
    if let Some(holdout) = holdout {
        charts.push(by_frequency(holdout, lang));
        let length = figures::decimal(holdout.length, usize::from(holdout.length.fract() != 0.0));
        let from = holdout.from.map(|day| day.to_string()).unwrap_or_default();
        let (expected, actual) = (
            figures::decimal(holdout.expected, 0),
            figures::decimal(holdout.actual, 0),
        );
        let (error, naive) = (
            figures::decimal(holdout.mean_absolute_error, 3),
            figures::decimal(holdout.naive_absolute_error, 3),
        );
        let unit = window_unit.get(lang);
        out.push_str(&lead(&match lang {
            Lang::Zh => format!(
                "从 {from} 起的最后 {length} {unit}没有用来拟合：预计购买 {expected} 次，实际 {actual} 次。平均每人误差 {error} 次；照过去速度外推为 {naive} 次。"
            ),
            Lang::En => format!(
                "The last {length} {unit}, from {from} on, were kept from the fit: {expected} purchases were expected and {actual} made. Mean error a customer {error}; {naive} when everybody goes on at their past rate."
            ),
        }));
    }
    if !charts.is_empty() {
        out.push_str(&grid(&charts));
    }
    out
}

fn tracking(points: &[TrackingPoint], unit: &Bilingual, lang: Lang) -> String {
    let title = say(lang, ("累计复购次数", "Cumulative repeat purchases"));
    let line = |name: Pair, class: &'static str, of: fn(&TrackingPoint) -> f64| Line {
        name: say(lang, name).to_owned(),
        class,
        points: std::iter::once((0.0, 0.0))
            .chain(points.iter().map(|p| (p.time, of(p))))
            .collect(),
        band: Vec::new(),
        step: false,
    };
    let chart = LineChart {
        title: title.to_owned(),
        description: title.to_owned(),
        x_name: match lang {
            Lang::Zh => format!("距第一天（{}）", unit.zh),
            Lang::En => format!("{} since the first day", unit.en),
        },
        x_kind: AxisKind::Number,
        y_kind: AxisKind::Number,
        y_range: None,
        lines: vec![line(ACTUAL, "s0", |p| p.actual), line(EXPECTED, "s1", |p| p.expected)],
        marker: None,
        under: None,
    };
    let small = say(
        lang,
        ("全部客户，模型用全部数据拟合", "all customers, fitted on all the data"),
    );
    figure(title, small, &chart.draw(), "")
}

fn by_frequency(holdout: &Holdout, lang: Lang) -> String {
    let title = say(
        lang,
        ("留出期人均购买次数", "Purchases a customer in the window kept back"),
    );
    let line = |name: Pair, class: &'static str, of: fn(&HoldoutPoint) -> f64| Line {
        name: say(lang, name).to_owned(),
        class,
        points: holdout
            .by_frequency
            .iter()
            .map(|p| (p.frequency as f64, of(p)))
            .collect(),
        band: Vec::new(),
        step: false,
    };
    let chart = LineChart {
        title: title.to_owned(),
        description: title.to_owned(),
        x_name: say(lang, BEFORE).to_owned(),
        x_kind: AxisKind::Number,
        y_kind: AxisKind::Number,
        y_range: None,
        lines: vec![line(ACTUAL, "s0", |p| p.actual), line(EXPECTED, "s1", |p| p.expected)],
        marker: None,
        under: None,
    };
    let columns = [
        (BEFORE, Side::Left),
        (words::CUSTOMERS, Side::Right),
        (MEAN_EXPECTED, Side::Right),
        (MEAN_ACTUAL, Side::Right),
    ];
    let mut table = Table::new(lang, title, &columns);
    for point in &holdout.by_frequency {
        let more = if point.and_more { "+" } else { "" };
        table.row(vec![
            Cell::Text(format!("{}{more}", figures::count(point.frequency))),
            Cell::Number(figures::decimal(point.customers, 0)),
            Cell::Number(figures::decimal(point.expected, 3)),
            Cell::Number(figures::decimal(point.actual, 3)),
        ]);
    }
    figure(title, "", &chart.draw(), &table.folded(say(lang, words::AS_TABLE)))
}

/// Day 1 to 30 after the first purchase; empty without an event log.
pub(super) fn days(report: &LifetimeReport, lang: Lang) -> String {
    if report.days.is_empty() {
        return String::new();
    }
    let title = say(
        lang,
        (
            "首购后第 N 天内再次购买的客户",
            "Customers who bought again within N days of the first purchase",
        ),
    );
    let line = Line {
        name: String::new(),
        class: "s0",
        points: std::iter::once((0.0, 0.0))
            .chain(report.days.iter().map(|d| (f64::from(d.day), d.by_share)))
            .collect(),
        band: std::iter::once((0.0, 0.0, 0.0))
            .chain(report.days.iter().map(|d| (f64::from(d.day), d.by_low, d.by_high)))
            .collect(),
        step: false,
    };
    let chart = LineChart {
        title: title.to_owned(),
        description: title.to_owned(),
        x_name: say(lang, ("天", "days")).to_owned(),
        x_kind: AxisKind::Number,
        y_kind: AxisKind::Percent,
        y_range: None,
        lines: vec![line],
        marker: None,
        under: None,
    };
    let columns = [
        (("第 N 天", "Day"), Side::Left),
        (("观察满 N 天的客户", "Customers observed that long"), Side::Right),
        (("当天购买", "Bought that day"), Side::Right),
        (("到当天已复购", "Bought again by then"), Side::Right),
        (("占比", "Share"), Side::Right),
        (words::INTERVAL, Side::Right),
    ];
    let caption = say(lang, ("D1–D30 频次表", "D1–D30 frequency table"));
    let mut table = Table::new(lang, caption, &columns);
    for day in &report.days {
        table.row(vec![
            Cell::Text(format!("D{}", day.day)),
            Cell::Number(figures::count(day.observed)),
            Cell::Number(figures::count(day.bought_on)),
            Cell::Number(figures::count(day.bought_by)),
            Cell::Number(figures::percent(day.by_share)),
            Cell::Number(crate::html::parts::percent_interval(day.by_low, day.by_high)),
        ]);
    }
    let small = say(lang, ("阴影为 95% 区间", "shaded: 95 % interval"));
    grid(&[figure(title, small, &chart.draw(), "")]) + &table.folded(caption)
}
