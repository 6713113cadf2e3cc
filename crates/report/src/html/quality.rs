//! How good the model is: measures in plain words, curves, candidates, method of validation.

use holdfast_domain::lang::Lang;

use super::curves;
use super::parts::{Pair, lead, list_comma, note, say, sub, words};
use super::table::{Cell, Side, Table};
use crate::figures;
use crate::model::evaluation::{Evaluation, Measure, Validation};
use crate::model::report::Report;

const MEASURES: Pair = ("各项指标", "Measures");
const MEASURE: Pair = ("指标", "Measure");
const VALUE: Pair = ("数值", "Value");
const MEANING: Pair = ("怎么理解", "How to read it");
const CURVES: Pair = ("曲线", "Curves");
const CANDIDATES: Pair = ("候选模型", "Candidate models");
const CANDIDATE: Pair = ("模型", "Model");
const CHOSEN_IN: Pair = ("被选中的折数", "Folds where chosen");
const FINAL: Pair = ("最终采用", "used for the scores");
const LOG_LOSS: Pair = ("对数损失", "Log loss");

/// The whole section.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    let mut out = lead(&validation(&report.evaluation.validation, lang));
    out.push_str(&sub(say(lang, MEASURES)));
    out.push_str(&measures(report, lang));
    out.push_str(&note(report.evaluation.interval.get(lang)));
    out.push_str(&sub(say(lang, CURVES)));
    out.push_str(&curves::body(report, lang));
    out.push_str(&sub(say(lang, CANDIDATES)));
    out.push_str(&candidates(report, lang));
    out.push_str(&note(report.model.description.get(lang)));
    out
}

fn validation(method: &Validation, lang: Lang) -> String {
    match method {
        Validation::CrossValidation { folds, customers } => {
            let n = figures::count(*customers);
            match lang {
                Lang::Zh => format!(
                    "{folds} 折分层交叉验证，{n} 位客户：每位客户都由没有见过他的模型来预测，选择模型和校准也只用训练部分。"
                ),
                Lang::En => format!(
                    "Stratified {folds}-fold cross-validation over {n} customers: each is predicted by a model that has not seen them; choice and calibration use the training part alone."
                ),
            }
        }
        Validation::OutOfTime {
            train_cutoffs,
            train_outcome_end,
            test_cutoff,
            test_outcome_end,
            customers,
        } => {
            let n = figures::count(*customers);
            let cutoffs: Vec<String> = train_cutoffs.iter().map(ToString::to_string).collect();
            let cutoffs = cutoffs.join(list_comma(lang));
            match lang {
                Lang::Zh => format!(
                    "时间外验证，{n} 位客户：用截止日 {cutoffs} 训练（结果期到 {train_outcome_end} 为止），在 {test_cutoff} 预测，结果看到 {test_outcome_end}；训练没有用到预测日之后的任何数据。"
                ),
                Lang::En => format!(
                    "Out-of-time validation over {n} customers: trained at cut-offs {cutoffs} (outcomes end before {train_outcome_end}), tested at {test_cutoff} with outcomes up to {test_outcome_end}; nothing after the test cut-off was used for training."
                ),
            }
        }
    }
}

fn measures(report: &Report, lang: Lang) -> String {
    let columns = [
        (MEASURE, Side::Left),
        (VALUE, Side::Right),
        (words::INTERVAL, Side::Right),
        (MEANING, Side::Left),
    ];
    let e = &report.evaluation;
    let caption = match lang {
        Lang::Zh => format!("在模型没见过的客户上计算，n = {}", e.auc.n),
        Lang::En => format!("Measured on customers the model had not seen, n = {}", e.auc.n),
    };
    let mut table = Table::new(lang, &caption, &columns);
    for (name, measure, digits, meaning) in readings(e, report.curves.best_share, lang) {
        let show = |v| figures::decimal(v, digits);
        table.row(vec![
            Cell::Text(say(lang, name).to_owned()),
            Cell::NumberOver(show(measure.mean), format!("± {}", show(measure.sd))),
            Cell::Number(figures::interval(show(measure.ci_low), show(measure.ci_high))),
            Cell::Long(meaning),
        ]);
    }
    let parts = &e.brier_parts;
    let [reliability, resolution, uncertainty] =
        [parts.reliability, parts.resolution, parts.uncertainty].map(|v| figures::decimal(v, 4));
    table.finish()
        + &note(&match lang {
            Lang::Zh => format!(
                "Brier 分解：可靠性 {reliability}（越小越好）− 分辨力 {resolution}（越大越好）+ 不确定性 {uncertainty}（数据本身）。"
            ),
            Lang::En => format!(
                "Brier score: reliability {reliability} (smaller is better) − resolution {resolution} (larger is better) + uncertainty {uncertainty} (of the data)."
            ),
        })
}

/// Each measure with its decimals and one plain line, in the reader's language.
fn readings(e: &Evaluation, rate: f64, lang: Lang) -> Vec<(Pair, Measure, usize, String)> {
    let pick = |zh: String, en: String| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let fixed = |pair: Pair| say(lang, pair).to_owned();
    let chance = figures::percent(e.auc.mean);
    let base = figures::decimal(rate, 3);
    let guess = figures::decimal(-(rate * rate.ln() + (1.0 - rate) * (1.0 - rate).ln()), 3);
    let spread = figures::decimal(rate * (1.0 - rate), 3);
    let lift = figures::decimal(e.top_decile_lift.mean, 1);
    let gap = figures::decimal(e.calibration.ece.mean * 100.0, 1);
    let mut out = vec![
        (
            ("AUC", "AUC"),
            e.auc,
            3,
            pick(
                format!("任取一位流失客户和一位留存客户，模型有 {chance} 的机会把流失的排在前面；0.5 等于瞎猜"),
                format!(
                    "of a lost and a retained customer drawn at random, the lost one is ranked higher {chance} of the time; 0.5 is guessing"
                ),
            ),
        ),
        (
            ("PR-AUC", "PR-AUC"),
            e.pr_auc,
            3,
            pick(
                format!("查准率在各查全率上的平均；瞎猜是 {base}"),
                format!("precision averaged over recall; guessing gives {base}"),
            ),
        ),
        (
            LOG_LOSS,
            e.log_loss,
            3,
            pick(
                format!("概率报错的代价，越小越好；只报整体流失率是 {guess}"),
                format!(
                    "the price of wrong probabilities, smaller is better; stating the overall rate alone gives {guess}"
                ),
            ),
        ),
        (
            ("Brier 分数", "Brier score"),
            e.brier,
            3,
            pick(
                format!("概率与结果之差的平方，越小越好；只报整体流失率是 {spread}"),
                format!(
                    "squared distance of probability and outcome, smaller is better; the overall rate alone gives {spread}"
                ),
            ),
        ),
        (
            ("前 10% 提升度", "Top-decile lift"),
            e.top_decile_lift,
            2,
            pick(
                format!("得分最高的十分之一客户，流失率是平均的 {lift} 倍"),
                format!("the tenth with the highest scores churns {lift} times as often as average"),
            ),
        ),
        (
            ("KS", "KS"),
            e.ks,
            3,
            fixed((
                "流失与留存客户得分分布的最大差距，0 为无法区分，1 为完全分开",
                "largest gap between the score distributions of lost and retained, 0 to 1",
            )),
        ),
        (
            ("期望最大利润（每位客户）", "Expected maximum profit per customer"),
            e.empc,
            2,
            fixed((
                "按假设的优惠条件，用最佳人数联系时每位客户带来的利润，单位同文件货币",
                "profit per customer when the best share is contacted on the assumed terms, in the currency of the file",
            )),
        ),
        (
            ("期望校准误差（ECE）", "Expected calibration error"),
            e.calibration.ece,
            3,
            pick(
                format!("报出的概率与实际流失率平均相差 {gap} 个百分点"),
                format!("stated and observed rates differ by {gap} percentage points on average"),
            ),
        ),
    ];
    let slope = (
        "1 为理想；小于 1 说明概率报得太极端",
        "1 is ideal; below 1 the probabilities are too extreme",
    );
    let intercept = (
        "0 为理想；大于 0 说明流失被低估",
        "0 is ideal; above 0 churn is understated",
    );
    out.extend(
        e.calibration
            .slope
            .map(|m| (("校准斜率", "Calibration slope"), m, 2, fixed(slope))),
    );
    out.extend(
        e.calibration
            .intercept
            .map(|m| (("校准截距", "Calibration intercept"), m, 2, fixed(intercept))),
    );
    out
}

fn candidates(report: &Report, lang: Lang) -> String {
    let columns = [
        (CANDIDATE, Side::Left),
        (LOG_LOSS, Side::Right),
        (("AUC", "AUC"), Side::Right),
        (CHOSEN_IN, Side::Right),
    ];
    let caption = say(
        lang,
        (
            "按对数损失选择（越小越好），同一批未见过的客户",
            "Chosen by log loss (smaller is better) on the same unseen customers",
        ),
    );
    let mut table = Table::new(lang, caption, &columns);
    for candidate in &report.model.candidates {
        let label = candidate.label.get(lang).to_owned();
        let name = if candidate.name == report.model.chosen {
            Cell::TextOver(label, say(lang, FINAL).to_owned())
        } else {
            Cell::Text(label)
        };
        table.row(vec![
            name,
            Cell::Number(figures::decimal(candidate.log_loss, 4)),
            Cell::Number(figures::decimal(candidate.auc, 4)),
            Cell::Number(figures::count(candidate.chosen_in_folds)),
        ]);
    }
    table.finish()
}
