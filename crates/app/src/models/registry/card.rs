//! The model card (Mitchell et al. 2019): what the model is for, what it was made of, how good it is and where it ends, in both languages.

use std::fmt::Write as _;

use holdfast_domain::lang::{Bilingual, Lang};

use super::record::RunRecord;
use crate::models::training::figures::Figure;
use crate::models::training::origins::Scheme;

/// Names and texts of the cards.
pub fn cards(record: &RunRecord) -> Vec<(String, String)> {
    [Lang::Zh, Lang::En]
        .into_iter()
        .map(|lang| (format!("card.{}.md", short(lang)), card(record, lang)))
        .collect()
}

fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

/// Features that the card names.
const FEATURES: usize = 15;

/// The card in one language, Markdown.
pub fn card(record: &RunRecord, lang: Lang) -> String {
    let mut out = String::new();
    let say = |zh: &str, en: &str| match lang {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    };
    let text = |both: &Bilingual| both.get(lang).to_owned();
    let question = &record.question;
    let (window, gap) = (question.window_days(), question.gap_days);
    let _ = writeln!(out, "# {} {}\n", say("模型卡", "Model card"), record.id);
    let _ = writeln!(
        out,
        "{}\n",
        match lang {
            Lang::Zh => format!(
                "{}。回答：在某一天仍是客户的人，从该日起 {window} 天内是否流失{}。流失：{}。",
                text(&record.title),
                if gap > 0 {
                    format!("（其中前 {gap} 天是来得及行动之前的时间）")
                } else {
                    String::new()
                },
                text(&record.churn)
            ),
            Lang::En => format!(
                "{}. It answers: will somebody who is a customer on a day be lost within {window} days{}? Lost means: {}.",
                text(&record.title),
                if gap > 0 {
                    format!(" (the first {gap} of them pass before anybody can act)")
                } else {
                    String::new()
                },
                text(&record.churn)
            ),
        }
    );
    let _ = writeln!(out, "## {}\n", say("用途与边界", "Intended use and limits"));
    for (zh, en) in USES {
        let _ = writeln!(out, "- {}", say(zh, en));
    }
    let _ = writeln!(out, "\n## {}\n", say("数据", "Data"));
    let (commit, through) = (record.data.commit, record.through);
    let _ = writeln!(
        out,
        "{}",
        match lang {
            Lang::Zh => format!(
                "数据湖第 {commit} 次提交，数据到 {through}；回看 {} 个{}；随机种子 {}；程序版本 {}；训练于 {}。",
                question.periods,
                text(&question.grain.name()),
                record.seed,
                record.code_version,
                record.created_at
            ),
            Lang::En => format!(
                "Lake commit {commit}, data through {through}; features look back {} periods ({}); seed {}; program {}; trained {}.",
                question.periods,
                text(&question.grain.name()),
                record.seed,
                record.code_version,
                record.created_at
            ),
        }
    );
    let _ = writeln!(
        out,
        "\n| {} | {} | {} | {} |\n|---|---|---:|---:|",
        say("时点", "cutoff"),
        say("结果期到", "outcome through"),
        say("客户", "customers"),
        say("流失", "lost")
    );
    for cutoff in &record.cutoffs {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            cutoff.day, cutoff.outcome_through, cutoff.customers, cutoff.lost
        );
    }
    let _ = writeln!(out, "\n## {}\n", say("表现", "Performance"));
    let _ = writeln!(
        out,
        "{}\n",
        match record.scheme {
            Scheme::RollingOrigin => say(
                "每个检验时点的客户，由只学过更早结果的模型打分。括号内为 95% 区间（按客户自助抽样）。",
                "Customers of each judging day were scored by a model that had learned only from outcomes known before it. In brackets: 95 % intervals over customers.",
            ),
            Scheme::CustomerFolds => say(
                "历史太短，按客户分五折检验：没有检验随时间的变化。",
                "The history is too short to judge by later days: five folds of customers. Change over time was not examined.",
            ),
        }
    );
    let figures = &record.figures;
    for (name, figure) in [
        ("AUC", figures.auc),
        ("PR-AUC", figures.pr_auc),
        ("log loss", figures.log_loss),
        ("Brier", figures.brier),
        ("lift @10%", figures.top_decile_lift),
        ("KS", figures.ks),
    ] {
        let _ = writeln!(out, "- {name}: {}", shown(figure));
    }
    if let (Some(slope), Some(intercept)) = (figures.calibration_slope, figures.calibration_intercept) {
        let _ = writeln!(
            out,
            "- {}: {slope:.3}, {intercept:+.3}",
            say(
                "校准斜率与截距（应为 1 与 0）",
                "calibration slope and intercept (1 and 0 are right)"
            )
        );
    }
    let _ = writeln!(
        out,
        "\n| {} | AUC | log loss | {} |\n|---|---:|---:|---:|",
        say("候选", "candidate"),
        say("比最好的差", "worse than the best by")
    );
    for line in &record.leaderboard {
        let value =
            |figure: Option<Figure>| figure.map_or_else(|| "—".to_owned(), |figure| format!("{:.4}", figure.value));
        let _ = writeln!(
            out,
            "| {}{} | {} | {} | {:.4} ± {:.4} |",
            text(&line.title),
            if line.chosen { " ✓" } else { "" },
            value(line.figures.auc),
            value(line.figures.log_loss),
            line.worse,
            line.worse_se
        );
    }
    if !record.horizons.is_empty() {
        let _ = writeln!(
            out,
            "\n| {} | {} | {} |\n|---|---:|---:|",
            say("期限（天）", "horizon (days)"),
            say("预测", "predicted"),
            say("实际（95% 区间）", "observed (95 % interval)")
        );
        for horizon in &record.horizons {
            let _ = writeln!(
                out,
                "| {} | {:.1}% | {:.1}% ({:.1}–{:.1}%) |",
                horizon.days,
                100.0 * horizon.predicted,
                100.0 * horizon.observed,
                100.0 * horizon.low,
                100.0 * horizon.high
            );
        }
    }
    if !record.by_group.is_empty() {
        let _ = writeln!(
            out,
            "\n| {} | {} | {} | AUC | {} | {} |\n|---|---|---:|---:|---:|---:|",
            say("维度", "dimension"),
            say("组", "group"),
            say("客户", "customers"),
            say("预测", "predicted"),
            say("实际", "observed")
        );
        for group in &record.by_group {
            let figures = &group.figures;
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {:.1}% | {:.1}% |",
                group.dimension,
                group.group.replace('|', "\\|"),
                figures.customers,
                shown(figures.auc),
                100.0 * figures.mean_probability,
                100.0 * figures.churned as f64 / figures.rows.max(1) as f64
            );
        }
    }
    let _ = writeln!(out, "\n## {}\n", say("看重什么", "What it looks at"));
    for feature in record.features.iter().take(FEATURES) {
        let _ = writeln!(
            out,
            "- {} (`{}`): {:.3}",
            text(&feature.label),
            feature.name,
            feature.importance
        );
    }
    for leak in &record.suspicious {
        let (column, auc) = (&leak.column, leak.auc);
        let _ = writeln!(
            out,
            "- ⚠ {}",
            match (lang, leak.left_out) {
                (Lang::Zh, true) => format!("`{column}` 单独就有 AUC {auc:.3}，像是事后才填的：没有给模型看"),
                (Lang::Zh, false) => format!("`{column}` 单独就有 AUC {auc:.3}，请核实"),
                (Lang::En, true) => format!(
                    "`{column}` alone has AUC {auc:.3} and looks filled in after the fact: the model did not see it"
                ),
                (Lang::En, false) => format!("`{column}` alone has AUC {auc:.3}: check it"),
            }
        );
    }
    out
}

/// What every model of this kind is for, and is not.
const USES: [(&str, &str); 4] = [
    (
        "用于排列该先联系谁，并估计流失概率；不是对某个人会怎么做的断言。",
        "For ranking whom to contact first and for estimating probabilities of churn; not a statement of what a person will do.",
    ),
    (
        "高风险不等于挽得回：只有随机对照（留出组）才能说明联系有没有用。",
        "High risk is not the same as persuadable: only a randomised hold-out shows whether contact helps.",
    ),
    (
        "原因是模型看到的关联，不是因果。",
        "Reasons are associations that the model sees, not causes.",
    ),
    (
        "不得据此拒绝服务或差别定价；对自动化决定，客户有权要求说明（《个人信息保护法》第二十四条）。",
        "Not for refusing service or for pricing; customers may ask for an explanation of automated decisions (PIPL, article 24).",
    ),
];

fn shown(figure: Option<Figure>) -> String {
    match figure {
        None => "—".to_owned(),
        Some(Figure {
            value,
            low: Some(low),
            high: Some(high),
        }) => format!("{value:.4} ({low:.4}–{high:.4})"),
        Some(figure) => format!("{:.4}", figure.value),
    }
}
