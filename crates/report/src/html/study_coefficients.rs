//! Coefficients of a survival study: forest plot, tables, tests of proportional hazards, calibration.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, figure, note, percent_interval, say, sized, words};
use super::table::{Cell, Side, Table};
use crate::figures;
use crate::model::survival_study::{CoefficientRow, SurvivalStudy};
use crate::svg::forest::{ForestChart, ForestRow};
use crate::svg::reliability::{ReliabilityChart, ReliabilityDot};

/// Rows of a forest plot at most; the rest are in the table.
const MOST_ROWS: usize = 40;
const HAZARD_RATIO: Pair = ("风险比", "Hazard ratio");
const TIME_RATIO: Pair = ("时间比", "Time ratio");
const ODDS_RATIO: Pair = ("几率比", "Odds ratio");
const LOG_AXIS: Pair = ("对数刻度，虚线为 1（没有作用）", "logarithmic; dashed: 1, no effect");

/// Forest plots by kind of ratio, and the table of all estimates.
pub(super) fn body(study: &SurvivalStudy, lang: Lang) -> String {
    let mut out = String::new();
    for (part, name) in [("hazard", HAZARD_RATIO), ("odds", ODDS_RATIO), ("time", TIME_RATIO)] {
        let rows: Vec<&CoefficientRow> = study.coefficients.iter().filter(|c| c.part == part).collect();
        out.push_str(&forest(&rows, name, lang));
    }
    if !study.coefficients.is_empty() {
        out.push_str(&table(study, lang));
    }
    out.push_str(&pieces(study, lang));
    out
}

fn forest(rows: &[&CoefficientRow], name: Pair, lang: Lang) -> String {
    let drawn = rows.iter().filter_map(|row| {
        let ratio = row.ratio?;
        let interval = figures::interval(figures::decimal(ratio.ci_low, 2), figures::decimal(ratio.ci_high, 2));
        let value = figures::decimal(ratio.value, 2);
        Some(ForestRow {
            label: row.name.clone(),
            value: ratio.value,
            interval: (ratio.ci_low, ratio.ci_high),
            tip: format!("{}: {value} ({interval})", row.name),
            note: format!("{value} ({interval})"),
        })
    });
    let drawn: Vec<ForestRow> = drawn.take(MOST_ROWS).collect();
    if drawn.is_empty() {
        return String::new();
    }
    let title = say(lang, name);
    let chart = ForestChart {
        title: title.to_owned(),
        description: say(lang, LOG_AXIS).to_owned(),
        x_name: title.to_owned(),
        width: 640.0,
        ends: None,
        rows: drawn,
    };
    figure(title, say(lang, LOG_AXIS), &sized(chart.draw(), "mid"), "")
}

fn table(study: &SurvivalStudy, lang: Lang) -> String {
    let columns = [
        (words::COLUMN, Side::Left),
        (("系数", "Coefficient"), Side::Right),
        (("标准误", "Standard error"), Side::Right),
        (("系数的指数", "exp(coefficient)"), Side::Right),
        (words::INTERVAL, Side::Right),
        (("z", "z"), Side::Right),
        (("p 值", "p-value"), Side::Right),
    ];
    let mut table = Table::new(lang, say(lang, ("估计", "Estimates")), &columns);
    for row in &study.coefficients {
        let (ratio, interval) = match row.ratio {
            Some(r) => (
                figures::decimal(r.value, 3),
                figures::interval(figures::decimal(r.ci_low, 3), figures::decimal(r.ci_high, 3)),
            ),
            None => (
                figures::UNKNOWN.to_owned(),
                figures::interval(figures::decimal(row.ci_low, 3), figures::decimal(row.ci_high, 3)),
            ),
        };
        table.row(vec![
            Cell::Text(row.name.clone()),
            Cell::Number(figures::decimal(row.coef, 4)),
            Cell::Number(figures::decimal(row.se, 4)),
            Cell::Number(ratio),
            Cell::Number(interval),
            Cell::Number(figures::decimal(row.z, 2)),
            Cell::Number(figures::p_value(row.p)),
        ]);
    }
    let mut out = table.finish();
    if let Some(log_likelihood) = study.log_likelihood {
        let mut text = match lang {
            Lang::Zh => format!("对数似然 {}", figures::decimal(log_likelihood, 3)),
            Lang::En => format!("log-likelihood {}", figures::decimal(log_likelihood, 3)),
        };
        if let Some(aic) = study.aic {
            text.push_str(&format!(" · AIC {}", figures::decimal(aic, 2)));
        }
        out.push_str(&note(&text));
    }
    out
}

fn pieces(study: &SurvivalStudy, lang: Lang) -> String {
    if study.pieces.is_empty() {
        return String::new();
    }
    let columns = [
        (("时段", "Piece of time"), Side::Left),
        (words::CHURNED, Side::Right),
        (("观察时间", "Time observed"), Side::Right),
        (("风险", "Hazard"), Side::Right),
    ];
    let mut table = Table::new(lang, say(lang, ("各时段的风险", "Hazard by piece of time")), &columns);
    for row in &study.pieces {
        let to = row.to.map_or("∞".to_owned(), |to| figures::decimal(to, 1));
        table.row(vec![
            Cell::Text(figures::interval(figures::decimal(row.from, 1), to)),
            Cell::Number(figures::decimal(row.events, 0)),
            Cell::Number(figures::decimal(row.exposure, 0)),
            Cell::Number(figures::decimal(row.hazard.unwrap_or(f64::NAN), 5)),
        ]);
    }
    table.finish()
}

/// Schoenfeld tests; empty when there are none.
pub(super) fn proportional(study: &SurvivalStudy, lang: Lang) -> String {
    if study.proportional_hazards.is_empty() {
        return String::new();
    }
    let columns = [
        (words::COLUMN, Side::Left),
        (("ρ", "ρ"), Side::Right),
        (("χ²", "χ²"), Side::Right),
        (("自由度", "Degrees of freedom"), Side::Right),
        (("p 值", "p-value"), Side::Right),
    ];
    let caption = say(
        lang,
        (
            "Schoenfeld 残差检验，p 小表示作用随时间变化",
            "Schoenfeld residuals; a small p-value: the effect changes over time",
        ),
    );
    let mut table = Table::new(lang, caption, &columns);
    for row in &study.proportional_hazards {
        let name = if row.name == "GLOBAL" {
            say(lang, ("总体", "all together"))
        } else {
            &row.name
        };
        table.row(vec![
            Cell::Text(name.to_owned()),
            Cell::Number(row.rho.map_or(figures::UNKNOWN.to_owned(), |r| figures::decimal(r, 3))),
            Cell::Number(figures::decimal(row.chi_squared, 2)),
            Cell::Number(figures::count(row.degrees_of_freedom)),
            Cell::Number(figures::p_value(row.p)),
        ]);
    }
    table.finish()
}

/// Figures on rows that the model had not seen; empty when there are none.
pub(super) fn accuracy(study: &SurvivalStudy, lang: Lang) -> String {
    let Some(found) = &study.accuracy else {
        return String::new();
    };
    let columns = [
        (("指标", "Figure"), Side::Left),
        (("模型", "Model"), Side::Right),
        (("参照", "Reference"), Side::Right),
    ];
    let folds = found.folds;
    let caption = match lang {
        Lang::Zh => format!(
            "{folds} 折交叉验证。Brier 评分小为好，AUC 与 C 大为好，D-校准 p 值小表示不校准；参照：对所有人都用 Kaplan–Meier 曲线，或 0.5（瞎猜）"
        ),
        Lang::En => format!(
            "{folds} folds. Small is good for Brier scores, large for AUC and C; a small p-value: not calibrated. Reference: the Kaplan–Meier curve for everybody, or 0.5 (guessing)"
        ),
    };
    let mut table = Table::new(lang, &caption, &columns);
    for line in found.lines() {
        let reference = line
            .reference
            .map_or(figures::UNKNOWN.to_owned(), |r| figures::decimal(r, 4));
        table.row(vec![
            Cell::Text(line.label.get(lang).to_owned()),
            Cell::Number(figures::decimal(line.model, 4)),
            Cell::Number(reference),
        ]);
    }
    table.finish()
}

/// Predicted against observed churn at the horizon; empty when there is none.
pub(super) fn calibration(study: &SurvivalStudy, lang: Lang) -> String {
    let Some(found) = &study.calibration else {
        return String::new();
    };
    let dots = found.bins.iter().filter_map(|bin| {
        let (observed, low, high) = (bin.observed?, bin.ci_low?, bin.ci_high?);
        let (stated, seen) = (figures::percent(bin.predicted), figures::percent(observed));
        let (n, interval) = (figures::count(bin.n), percent_interval(low, high));
        Some(ReliabilityDot {
            stated: bin.predicted,
            observed,
            interval: (low, high),
            tip: match lang {
                Lang::Zh => format!("预测 {stated}，实际 {seen}（{interval}），{n} 人"),
                Lang::En => format!("predicted {stated}, observed {seen} ({interval}), {n} customers"),
            },
        })
    });
    let dots: Vec<ReliabilityDot> = dots.collect();
    if dots.is_empty() {
        return String::new();
    }
    let horizon = figures::decimal(found.horizon, 1);
    let title = match lang {
        Lang::Zh => format!("到 {horizon} 时的流失概率：预测与实际"),
        Lang::En => format!("Probability of churn by {horizon}: predicted and observed"),
    };
    let small = say(
        lang,
        (
            "在拟合所用的行上，每点一组客户；实际为 1 − Kaplan–Meier，竖线为 95% 区间",
            "on the rows it was fitted on, a dot a group of customers; observed: 1 − Kaplan–Meier with its 95 % interval",
        ),
    );
    let chart = ReliabilityChart {
        x_name: say(lang, ("预测的流失概率", "predicted probability of churn")).to_owned(),
        ideal: say(lang, ("完全准确", "perfect")).to_owned(),
        description: small.to_owned(),
        title: title.clone(),
        dots,
    };
    figure(&title, small, &chart.draw(), "")
}
