//! Gains, lift, response, profit, return, reliability and ROC on unseen customers.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, empty, figure, grid, rate_tip, say};
use crate::figures;
use crate::model::evaluation::TargetingPoint;
use crate::model::report::Report;
use crate::svg::columns::{Column, ColumnChart};
use crate::svg::curves::{Line, LineChart, Marker};
use crate::svg::reliability::{ReliabilityChart, ReliabilityDot};
use crate::svg::scale::AxisKind;

const NONE: Pair = ("没有可画的曲线。", "There are no curves to draw.");
const CONTACTED: Pair = (
    "联系的客户比例（得分由高到低）",
    "share of customers contacted, highest scores first",
);
const MODEL: Pair = ("模型", "model");
const RANDOM: Pair = ("随机", "random");
const BEST: Pair = ("最佳", "perfect");
const OUR_LINE: Pair = ("预警线", "warning line");
const GAINS: (Pair, Pair) = (
    ("增益：抓住多少流失", "Gains: churners caught"),
    (
        "联系前多少客户，能覆盖多少流失客户",
        "share of all churners among those contacted",
    ),
);
const LIFT: (Pair, Pair) = (
    ("提升度：比平均高几倍", "Lift: times the average"),
    (
        "联系到的客户的流失率 ÷ 整体流失率，虚线为 1",
        "churn rate among those contacted ÷ overall rate; dashed: 1",
    ),
);
const RESPONSE: (Pair, Pair) = (
    (
        "响应：联系到的人里多少会流失",
        "Response: churners among those contacted",
    ),
    ("联系到的客户的流失率", "churn rate among those contacted"),
);
const PROFIT: (Pair, Pair) = (
    ("利润：联系多少人最划算", "Profit: how many to contact"),
    (
        "每位客户的利润，按假设的优惠条件",
        "profit per customer on the assumed terms",
    ),
);
const RETURN: (Pair, Pair) = (
    ("投资回报率", "Return on investment"),
    ("利润 ÷ 优惠与联系的花费", "profit ÷ money spent on offers and contacts"),
);
const RELIABILITY: (Pair, Pair) = (
    ("校准：说三成是不是三成", "Calibration: does 30 % mean three in ten"),
    (
        "纵轴为实际流失率与 95% 区间，点在虚线上为理想",
        "observed rate with 95 % interval; dots on the dashed line are ideal",
    ),
);
const STATED: Pair = ("模型报出的流失概率", "stated probability");
const IDEAL: Pair = ("理想", "ideal");
const ROC: (Pair, Pair) = (
    ("ROC 曲线", "ROC curve"),
    ("纵轴：流失客户中被识别的比例", "share of lost customers recognised"),
);
const FALSE_ALARMS: Pair = (
    "留存客户中被误报的比例",
    "share of retained customers flagged by mistake",
);

/// All curves that there is data for.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    let mut charts = Vec::new();
    let points = &report.curves.targeting;
    if !points.is_empty() {
        charts.extend(targeting(report, lang));
    }
    if !report.curves.reliability.is_empty() {
        charts.push(reliability(report, lang));
    }
    if !report.curves.roc.is_empty() {
        charts.push(roc(report, lang));
    }
    if charts.is_empty() {
        empty(say(lang, NONE))
    } else {
        grid(&charts)
    }
}

/// A line without a band.
fn line(name: &str, class: &'static str, points: Vec<(f64, f64)>) -> Line {
    Line {
        name: name.to_owned(),
        class,
        points,
        band: Vec::new(),
        step: false,
    }
}

struct Plot<'a> {
    names: (Pair, Pair),
    x_name: Pair,
    y_kind: AxisKind,
    y_range: Option<(f64, f64)>,
    lines: Vec<Line>,
    marker: Option<&'a TargetingPoint>,
    height: fn(&TargetingPoint) -> Option<f64>,
}

impl Plot<'_> {
    fn draw(self, lang: Lang) -> String {
        let (title, small) = (say(lang, self.names.0), say(lang, self.names.1));
        let marker = self.marker.map(|p| Marker {
            x: p.share,
            y: (self.height)(p),
            text: format!("{} {}", say(lang, OUR_LINE), figures::percent(p.share)),
        });
        let chart = LineChart {
            title: title.to_owned(),
            description: small.to_owned(),
            x_name: say(lang, self.x_name).to_owned(),
            x_kind: AxisKind::Percent,
            y_kind: self.y_kind,
            y_range: self.y_range,
            lines: self.lines,
            marker,
            under: None,
        };
        figure(title, small, &chart.draw(), "")
    }
}

fn targeting(report: &Report, lang: Lang) -> Vec<String> {
    let curves = &report.curves;
    let points = &curves.targeting;
    let warned = points
        .iter()
        .rev()
        .find(|p| p.threshold >= report.thresholds.warn && p.share > 0.0);
    let take =
        |value: fn(&TargetingPoint) -> f64| -> Vec<(f64, f64)> { points.iter().map(|p| (p.share, value(p))).collect() };
    let model = say(lang, MODEL);
    let mut gains = take(|p| p.gains);
    if gains.first().is_some_and(|p| p.0 > 0.0) {
        gains.insert(0, (0.0, 0.0));
    }
    let best = vec![(0.0, 0.0), (curves.best_share, 1.0), (1.0, 1.0)];
    let base = curves.best_share;
    let plot = |names, y_kind, y_range, lines, height| Plot {
        names,
        x_name: CONTACTED,
        y_kind,
        y_range,
        lines,
        marker: warned,
        height,
    };
    let mut charts = vec![
        plot(
            GAINS,
            AxisKind::Percent,
            Some((0.0, 1.0)),
            vec![
                line(model, "s0", gains),
                line(say(lang, RANDOM), "base", vec![(0.0, 0.0), (1.0, 1.0)]),
                line(say(lang, BEST), "best", best),
            ],
            |p| Some(p.gains),
        )
        .draw(lang),
        lift(points, lang),
        plot(
            RESPONSE,
            AxisKind::Percent,
            Some((0.0, points.iter().map(|p| p.response).fold(0.0, f64::max))),
            vec![
                line(model, "s0", take(|p| p.response)),
                line(say(lang, RANDOM), "base", vec![(0.0, base), (1.0, base)]),
            ],
            |p| Some(p.response),
        )
        .draw(lang),
        plot(
            PROFIT,
            AxisKind::Number,
            None,
            vec![line("", "s0", take(|p| p.profit))],
            |p| Some(p.profit),
        )
        .draw(lang),
    ];
    let returns: Vec<(f64, f64)> = points.iter().filter_map(|p| Some((p.share, p.roi?))).collect();
    if returns.len() > 1 {
        let lines = vec![line("", "s0", returns)];
        charts.push(plot(RETURN, AxisKind::Percent, None, lines, |p| p.roi).draw(lang));
    }
    charts
}

/// Cumulative lift at every tenth of customers.
fn lift(points: &[TargetingPoint], lang: Lang) -> String {
    let tenths = (1..=10).filter_map(|tenth| {
        let share = f64::from(tenth) / 10.0;
        let near = |p: &&TargetingPoint| (p.share - share).abs();
        let point = points.iter().min_by(|a, b| near(a).total_cmp(&near(b)))?;
        (near(&point) <= 0.05).then(|| Column {
            label: format!("{}%", tenth * 10),
            value: point.lift,
            tip: format!("{}% · {}×", tenth * 10, figures::decimal(point.lift, 2)),
            marked: false,
        })
    });
    let (title, small) = (say(lang, LIFT.0), say(lang, LIFT.1));
    let chart = ColumnChart {
        title: title.to_owned(),
        description: small.to_owned(),
        x_name: say(lang, CONTACTED).to_owned(),
        kind: AxisKind::Number,
        reference: Some(1.0),
        columns: tenths.collect(),
    };
    figure(title, small, &chart.draw(), "")
}

fn reliability(report: &Report, lang: Lang) -> String {
    let (title, small) = (say(lang, RELIABILITY.0), say(lang, RELIABILITY.1));
    let dots = report.curves.reliability.iter().map(|bin| {
        let churned = figures::numerator(bin.observed, bin.customers);
        let detail = rate_tip(lang, churned, bin.customers, bin.ci_low, bin.ci_high);
        let (stated, observed) = (figures::percent(bin.predicted), figures::percent(bin.observed));
        ReliabilityDot {
            stated: bin.predicted,
            observed: bin.observed,
            interval: (bin.ci_low, bin.ci_high),
            tip: match lang {
                Lang::Zh => format!("报 {stated}，实际 {observed}；{detail}"),
                Lang::En => format!("stated {stated}, observed {observed}; {detail}"),
            },
        }
    });
    let chart = ReliabilityChart {
        title: title.to_owned(),
        description: small.to_owned(),
        x_name: say(lang, STATED).to_owned(),
        ideal: say(lang, IDEAL).to_owned(),
        dots: dots.collect(),
    };
    figure(title, small, &chart.draw(), "")
}

fn roc(report: &Report, lang: Lang) -> String {
    let points = report
        .curves
        .roc
        .iter()
        .map(|p| (p.false_positive_rate, p.true_positive_rate))
        .collect();
    let auc = format!(
        "{} · AUC {}",
        say(lang, MODEL),
        figures::decimal(report.evaluation.auc.mean, 3)
    );
    Plot {
        names: ROC,
        x_name: FALSE_ALARMS,
        y_kind: AxisKind::Percent,
        y_range: Some((0.0, 1.0)),
        lines: vec![
            line(&auc, "s0", points),
            line(say(lang, RANDOM), "base", vec![(0.0, 0.0), (1.0, 1.0)]),
        ],
        marker: None,
        height: |_| None,
    }
    .draw(lang)
}
