//! What is at stake in money.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, lead, note, say, words};
use super::table::{Cell, Side, Table};
use crate::figures;
use crate::model::report::Report;
use crate::model::warnings::ValueSection;

const FIGURE: Pair = ("项目", "Figure");
const AMOUNT: Pair = ("金额", "Amount");
const MEANING: Pair = ("说明", "Meaning");
const CAPTION: Pair = (
    "金额与原文件同一货币，两位小数",
    "Amounts in the currency of the file, two decimals",
);

/// A table of amounts with what each one means.
pub(super) fn body(value: &ValueSection, report: &Report, lang: Lang) -> String {
    let columns = [(FIGURE, Side::Left), (AMOUNT, Side::Right), (MEANING, Side::Left)];
    let mut table = Table::new(lang, say(lang, CAPTION), &columns);
    let mut row = |name: Pair, minor: i64, meaning: String| {
        let short = figures::money_short(minor, lang);
        let exact = figures::money(minor);
        let amount = if short == exact {
            Cell::Number(exact)
        } else {
            Cell::NumberOver(short, exact)
        };
        table.row(vec![
            Cell::Text(say(lang, name).to_owned()),
            amount,
            Cell::Long(meaning),
        ]);
    };
    let scored = figures::count(report.warnings.scored);
    row(
        ("客户总价值", "Total value"),
        value.total_minor,
        match lang {
            Lang::Zh => format!("{scored} 位评分客户的价值之和"),
            Lang::En => format!("sum over {scored} scored customers"),
        },
    );
    let share = figures::percent(value.at_risk_minor as f64 / value.total_minor as f64);
    row(
        words::VALUE_AT_RISK,
        value.at_risk_minor,
        match lang {
            Lang::Zh => format!("流失概率 × 价值之和，占总价值的 {share}；什么都不做时的预期损失"),
            Lang::En => {
                format!("Σ churn probability × value, {share} of the total: the loss to expect if nothing is done")
            }
        },
    );
    if let Some(lost) = value.lost_minor {
        row(
            ("已流失的价值", "Value already lost"),
            lost,
            say(
                lang,
                ("已经流失的客户的价值之和", "sum over customers who have churned"),
            )
            .to_owned(),
        );
    }
    row(
        ("人均价值", "Mean value"),
        value.mean_minor,
        say(lang, ("每位客户的平均价值", "mean of a customer")).to_owned(),
    );
    let source = match lang {
        Lang::Zh => format!("来源：{}。", value.source),
        Lang::En => format!("Source: {}.", value.source),
    };
    lead(value.definition.get(lang)) + &table.finish() + &note(&source)
}
