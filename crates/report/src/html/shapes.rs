//! Shape functions of the additive model: a curve with its band for a number, points with intervals for a category, a table for a pair.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, figure, grid, lead, say, sub, words};
use crate::figures;
use crate::model::shapes::{PairSurface, ShapeBin, ShapeFunction, ShapePoint, ShapeSection};
use crate::svg::forest::{ForestChart, ForestRow};
use crate::svg::scale::AxisKind;
use crate::svg::shape::{Aside, ShapeChart, Step};
use crate::svg::surface::{Cell, SurfaceChart};

/// Levels of a category that are drawn, those with the most customers.
const MOST_LEVELS: usize = 12;
/// Factors beyond this, and below one over it, are drawn at the edge.
const LARGEST_FACTOR: f64 = 32.0;
/// The axis goes at least this far to either side of the average.
const SMALLEST_FACTOR: f64 = 1.3;

const TITLE: Pair = ("流失几率随取值怎么变", "How the odds of churn change with each value");
const LEAD: Pair = (
    "纵轴（类别为横轴）是流失几率为平均的几倍，虚线为平均（1×）；浅色带或细线是 95% 区间，底部灰色是客户分布。各图刻度相同，其他字段不变。来自可解释提升模型：区间越宽，数据越少，越要谨慎。",
    "Odds of churn as a multiple of the average (the dashed line, 1×), everything else held fixed; the band or the thin line is the 95 % interval, grey at the foot is where the customers are. All charts share one scale. From the explainable boosting model: the wider the interval, the fewer the customers and the more care it takes.",
);
const FACTOR: Pair = ("流失几率是平均的几倍", "odds of churn as a multiple of the average");
const BY_RANK: Pair = ("（横轴按客户数等分）", " (axis by number of customers)");
const MISSING: Pair = ("缺失", "missing");
const RARE: Pair = ("其他（少见）", "other (rare)");
const PAIR_SMALL: Pair = (
    "两个字段一起出现时，在各自作用之外再乘以几倍；红色提高、蓝色降低，斜线表示没有客户。",
    "What the two together multiply the odds by beyond what each does alone; red raises, blue lowers, hatched: no customers.",
);

/// The charts, or nothing where there are no shape functions.
pub(super) fn body(shapes: &ShapeSection, lang: Lang) -> String {
    if shapes.columns.is_empty() {
        return String::new();
    }
    let ends = ends(&shapes.columns);
    let mut charts: Vec<String> = shapes.columns.iter().map(|column| draw(column, ends, lang)).collect();
    charts.extend(shapes.pair.as_ref().map(|pair| surface(pair, lang)));
    sub(say(lang, TITLE)) + &lead(say(lang, LEAD)) + &grid(&charts)
}

/// Ends of the axis of log-odds: every drawn interval, within limits.
fn ends(columns: &[ShapeFunction]) -> (f64, f64) {
    let drawn = columns.iter().flat_map(|column| {
        let points = if column.ordered {
            column.points.iter().collect()
        } else {
            largest(&column.points)
        };
        points.into_iter().flat_map(|point| [point.ci_low, point.ci_high])
    });
    let least = SMALLEST_FACTOR.ln();
    let (low, high) = drawn
        .filter(|v| v.is_finite())
        .fold((-least, least), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
    let most = LARGEST_FACTOR.ln();
    (low.max(-most) - 0.08, high.min(most) + 0.08)
}

fn draw(column: &ShapeFunction, ends: (f64, f64), lang: Lang) -> String {
    let label = column.label.get(lang);
    let sentence = column.sentence.get(lang);
    let between = |point: &ShapePoint| matches!(point.bin, ShapeBin::Between { .. });
    let svg = if column.ordered && column.points.iter().any(between) {
        curve(column, ends, lang)
    } else {
        levels(column, ends, lang)
    };
    figure(label, sentence, &svg, "")
}

fn title(column: &ShapeFunction, lang: Lang) -> String {
    let label = column.label.get(lang);
    match lang {
        Lang::Zh => format!("“{label}”与流失几率"),
        Lang::En => format!("{label} and the odds of churn"),
    }
}

fn curve(column: &ShapeFunction, ends: (f64, f64), lang: Lang) -> String {
    let mut steps = Vec::new();
    let mut asides = Vec::new();
    for point in &column.points {
        match &point.bin {
            ShapeBin::Between { above, up_to } => {
                let (Some(from), Some(to)) = (above.or(column.lowest), up_to.or(column.highest)) else {
                    continue;
                };
                steps.push(Step {
                    from,
                    to,
                    value: point.effect,
                    low: point.ci_low,
                    high: point.ci_high,
                    weight: point.rows as f64,
                });
            }
            other => asides.push(Aside {
                label: bin_name(other, lang).to_owned(),
                value: point.effect,
                interval: (point.ci_low, point.ci_high),
                tip: tip(point, lang),
            }),
        }
    }
    let unit = column.unit.get(lang);
    let name = if unit.is_empty() {
        column.label.get(lang).to_owned()
    } else {
        format!(
            "{}{}",
            column.label.get(lang),
            match lang {
                Lang::Zh => format!("（{unit}）"),
                Lang::En => format!(", {unit}"),
            }
        )
    };
    ShapeChart {
        title: title(column, lang),
        description: column.sentence.get(lang).to_owned(),
        x_name: name,
        by_rank: say(lang, BY_RANK).to_owned(),
        x_kind: if column.percent {
            AxisKind::Percent
        } else {
            AxisKind::Number
        },
        ends,
        steps,
        asides,
    }
    .draw()
}

/// The points with the most customers, in the order given.
fn largest(points: &[ShapePoint]) -> Vec<&ShapePoint> {
    let mut by_size: Vec<&ShapePoint> = points.iter().collect();
    by_size.sort_by_key(|point| std::cmp::Reverse(point.rows));
    let least = by_size.get(MOST_LEVELS).map_or(0, |point| point.rows + 1);
    points
        .iter()
        .filter(|point| point.rows >= least)
        .take(MOST_LEVELS)
        .collect()
}

fn levels(column: &ShapeFunction, ends: (f64, f64), lang: Lang) -> String {
    let mut shown = largest(&column.points);
    if !column.ordered {
        shown.sort_by(|a, b| b.effect.total_cmp(&a.effect));
    }
    let rows = shown
        .into_iter()
        .map(|point| ForestRow {
            label: bin_name(&point.bin, lang).to_owned(),
            value: point.effect.exp(),
            interval: (point.ci_low.exp(), point.ci_high.exp()),
            note: factor(point.effect),
            tip: tip(point, lang),
        })
        .collect();
    ForestChart {
        title: title(column, lang),
        description: column.sentence.get(lang).to_owned(),
        x_name: say(lang, FACTOR).to_owned(),
        width: 420.0,
        ends: Some((ends.0.exp(), ends.1.exp())),
        rows,
    }
    .draw()
}

fn bin_name(bin: &ShapeBin, lang: Lang) -> &str {
    match bin {
        ShapeBin::Between { .. } => "",
        ShapeBin::Value { name } => name.get(lang),
        ShapeBin::Rare => say(lang, RARE),
        ShapeBin::Missing => say(lang, MISSING),
    }
}

/// `2.1×`.
fn factor(effect: f64) -> String {
    format!("{}×", figures::decimal(effect.exp(), 2))
}

fn tip(point: &ShapePoint, lang: Lang) -> String {
    let interval = figures::interval(factor(point.ci_low), factor(point.ci_high));
    let (value, rows) = (factor(point.effect), figures::count(point.rows));
    let customers = say(lang, words::CUSTOMERS);
    match lang {
        Lang::Zh => format!("平均的 {value}，95% 区间 {interval}；{customers} {rows}"),
        Lang::En => format!("{value} the average, 95 % interval {interval}; {customers} {rows}"),
    }
}

fn surface(pair: &PairSurface, lang: Lang) -> String {
    let [first, second] = &pair.labels;
    let name = match lang {
        Lang::Zh => format!("{} 与 {} 一起", first.zh, second.zh),
        Lang::En => format!("{} together with {}", first.en, second.en),
    };
    let limit = pair
        .cells
        .iter()
        .map(|cell| cell.effect.abs())
        .filter(|v| v.is_finite())
        .fold(0.0, f64::max);
    let cells = pair
        .cells
        .iter()
        .map(|cell| {
            let interval = figures::interval(factor(cell.ci_low), factor(cell.ci_high));
            let rows = figures::count(cell.rows);
            let customers = say(lang, words::CUSTOMERS);
            Cell {
                value: if cell.rows > 0 { cell.effect } else { f64::NAN },
                text: factor(cell.effect),
                tip: match lang {
                    Lang::Zh => format!("95% 区间 {interval}；{customers} {rows}"),
                    Lang::En => format!("95 % interval {interval}; {customers} {rows}"),
                },
            }
        })
        .collect();
    let texts = |axis: usize| {
        pair.values[axis]
            .iter()
            .map(|value| value.get(lang).to_owned())
            .collect()
    };
    let svg = SurfaceChart {
        title: name.clone(),
        description: pair.sentence.get(lang).to_owned(),
        names: [first.get(lang).to_owned(), second.get(lang).to_owned()],
        rows: texts(0),
        columns: texts(1),
        cells,
        limit,
    }
    .draw();
    let small = format!(
        "{}{}{}",
        pair.sentence.get(lang),
        say(lang, ("", " ")),
        say(lang, PAIR_SMALL)
    );
    figure(&name, &small, &svg, "")
}
