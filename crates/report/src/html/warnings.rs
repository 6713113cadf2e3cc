//! Where the warning line lies, why there, and what each level holds.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, chip, empty, note, say, sub, words};
use super::table::{Cell, Side, Table};
use crate::escape::escaped;
use crate::figures;
use crate::model::report::Report;
use crate::model::warnings::{LevelSummary, ThresholdBasis};

const LEVELS: Pair = ("预警级别", "Warning levels");
const LEVEL: Pair = ("级别", "Level");
const FROM: Pair = ("流失概率不低于", "Probability from");
const WORKLOAD: Pair = ("需处理客户", "Workload");
const PRECISION: Pair = ("预计流失", "Expected churn");
const CAUGHT: Pair = ("预计覆盖", "Expected catch");
const TESTED_PRECISION: Pair = ("实测准确率", "Tested precision");
const TESTED_CAUGHT: Pair = ("实测覆盖率", "Tested catch");
const NONE: Pair = ("没有客户达到预警线。", "No customer reaches the warning line.");
const TERMS: Pair = ("挽留措施的假设", "Assumed terms of an offer");
const TERM: Pair = ("假设", "Assumption");
const AMOUNT: Pair = ("取值", "Value");
const TERMS_NOTE: Pair = (
    "阈值随这些假设而变；请换成自己的数字后重新运行。",
    "The thresholds follow from these assumptions; put in your own figures and run again.",
);

/// The threshold, the levels and the terms behind them.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    let basis = match report.thresholds.basis {
        ThresholdBasis::Profit => ("按利润", "by profit"),
        ThresholdBasis::Capacity => ("按处理能力", "by capacity"),
        ThresholdBasis::Manual => ("人工设定", "set by hand"),
    };
    let mut out = format!(
        "<p class=\"lead\"><span class=\"badge\">{}</span> {}</p>\n",
        say(lang, basis),
        escaped(report.thresholds.text.get(lang))
    );
    out.push_str(&sub(say(lang, LEVELS)));
    out.push_str(&levels(report, lang));
    out.push_str(&note(report.warnings.text.get(lang)));
    out.push_str(&sub(say(lang, TERMS)));
    out.push_str(&terms(report, lang));
    out
}

fn levels(report: &Report, lang: Lang) -> String {
    let levels = &report.warnings.levels;
    if levels.iter().all(|l| l.customers == 0) {
        return empty(say(lang, NONE));
    }
    let with_value = levels.iter().any(|l| l.value_at_risk_minor.is_some());
    let mut columns = vec![
        (LEVEL, Side::Left),
        (FROM, Side::Right),
        (WORKLOAD, Side::Right),
        (PRECISION, Side::Right),
        (CAUGHT, Side::Right),
        (TESTED_PRECISION, Side::Right),
        (TESTED_CAUGHT, Side::Right),
    ];
    if with_value {
        columns.push((words::VALUE_AT_RISK, Side::Right));
    }
    let caption = match lang {
        Lang::Zh => format!(
            "{} 位评分客户；“预计”按他们的概率计算，“实测”来自模型没见过的客户",
            figures::count(report.warnings.scored)
        ),
        Lang::En => format!(
            "{} customers scored; expected figures follow from their probabilities, tested ones from customers the model had not seen",
            figures::count(report.warnings.scored)
        ),
    };
    let mut table = Table::new(lang, &caption, &columns);
    for level in levels {
        table.row(row(level, with_value, lang));
    }
    table.finish()
}

fn row(level: &LevelSummary, with_value: bool, lang: Lang) -> Vec<Cell> {
    let ratio = |part: u64, whole: u64| {
        if whole > 0 {
            figures::percent(part as f64 / whole as f64)
        } else {
            figures::UNKNOWN.to_owned()
        }
    };
    let (flagged, hits, churners) = (level.tested_customers, level.tested_churned, level.tested_all_churned);
    let expected = level.precision * level.customers as f64;
    let mut cells = vec![
        Cell::Chip(chip(level.level, lang)),
        Cell::Number(figures::percent(level.from_probability)),
        Cell::NumberOver(figures::count(level.customers), figures::percent(level.share)),
        Cell::NumberOver(figures::percent(level.precision), figures::decimal(expected, 0)),
        Cell::Number(figures::percent(level.caught)),
        Cell::NumberOver(ratio(hits, flagged), figures::fraction(hits, flagged)),
        Cell::NumberOver(ratio(hits, churners), figures::fraction(hits, churners)),
    ];
    if with_value {
        let value = level
            .value_at_risk_minor
            .map_or(figures::UNKNOWN.to_owned(), figures::money);
        cells.push(Cell::Number(value));
    }
    cells
}

fn terms(report: &Report, lang: Lang) -> String {
    let terms = &report.thresholds.economics;
    let caption = say(lang, ("按这些条件计算利润", "Profit is computed on these terms"));
    let mut table = Table::new(lang, caption, &[(TERM, Side::Left), (AMOUNT, Side::Right)]);
    let rows: [(Pair, String); 4] = [
        (
            ("留住一位客户的价值", "Value of a customer kept"),
            figures::decimal(terms.customer_value, 2),
        ),
        (
            ("一次被接受的优惠的成本", "Cost of an offer that is accepted"),
            figures::decimal(terms.offer_cost, 2),
        ),
        (
            ("一次联系的成本", "Cost of one contact"),
            figures::decimal(terms.contact_cost, 2),
        ),
        (
            (
                "本要流失的客户中接受优惠并留下的比例",
                "Share of would-be churners who accept and stay",
            ),
            figures::percent(terms.acceptance),
        ),
    ];
    for (name, value) in rows {
        table.row(vec![Cell::Text(say(lang, name).to_owned()), Cell::Number(value)]);
    }
    table.finish() + &note(say(lang, TERMS_NOTE))
}
