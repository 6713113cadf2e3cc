//! Who holds the value, how loyal they are, and what a point of retention is worth.

use holdfast_domain::lang::Lang;

use crate::figures;
use crate::html::parts::{Pair, figure, grid, labelled, note, say, words};
use crate::html::table::{Cell, Side, Table};
use crate::model::lifetime::{GridSection, LifetimeReport, ParetoSection, ScenarioSection};
use crate::svg::curves::{Line, LineChart};
use crate::svg::scale::AxisKind;

const VALUE: Pair = ("价值", "Value");
const SHARE: Pair = ("占比", "Share");
const CLASS: Pair = ("等级", "Class");

/// Empty where there is neither money nor a scenario.
pub(super) fn body(report: &LifetimeReport, lang: Lang) -> String {
    let mut out = String::new();
    if let Some(pareto) = &report.pareto {
        out.push_str(&classes(pareto, lang));
    }
    if let Some(section) = &report.grid {
        out.push_str(&cells(section, lang));
    }
    if let Some(section) = &report.scenario {
        out.push_str(&scenario(section, lang));
    }
    out
}

fn classes(pareto: &ParetoSection, lang: Lang) -> String {
    let title = say(lang, ("价值集中在谁手里", "Who holds the value"));
    let line = |name: Pair, class: &'static str, points: Vec<(f64, f64)>| Line {
        name: say(lang, name).to_owned(),
        class,
        points,
        band: Vec::new(),
        step: false,
    };
    let chart = LineChart {
        title: title.to_owned(),
        description: title.to_owned(),
        x_name: say(
            lang,
            (
                "客户比例，从价值最低的算起",
                "Share of customers, the least valuable first",
            ),
        )
        .to_owned(),
        x_kind: AxisKind::Percent,
        y_kind: AxisKind::Percent,
        y_range: Some((0.0, 1.0)),
        lines: vec![
            line(("洛伦兹曲线", "Lorenz curve"), "s0", pareto.lorenz.clone()),
            line(("人人相等", "all equal"), "base", vec![(0.0, 0.0), (1.0, 1.0)]),
        ],
        marker: None,
        under: None,
    };
    let (gini, top) = (figures::decimal(pareto.gini, 3), figures::percent(pareto.top_fifth));
    let small = match lang {
        Lang::Zh => format!("基尼系数 {gini}；最高的 20% 客户占 {top}"),
        Lang::En => format!("Gini coefficient {gini}; the best 20 % hold {top}"),
    };
    let columns = [
        (CLASS, Side::Left),
        (words::CUSTOMERS, Side::Right),
        (SHARE, Side::Right),
        (VALUE, Side::Right),
        (SHARE, Side::Right),
    ];
    let caption = labelled(
        lang,
        say(lang, ("ABC 分类（80% / 95%），按", "Classes A, B, C (80 % / 95 %) by")),
        pareto.of.get(lang),
    );
    let mut table = Table::new(lang, &caption, &columns);
    for class in &pareto.classes {
        table.row(vec![
            Cell::Text(class.name.clone()),
            Cell::Number(figures::count(class.customers)),
            Cell::Number(figures::percent(class.customer_share)),
            Cell::NumberOver(
                figures::money_short(class.value_minor, lang),
                figures::money(class.value_minor),
            ),
            Cell::Number(figures::percent(class.value_share)),
        ]);
    }
    grid(&[figure(title, &small, &chart.draw(), "")]) + &table.finish()
}

fn cells(section: &GridSection, lang: Lang) -> String {
    let bands = section.stay_cuts.len() + 1;
    let columns = [
        (("价值 × 忠诚", "Value × loyalty"), Side::Left),
        (("很可能已离开", "probably gone"), Side::Right),
        (("说不准", "in between"), Side::Right),
        (("很可能还在", "probably there"), Side::Right),
    ];
    let caption = say(
        lang,
        (
            "客户数，下一行为其未来的期望价值；行按至今毛利三等分",
            "Customers, below them the value expected of them; rows are thirds by margin so far",
        ),
    );
    let names = [
        ("高价值", "high value"),
        ("中价值", "middle value"),
        ("低价值", "low value"),
    ];
    let mut table = Table::new(lang, caption, &columns);
    let rows: Vec<_> = section.cells.chunks(bands).collect();
    for (name, row) in names.iter().zip(rows.iter().rev()) {
        let mut cells = vec![Cell::Text(say(lang, *name).to_owned())];
        cells.extend(row.iter().map(|cell| {
            Cell::NumberOver(
                figures::count(cell.customers),
                figures::money_short(cell.expected_minor, lang),
            )
        }));
        table.row(cells);
    }
    table.finish()
}

fn scenario(section: &ScenarioSection, lang: Lang) -> String {
    let number = |value: f64| figures::decimal(value, 3);
    let (before, after) = (number(section.before), number(section.after));
    let change = figures::signed(section.after - section.before, 3);
    let unit = section.unit.get(lang);
    let text = labelled(
        lang,
        section.meaning.get(lang),
        &format!("{before} → {after} {unit} ({change})"),
    );
    note(&text)
}
