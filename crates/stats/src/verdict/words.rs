//! Verdicts and reasons in both languages.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;

use super::decide::Action;
use super::loss::FigureName;
use super::reason::Reason;

impl Action {
    /// The verdict as a heading.
    pub fn title(self) -> Bilingual {
        let (zh, en) = match self {
            Self::DataBroken => ("数据有问题", "Data broken"),
            Self::Promote => ("换用挑战者模型", "Promote the challenger"),
            Self::Retrain => ("需要重新训练", "Retrain"),
            Self::Wait => ("先观察", "Wait"),
            Self::Healthy => ("一切正常", "Healthy"),
        };
        Bilingual::new(zh, en)
    }

    /// What to do next.
    pub fn advice(self) -> Bilingual {
        let (zh, en) = match self {
            Self::DataBroken => (
                "先修复下面列出的问题并重新导入，再评分；在此之前的评分不要使用。",
                "Repair what is listed below and import again before scoring; do not use scores made until then.",
            ),
            Self::Promote => (
                "挑战者模型在同一批客户上明显更准，核对模型卡后用 holdfast models promote 换上。",
                "The challenger is clearly better on the same customers: read its model card, then run holdfast models promote.",
            ),
            Self::Retrain => (
                "用最近的数据运行 holdfast train，与现用模型比较后再更换。",
                "Run holdfast train on recent data and compare with the model in use before replacing it.",
            ),
            Self::Wait => (
                "有变化，但还没有证据表明模型变差；等结果到期后再看，期间留意下列各项。",
                "Something moved, but nothing shows that the model got worse: look again when outcomes are in, and keep an eye on the items below.",
            ),
            Self::Healthy => (
                "无需处理，按计划继续评分。",
                "Nothing to do; keep scoring as scheduled.",
            ),
        };
        Bilingual::new(zh, en)
    }
}

impl FigureName {
    /// The figure's name.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Auc => ("AUC", "AUC"),
            Self::LogLoss => ("对数损失", "log loss"),
            Self::CalibrationRatio => ("实际流失 ÷ 预期流失", "observed ÷ expected churn"),
        };
        Bilingual::new(zh, en)
    }
}

impl Reason {
    /// The reason as a sentence.
    pub fn text(&self) -> Bilingual {
        match self {
            Self::NoRows => Bilingual::new("本期没有任何数据行", "no rows arrived for this period"),
            Self::OutcomesOutstanding => Bilingual::new(
                "结果尚未到期，表现为按概率估计的数字",
                "outcomes are not in yet, so performance is an estimate from the probabilities",
            ),
            Self::NothingChanged => Bilingual::new("没有超出偶然的变化", "nothing changed beyond chance"),
            Self::CanaryChanged { rows, changed, largest } => bilingual!(
                "{rows} 个金丝雀行中有 {changed} 行评分与存档不同（最大相差 {largest:.2e}）：评分代码或环境已变",
                "{changed} of {rows} canary rows no longer get their stored score (largest difference {largest:.2e}): the scoring code or its environment has changed"
            ),
            Self::StaleWatermark { days, allowed } => bilingual!(
                "最新事件已是 {days} 天前（允许 {allowed} 天）",
                "the latest event is {days} days old ({allowed} allowed)"
            ),
            Self::RowsUnusual { rows, usual } => bilingual!(
                "本期 {rows} 行，往常约 {usual} 行",
                "{rows} rows this period, usually about {usual}"
            ),
            Self::ChallengerBetter {
                log_loss,
                p_value,
                rows,
            } => bilingual!(
                "在同样 {rows} 行上，挑战者模型的对数损失低 {lower:.4}（{p}）",
                "on the same {rows} rows the challenger's log loss is {lower:.4} lower ({p})",
                rows = rows,
                lower = -log_loss,
                p = chance("p", *p_value)
            ),
            Self::ChurnRateMoved {
                expected,
                observed,
                p_value,
            } => bilingual!(
                "流失率 {observed}，预期 {expected}（{p}）",
                "churn rate {observed}, expected {expected} ({p})",
                observed = percent(*observed),
                expected = percent(*expected),
                p = chance("p", *p_value)
            ),
            Self::AllMissing { .. } | Self::MissingJumped { .. } | Self::AllZero { .. } | Self::Drifted { .. } => {
                self.column_text()
            }
            Self::Worse {
                figure,
                then,
                now,
                p_value,
                estimated,
            } => worse(*figure, [*then, *now, *p_value], *estimated),
        }
    }

    fn column_text(&self) -> Bilingual {
        match self {
            Self::AllMissing { column, before } => bilingual!(
                "列 {column} 全部缺失（原为 {share}）",
                "column {column} is missing everywhere (it was {share})",
                column = column,
                share = percent(*before)
            ),
            Self::MissingJumped { column, before, now } => bilingual!(
                "列 {column} 的缺失比例从 {before} 升到 {now}",
                "missing values of column {column} rose from {before} to {now}",
                column = column,
                before = percent(*before),
                now = percent(*now)
            ),
            Self::AllZero { column, before } => bilingual!(
                "列 {column} 全部为 0（原来为 0 的占 {share}）",
                "column {column} is 0 everywhere (it was 0 in {share})",
                column = column,
                share = percent(*before)
            ),
            Self::Drifted { column, psi, q_value } => bilingual!(
                "列 {column} 的分布变了（PSI 超出偶然 {psi:.2}，{q}）",
                "the distribution of column {column} has moved (PSI {psi:.2} above chance, {q})",
                column = column,
                psi = psi,
                q = chance("q", *q_value)
            ),
            other => other.text(),
        }
    }
}

fn worse(figure: FigureName, [then, now, p]: [f64; 3], estimated: bool) -> Bilingual {
    let (zh, en) = if estimated {
        ("估计的", "estimated ")
    } else {
        ("实际的", "realised ")
    };
    let name = figure.name();
    Bilingual::new(
        format!("{zh}{}：训练时 {then:.3}，现在 {now:.3}（{}）", name.zh, chance("p", p)),
        format!(
            "{en}{}: {then:.3} at training, {now:.3} now ({})",
            name.en,
            chance("p", p)
        ),
    )
}

fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

/// A p- or q-value as people read it.
fn chance(name: &str, p: f64) -> String {
    if p < 0.0001 {
        format!("{name} < 0.0001")
    } else {
        format!("{name} = {p:.4}")
    }
}
