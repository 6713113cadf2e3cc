//! What was found, in sentences.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_report::model::survival_study::{CoefficientRow, MedianRow, SurvivalStudy};

use super::options::Model;
use super::outcome::{HAZARD, ODDS, PARAMETER, TIME};

/// Columns that the summary names at most.
const NAMED: usize = 3;
/// p-value below which a column is named.
const CLEAR: f64 = 0.05;

/// Puts the findings of the model first in the study's sentences.
pub(super) fn tell(model: Model, study: &mut SurvivalStudy) {
    let (n, events) = (study.n, study.events);
    let share = format!("{:.1}", 100.0 * events as f64 / (n.max(1)) as f64);
    let mut told = vec![bilingual!(
        "{n} 行中 {events} 行以流失结束（{share}%），其余在观察结束时仍是客户（删失）",
        "{events} of {n} rows ended with churn ({share}%); the others were still customers when last seen (censored)"
    )];
    if model == Model::KaplanMeier {
        let column = study.group.clone();
        told.extend(
            study
                .medians
                .iter()
                .take(NAMED * 2)
                .map(|row| median(row, column.as_deref())),
        );
        told.extend(study.tests.first().map(|t| compared(&t.label, t.chi_squared, t.p)));
    }
    if !model.is_curve() {
        told.extend(strongest(study));
        told.extend(accuracy(study));
        told.extend(unseen(study));
    }
    told.append(&mut study.findings);
    study.findings = told;
}

/// A number at up to three decimals.
fn short(x: f64) -> String {
    let size = x.abs();
    if size != 0.0 && !(1e-3..1e5).contains(&size) {
        return format!("{x:.2e}");
    }
    let digits = if size >= 100.0 { 1 } else { 3 };
    let text = format!("{x:.digits$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn p_text(p: f64) -> String {
    if p < 0.001 {
        "p < 0.001".to_owned()
    } else {
        format!("p = {p:.3}")
    }
}

fn median(row: &MedianRow, column: Option<&str>) -> Bilingual {
    let who = match column {
        None => bilingual!("全部客户", "All customers"),
        Some(column) => Bilingual::same(format!("{column}={}", row.stratum)),
    };
    let (zh, en) = (who.zh, who.en);
    match row.median {
        Some(time) => {
            let time = short(time);
            bilingual!("{zh}：到 {time} 时已有一半流失", "{en}: half have left by {time}")
        }
        None => bilingual!("{zh}：观察期内流失不到一半", "{en}: fewer than half were seen to leave"),
    }
}

fn compared(label: &Bilingual, chi_squared: f64, p: f64) -> Bilingual {
    let (chi, p_shown) = (short(chi_squared), p_text(p));
    let (zh, en) = (&label.zh, &label.en);
    if p < CLEAR {
        bilingual!(
            "各组留存确有差别（{zh}：χ² = {chi}，{p_shown}）",
            "The groups differ in how long they stay ({en}: χ² = {chi}, {p_shown})"
        )
    } else {
        bilingual!(
            "看不出各组留存有差别（{zh}：χ² = {chi}，{p_shown}）",
            "No difference between the groups is seen ({en}: χ² = {chi}, {p_shown})"
        )
    }
}

/// The columns whose effect is clearest.
fn strongest(study: &SurvivalStudy) -> Vec<Bilingual> {
    let mut clear: Vec<&CoefficientRow> = study
        .coefficients
        .iter()
        .filter(|c| c.part != PARAMETER && c.p < CLEAR && c.ratio.is_some())
        .collect();
    clear.sort_by(|a, b| b.z.abs().total_cmp(&a.z.abs()));
    clear.into_iter().take(NAMED).filter_map(effect).collect()
}

fn effect(row: &CoefficientRow) -> Option<Bilingual> {
    let ratio = row.ratio?;
    let (what_zh, what_en) = match row.part.as_str() {
        HAZARD => ("流失风险", "the hazard of churn"),
        TIME => ("留存时长", "the time until churn"),
        ODDS => ("流失几率", "the odds of churn"),
        _ => return None,
    };
    let (value, low, high) = (short(ratio.value), short(ratio.ci_low), short(ratio.ci_high));
    let name = &row.name;
    Some(if name.contains('=') {
        bilingual!(
            "“{name}”与基准相比，{what_zh} × {value}（95% 区间 {low} – {high}）",
            "\"{name}\" against the base: {what_en} × {value} (95 % interval {low} – {high})"
        )
    } else {
        bilingual!(
            "“{name}”每增加 1，{what_zh} × {value}（95% 区间 {low} – {high}），其他列不变",
            "\"{name}\" up by 1, all else equal: {what_en} × {value} (95 % interval {low} – {high})"
        )
    })
}

/// The error of predicted survival on unseen rows, beside that without columns.
fn unseen(study: &SurvivalStudy) -> Option<Bilingual> {
    let found = study.accuracy.as_ref()?;
    let (model, curve) = (found.integrated_brier, found.integrated_brier_kaplan_meier);
    let less = format!("{:.1}", 100.0 * (1.0 - model / curve));
    Some(if model < curve {
        bilingual!(
            "在没见过的行上，预测的误差（积分 Brier 评分）比不看各列的 Kaplan–Meier 曲线小 {less}%",
            "On rows it had not seen, the error of the predictions (integrated Brier score) is {less} % below that of the Kaplan–Meier curve, which knows no columns"
        )
    } else {
        bilingual!(
            "在没见过的行上，预测的误差（积分 Brier 评分）不比不看各列的 Kaplan–Meier 曲线小：这些列帮不上忙",
            "On rows it had not seen, the error of the predictions (integrated Brier score) is not below that of the Kaplan–Meier curve, which knows no columns: the columns do not help"
        )
    })
}

fn accuracy(study: &SurvivalStudy) -> Option<Bilingual> {
    let apparent = format!("{:.3}", study.concordance?);
    Some(match study.concordance_cross_validated {
        Some(folds) => {
            let folds = format!("{folds:.3}");
            bilingual!(
                "一致性 C = {apparent}（在拟合所用的行上，偏高）；五折交叉验证（未见过的行）{folds}；0.5 等于瞎猜",
                "Concordance C = {apparent} on the rows it was fitted on (optimistic), {folds} on rows it had not seen (five folds); 0.5 is guessing"
            )
        }
        None => bilingual!(
            "一致性 C = {apparent}（在拟合所用的行上，偏高）；0.5 等于瞎猜",
            "Concordance C = {apparent} on the rows it was fitted on (optimistic); 0.5 is guessing"
        ),
    })
}
