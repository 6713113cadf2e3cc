//! Retained against lost customers.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, empty, lead, note, say, words};
use super::table::{Cell, Side, Table};
use crate::figures;
use crate::model::churn::{Difference, EffectKind};
use crate::model::report::Report;

/// More rows than this are left to report.json.
const MOST_ROWS: usize = 40;

const LEAD: Pair = (
    "两类客户在每个字段上差多少，差异最大的在前。q 值是控制错误发现率后的显著性；样本大时微小差异也会显著，所以先看差异大小。",
    "How far the two differ in each column, largest first. The q-value is significance after false-discovery control; in large tables even tiny differences are significant, so look at the size first.",
);
const NONE: Pair = ("没有可以比较的字段。", "There is no column to compare.");
const RETAINED: Pair = ("留存客户", "Retained");
const LOST: Pair = ("流失客户", "Lost");
const EFFECT: Pair = ("差异大小", "Effect size");
const Q: Pair = ("q 值", "q-value");
const MEANING: Pair = ("说明", "In words");

/// One row a column.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    if report.differences.is_empty() {
        return empty(say(lang, NONE));
    }
    let columns = [
        (words::COLUMN, Side::Left),
        (RETAINED, Side::Left),
        (LOST, Side::Left),
        (EFFECT, Side::Right),
        (Q, Side::Right),
        (MEANING, Side::Left),
    ];
    let caption = say(
        lang,
        (
            "流失与留存客户逐字段比较",
            "Retained and lost customers, column by column",
        ),
    );
    let mut table = Table::new(lang, caption, &columns);
    for difference in report.differences.iter().take(MOST_ROWS) {
        table.row(row(difference, lang));
    }
    let mut out = lead(say(lang, LEAD)) + &table.finish();
    let rest = report.differences.len().saturating_sub(MOST_ROWS);
    if rest > 0 {
        out.push_str(&note(&match lang {
            Lang::Zh => format!("其余 {rest} 个差异更小的字段见 report.json。"),
            Lang::En => format!("{rest} more columns with smaller differences are in report.json."),
        }));
    }
    out
}

fn row(d: &Difference, lang: Lang) -> Vec<Cell> {
    let (effect, kind) = match d.effect {
        EffectKind::StandardisedMeanDifference => (
            figures::signed(d.effect_size, 2),
            say(lang, ("标准化均值差", "std. mean difference")),
        ),
        EffectKind::CramersV => (figures::decimal(d.effect_size, 2), "Cramér's V"),
    };
    vec![
        Cell::Text(d.label.get(lang).to_owned()),
        Cell::Text(d.retained.get(lang).to_owned()),
        Cell::Text(d.lost.get(lang).to_owned()),
        Cell::NumberOver(effect, kind.to_owned()),
        Cell::Number(figures::p_value(d.q_value)),
        Cell::Long(meaning(d, lang)),
    ]
}

/// Size words after Cohen (1988): d .2, .5, .8 and V .1, .3, .5 (one degree of freedom).
fn meaning(d: &Difference, lang: Lang) -> String {
    if !d.significant {
        return say(lang, ("没有可靠的差异", "no reliable difference")).to_owned();
    }
    let size = d.effect_size.abs();
    let cuts = match d.effect {
        EffectKind::StandardisedMeanDifference => [0.2, 0.5, 0.8],
        EffectKind::CramersV => [0.1, 0.3, 0.5],
    };
    let word = match cuts.iter().filter(|cut| size >= **cut).count() {
        0 => ("差异很小", "a very small difference"),
        1 => ("差异较小", "a small difference"),
        2 => ("差异中等", "a medium difference"),
        _ => ("差异很大", "a large difference"),
    };
    let word = say(lang, word);
    match d.effect {
        EffectKind::CramersV => word.to_owned(),
        EffectKind::StandardisedMeanDifference if d.effect_size > 0.0 => {
            format!(
                "{word}{}",
                say(lang, ("，流失客户更高", ": higher among lost customers"))
            )
        }
        EffectKind::StandardisedMeanDifference => {
            format!(
                "{word}{}",
                say(lang, ("，流失客户更低", ": lower among lost customers"))
            )
        }
    }
}
