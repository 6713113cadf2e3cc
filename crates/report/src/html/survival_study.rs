//! The page of a survival study.

use holdfast_domain::lang::Lang;

use super::parts::{Card, Pair, labelled, note, say};
use super::shell::{Content, Section, footer, page};
use super::table::{Cell, Side, Table};
use super::{study_coefficients, study_curves};
use crate::escape::escaped;
use crate::figures;
use crate::model::survival_study::SurvivalStudy;

const TITLE: Pair = ("客户留存时长研究", "How long customers stay");
const EVENTS: Pair = ("流失", "Churned");
const ROWS: Pair = ("使用的行", "Rows used");
const MEDIAN: Pair = ("中位留存时长", "Median time to churn");
const NOT_REACHED: Pair = ("未到一半", "not reached");
const CONCORDANCE: Pair = ("一致性 C", "Concordance C");
const CURE: Pair = ("永不流失的客户", "Never leave");

/// The study as one HTML file with both languages, `first` shown until the reader picks the other one. Opens offline,
/// prints on A4, works without scripts.
pub fn survival_to_html(study: &SurvivalStudy, first: Lang) -> String {
    page(first, |lang| Content {
        title: format!("{} · {}", say(lang, TITLE), study.file),
        head: head(study, lang),
        sections: sections(study, lang),
        footer: footer(&study.holdfast_version, study.seed, &study.schema_version, lang),
    })
}

fn head(study: &SurvivalStudy, lang: Lang) -> String {
    let facts = [
        format!("<b>{}</b>", escaped(&study.file)),
        escaped(say(lang, model_name(&study.model))),
        escaped(&labelled(lang, say(lang, ("时长", "duration")), &study.duration)),
        escaped(&labelled(lang, say(lang, ("流失", "churn")), &study.event)),
    ];
    let mut out = format!(
        "<h1>{}</h1>\n<p class=\"facts\">{}</p>\n<ul class=\"cards\">\n",
        say(lang, TITLE),
        facts.join(" · ")
    );
    for card in cards(study, lang) {
        out.push_str(&card.html());
    }
    out.push_str("</ul>\n");
    out
}

fn cards(study: &SurvivalStudy, lang: Lang) -> Vec<Card> {
    let card = |class, name: Pair, value: String, detail: String| Card {
        class,
        name: say(lang, name).to_owned(),
        value,
        tip: String::new(),
        detail,
    };
    let share = figures::percent(study.events as f64 / study.n.max(1) as f64);
    let mut cards = vec![
        card("main", EVENTS, share, figures::fraction(study.events, study.n)),
        card("", ROWS, figures::count(study.n), {
            let rows = figures::count(study.rows);
            match lang {
                Lang::Zh => format!("文件共 {rows} 行"),
                Lang::En => format!("of {rows} in the file"),
            }
        }),
    ];
    if let [only] = study.medians.as_slice() {
        let value = only
            .median
            .map_or_else(|| say(lang, NOT_REACHED).to_owned(), |m| figures::decimal(m, 1));
        cards.push(card("", MEDIAN, value, String::new()));
    }
    if let Some(c) = study.concordance {
        let detail = match (study.concordance_cross_validated, lang) {
            (Some(folds), Lang::Zh) => format!("拟合所用的行（偏高）\n未见过的行 {}", figures::decimal(folds, 3)),
            (Some(folds), Lang::En) => {
                format!(
                    "on the rows it was fitted on\non unseen rows {}",
                    figures::decimal(folds, 3)
                )
            }
            (None, Lang::Zh) => "拟合所用的行（偏高）".to_owned(),
            (None, Lang::En) => "on the rows it was fitted on (optimistic)".to_owned(),
        };
        cards.push(card("", CONCORDANCE, figures::decimal(c, 3), detail));
    }
    if let Some(share) = study.cure_share {
        cards.push(card("", CURE, figures::percent(share), String::new()));
    }
    cards
}

fn sections(study: &SurvivalStudy, lang: Lang) -> Vec<Section> {
    let section = |id, title, body: String| (!body.is_empty()).then_some(Section { id, title, body });
    [
        section("findings", ("结论", "Findings"), findings(study, lang)),
        section("curves", ("曲线", "Curves"), study_curves::body(study, lang)),
        section("tests", ("检验", "Tests"), tests(study, lang)),
        section(
            "coefficients",
            ("各列的作用", "What each column does"),
            study_coefficients::body(study, lang),
        ),
        section(
            "proportional",
            ("作用是否随时间变化", "Do effects change over time"),
            study_coefficients::proportional(study, lang),
        ),
        section(
            "accuracy",
            ("在没见过的行上有多准", "How good on rows it had not seen"),
            study_coefficients::accuracy(study, lang),
        ),
        section(
            "calibration",
            ("预测准不准", "Predicted against observed"),
            study_coefficients::calibration(study, lang),
        ),
        section("method", ("口径与公式", "Definitions"), method(study, lang)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn findings(study: &SurvivalStudy, lang: Lang) -> String {
    let items = |texts: &[holdfast_domain::lang::Bilingual]| -> String {
        texts
            .iter()
            .map(|t| format!("<li>{}</li>\n", escaped(t.get(lang))))
            .collect()
    };
    let mut out = format!("<ul>\n{}</ul>\n", items(&study.findings));
    if !study.notes.is_empty() {
        out.push_str(&format!("<ul class=\"note\">\n{}</ul>\n", items(&study.notes)));
    }
    out
}

fn tests(study: &SurvivalStudy, lang: Lang) -> String {
    if study.tests.is_empty() {
        return String::new();
    }
    let columns = [
        (("检验", "Test"), Side::Left),
        (("χ²", "χ²"), Side::Right),
        (("自由度", "Degrees of freedom"), Side::Right),
        (("p 值", "p-value"), Side::Right),
    ];
    let mut table = Table::new(lang, say(lang, ("χ² 检验", "χ² tests")), &columns);
    for row in &study.tests {
        table.row(vec![
            Cell::Text(row.label.get(lang).to_owned()),
            Cell::Number(figures::decimal(row.chi_squared, 2)),
            Cell::Number(figures::count(row.degrees_of_freedom)),
            Cell::Number(figures::p_value(row.p)),
        ]);
    }
    table.finish()
}

fn method(study: &SurvivalStudy, lang: Lang) -> String {
    let text: Pair = match study.model.as_str() {
        "km" => (
            "Kaplan–Meier：S(t) = ∏(1 − dᵢ/nᵢ)，阴影为 Greenwood 方差的 log-log 95% 区间。在流失时刻删失的客户仍算在险。",
            "Kaplan–Meier: S(t) = ∏(1 − dᵢ/nᵢ); shaded: 95 % band, Greenwood's variance on the log-log scale. Censoring at a time of churn counts as after it.",
        ),
        "nelson-aalen" => (
            "Nelson–Aalen：H(t) = Σ d/n，累积风险；斜率越大流失越快。",
            "Nelson–Aalen: H(t) = Σ d/n, the cumulative hazard; the steeper, the faster customers leave.",
        ),
        "competing" => (
            "Aalen–Johansen：各原因的累积发生率之和加上仍是客户的比例等于 1。",
            "Aalen–Johansen: the cumulative incidences of all causes and the share still there add up to 1.",
        ),
        "cox" => (
            "Cox 回归：λ(t|x) = λ₀(t)·exp(βᵀx)，λ₀ 不作假设；风险比 exp(β) 大于 1 表示流失更快。区间为 ±1.96 个标准误。关联不等于因果。",
            "Cox regression: λ(t|x) = λ₀(t)·exp(βᵀx) with any λ₀; a hazard ratio exp(β) above 1 means faster churn. Intervals are ±1.96 standard errors. An association is no cause.",
        ),
        "piecewise" => (
            "分段指数模型：每一段时间内风险不变，列的作用是风险比。",
            "Piecewise exponential: a constant hazard in each piece of time; columns act as hazard ratios.",
        ),
        "cure" => (
            "混合治愈模型：一部分客户永不流失（逻辑回归），其余的流失时间服从 Weibull。中位数不给出：有人永不流失。",
            "Mixture cure: some never leave (logistic part), the others leave after a Weibull time. No median is given, since some never leave.",
        ),
        "discrete" => (
            "离散时间：每个时期的流失概率服从逻辑回归，系数的指数是几率比。",
            "Discrete time: the probability of churn in each period follows a logistic regression; exp(coefficient) is an odds ratio.",
        ),
        _ => (
            "加速失效时间：ln T = μ + βᵀx + σ·ε；时间比 exp(β) 大于 1 表示留得更久。",
            "Accelerated failure time: ln T = μ + βᵀx + σ·ε; a time ratio exp(β) above 1 means staying longer.",
        ),
    };
    note(say(lang, text))
}

/// The model's name in words.
fn model_name(model: &str) -> Pair {
    match model {
        "km" => ("Kaplan–Meier 曲线", "Kaplan–Meier curves"),
        "nelson-aalen" => ("Nelson–Aalen 累积风险", "Nelson–Aalen cumulative hazard"),
        "competing" => ("竞争原因（Aalen–Johansen）", "competing causes (Aalen–Johansen)"),
        "cox" => ("Cox 回归", "Cox regression"),
        "weibull-aft" => ("Weibull 加速失效时间", "Weibull accelerated failure time"),
        "lognormal-aft" => ("对数正态加速失效时间", "log-normal accelerated failure time"),
        "loglogistic-aft" => ("对数逻辑斯谛加速失效时间", "log-logistic accelerated failure time"),
        "gamma-aft" => ("广义伽马加速失效时间", "generalised gamma accelerated failure time"),
        "piecewise" => ("分段指数模型", "piecewise exponential"),
        "cure" => ("混合治愈模型", "mixture cure"),
        _ => ("离散时间风险", "discrete-time hazard"),
    }
}
