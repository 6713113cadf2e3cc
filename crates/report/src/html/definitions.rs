//! The appendix: the churn definition and a formula for every figure.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, say};
use super::table::{Cell, Side, Table};
use crate::escape::escaped;
use crate::model::report::Report;

const CAPTION: Pair = ("每个数字的算法与出处", "How each figure is computed, and the source");
const NAME: Pair = ("指标", "Figure");
const FORMULA: Pair = ("公式", "Formula");
const SOURCE: Pair = ("出处", "Source");

/// Name, id, formula in Chinese and English, source.
struct Definition {
    name: Pair,
    id: &'static str,
    formula: Pair,
    source: &'static str,
}

const fn define(id: &'static str, name: Pair, formula: Pair, source: &'static str) -> Definition {
    Definition {
        name,
        id,
        formula,
        source,
    }
}

const DEFINITIONS: [Definition; 21] = [
    define(
        "wilson_interval",
        ("Wilson 区间", "Wilson interval"),
        (
            "(p̂ + z²/2n ± z√(p̂(1−p̂)/n + z²/4n²)) ÷ (1 + z²/n)，z = 1.96",
            "(p̂ + z²/2n ± z√(p̂(1−p̂)/n + z²/4n²)) ÷ (1 + z²/n), z = 1.96",
        ),
        "Wilson 1927",
    ),
    define(
        "cramers_v",
        ("Cramér's V", "Cramér's V"),
        (
            "√(φ̃² ÷ min(k̃−1, r̃−1))，φ² = χ²/n，经偏差修正",
            "√(φ̃² ÷ min(k̃−1, r̃−1)), φ² = χ²/n, bias-corrected",
        ),
        "Bergsma 2013",
    ),
    define(
        "standardised_mean_difference",
        ("标准化均值差", "Standardised mean difference"),
        (
            "（流失均值 − 留存均值）÷ 合并标准差",
            "(mean of lost − mean of retained) ÷ pooled standard deviation",
        ),
        "Cohen 1988",
    ),
    define(
        "q_value",
        ("q 值", "q-value"),
        (
            "全部字段的 p 值按 Benjamini–Hochberg 校正",
            "p-values of all columns adjusted by Benjamini–Hochberg",
        ),
        "Benjamini & Hochberg 1995",
    ),
    define(
        "kaplan_meier",
        ("留存曲线", "Survival curve"),
        (
            "S(t) = Π(1 − dᵢ/nᵢ)，区间为 Greenwood 对数-对数",
            "S(t) = Π(1 − dᵢ/nᵢ), band: Greenwood, log-log",
        ),
        "Kaplan & Meier 1958",
    ),
    define(
        "auc",
        ("AUC", "AUC"),
        (
            "P(流失客户得分 > 留存客户得分) + ½P(相等)",
            "P(score of a lost > score of a retained customer) + ½P(tie)",
        ),
        "Hanley & McNeil 1982",
    ),
    define(
        "pr_auc",
        ("PR-AUC", "PR-AUC"),
        ("Σ（查全率增量 × 查准率）", "Σ (step in recall × precision)"),
        "Davis & Goadrich 2006",
    ),
    define(
        "log_loss",
        ("对数损失", "Log loss"),
        ("−平均[y ln p + (1−y) ln(1−p)]", "−mean[y ln p + (1−y) ln(1−p)]"),
        "Good 1952",
    ),
    define(
        "brier",
        ("Brier 分数", "Brier score"),
        (
            "平均(p − y)² ≈ 可靠性 − 分辨力 + 不确定性",
            "mean (p − y)² ≈ reliability − resolution + uncertainty",
        ),
        "Brier 1950; Murphy 1973",
    ),
    define(
        "top_decile_lift",
        ("前 10% 提升度", "Top-decile lift"),
        (
            "得分前 10% 客户的流失率 ÷ 整体流失率",
            "churn rate of the top tenth by score ÷ churn rate",
        ),
        "Neslin et al. 2006",
    ),
    define(
        "ks",
        ("KS", "KS"),
        ("max|F流失(s) − F留存(s)|", "max|F_lost(s) − F_retained(s)|"),
        "Smirnov 1948",
    ),
    define(
        "empc",
        ("期望最大利润", "Expected maximum profit"),
        (
            "∫ maxₜ P(t; γ) h(γ)dγ，γ 为接受率，服从 Beta 分布",
            "∫ maxₜ P(t; γ) h(γ)dγ, with acceptance γ from a beta distribution",
        ),
        "Verbraken et al. 2013",
    ),
    define(
        "calibration_slope",
        ("校准斜率与截距", "Calibration slope and intercept"),
        (
            "结果对 logit p 做逻辑回归；截距以 logit p 为偏移量",
            "logistic regression of the outcome on logit p; intercept with logit p as offset",
        ),
        "Cox 1958",
    ),
    define(
        "ece",
        ("期望校准误差", "Expected calibration error"),
        (
            "十个等量分箱中 |平均概率 − 流失率| 的加权平均",
            "weighted mean of |mean probability − rate| over ten equal-count bins",
        ),
        "Naeini et al. 2015",
    ),
    define(
        "gains",
        ("增益", "Gains"),
        ("联系到的流失客户 ÷ 全部流失客户", "churners contacted ÷ all churners"),
        "Berry & Linoff 2004",
    ),
    define(
        "lift",
        ("提升度", "Lift"),
        ("流失率 ÷ 整体流失率", "churn rate ÷ overall churn rate"),
        "Berry & Linoff 2004",
    ),
    define(
        "profit",
        ("利润与回报率", "Profit and return"),
        (
            "利润 = 挽留价值 − 优惠成本 − 联系成本；回报率 = 利润 ÷ 花费",
            "profit = value kept − offers − contacts; return = profit ÷ money spent",
        ),
        "Verbraken et al. 2013",
    ),
    define(
        "value_at_risk",
        ("风险价值", "Value at risk"),
        ("Σ 流失概率 × 客户价值", "Σ churn probability × customer value"),
        "Holdfast",
    ),
    define(
        "shapley",
        ("原因与驱动因素", "Drivers and reasons"),
        (
            "对数几率的精确 Shapley 值；作用大小为其绝对值的平均",
            "exact Shapley values of the log-odds; weight: their mean absolute value",
        ),
        "Lundberg & Lee 2017",
    ),
    define(
        "shape",
        ("流失几率与形状函数", "Odds and shape functions"),
        (
            "几率 = 流失概率 ÷ (1 − 流失概率)；倍数 = exp(f(取值))，f 按训练客户平均为 0；区间为删组刀切法",
            "odds = probability ÷ (1 − probability); multiple = exp(f(value)), f averages 0 over the customers learned from; intervals: delete-a-group jackknife",
        ),
        "Lou et al. 2013; Shao & Wu 1989",
    ),
    define(
        "rule",
        ("规则", "Rules"),
        (
            "支持度 = 符合条件者 ÷ 全部；置信度 = 其中流失 ÷ 符合条件者；提升度 = 置信度 ÷ 流失率；按支持度 ×（置信度 − 流失率）排序",
            "support = matching ÷ all; confidence = churned ÷ matching; lift = confidence ÷ churn rate; in the order of support × (confidence − churn rate)",
        ),
        "Lavrač, Flach & Zupan 1999",
    ),
];

/// The churn definition and the table of formulas.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    let churn = &report.churn;
    let lead = format!(
        "<p class=\"lead\">{} <code>{}</code></p>\n",
        escaped(churn.sentence.get(lang)),
        escaped(&churn.metric)
    );
    let columns = [(NAME, Side::Left), (FORMULA, Side::Left), (SOURCE, Side::Left)];
    let mut table = Table::new(lang, say(lang, CAPTION), &columns);
    let rate = say(lang, ("流失率", "Churn rate")).to_owned();
    table.row(vec![
        Cell::TextOver(rate, churn.metric.clone()),
        Cell::Long(say(lang, ("流失客户数 ÷ 客户数", "churned customers ÷ customers")).to_owned()),
        Cell::Text(churn.sentence.get(lang).to_owned()),
    ]);
    for definition in &DEFINITIONS {
        table.row(vec![
            Cell::TextOver(say(lang, definition.name).to_owned(), definition.id.to_owned()),
            Cell::Long(say(lang, definition.formula).to_owned()),
            Cell::Text(definition.source.to_owned()),
        ]);
    }
    lead + &table.finish()
}
