//! A survival study as text in a terminal.

use std::path::PathBuf;

use holdfast_app::survival::SurvivalStudy;
use holdfast_domain::lang::Lang;

use crate::text_table::TextTable;

/// Lines of a table that a terminal shows; all of them are in `--json`.
const MOST_ROWS: usize = 40;

/// Findings, notes, tables, files.
pub fn text(study: &SurvivalStudy, files: &[PathBuf], lang: Lang) -> String {
    let mut out = match lang {
        Lang::Zh => format!(
            "{}：{} 行，使用 {} 行；模型 {}\n\n",
            study.file, study.rows, study.n, study.model
        ),
        Lang::En => format!(
            "{}: {} rows, {} used; model {}\n\n",
            study.file, study.rows, study.n, study.model
        ),
    };
    for finding in &study.findings {
        out.push_str(&format!("  {}\n", finding.get(lang)));
    }
    if !study.notes.is_empty() {
        heading(&mut out, lang, ("请注意：", "Please note:"));
        for note in &study.notes {
            out.push_str(&format!("  · {}\n", note.get(lang)));
        }
    }
    coefficients(&mut out, study, lang);
    tests(&mut out, study, lang);
    proportional(&mut out, study, lang);
    accuracy(&mut out, study, lang);
    medians(&mut out, study, lang);
    at(&mut out, study, lang);
    if !files.is_empty() {
        heading(&mut out, lang, ("文件：", "Files:"));
        for file in files {
            out.push_str(&format!("  {}\n", file.display()));
        }
    }
    out
}

fn say(lang: Lang, pair: (&'static str, &'static str)) -> &'static str {
    match lang {
        Lang::Zh => pair.0,
        Lang::En => pair.1,
    }
}

fn heading(out: &mut String, lang: Lang, text: (&'static str, &'static str)) {
    out.push_str(&format!("\n{}\n", say(lang, text)));
}

/// Appends a table of at most [`MOST_ROWS`] rows; nothing when there are none.
fn table<T>(
    out: &mut String,
    lang: Lang,
    title: (&'static str, &'static str),
    heads: &[&str],
    rows: &[T],
    cells: impl Fn(&T) -> Vec<String>,
) {
    if rows.is_empty() {
        return;
    }
    heading(out, lang, title);
    let mut shown = TextTable::new(heads, 1);
    rows.iter().take(MOST_ROWS).for_each(|row| shown.row(cells(row)));
    out.push_str(&shown.show("  "));
    let rest = rows.len().saturating_sub(MOST_ROWS);
    if rest > 0 {
        out.push_str(&match lang {
            Lang::Zh => format!("  …另有 {rest} 行，见 --json\n"),
            Lang::En => format!("  … {rest} more rows, see --json\n"),
        });
    }
}

/// A number at so many decimals, or in powers of ten where that would show nothing.
fn number(x: f64, digits: usize) -> String {
    let size = x.abs();
    if size != 0.0 && !(1e-4..1e7).contains(&size) {
        return format!("{x:.3e}");
    }
    format!("{x:.digits$}")
}

fn optional(x: Option<f64>, digits: usize) -> String {
    x.map_or_else(|| "–".to_owned(), |x| number(x, digits))
}

fn p_value(p: f64) -> String {
    if p < 0.001 {
        "<0.001".to_owned()
    } else {
        format!("{p:.3}")
    }
}

fn coefficients(out: &mut String, study: &SurvivalStudy, lang: Lang) {
    let ratio = match study.model.as_str() {
        "cox" | "piecewise" => ("风险比", "hazard ratio"),
        "discrete" => ("几率比", "odds ratio"),
        "cure" => ("比", "ratio"),
        _ => ("时间比", "time ratio"),
    };
    let heads = [
        say(lang, ("列", "column")),
        say(lang, ("系数", "coef")),
        say(lang, ("标准误", "se")),
        say(lang, ratio),
        say(lang, ("95% 区间", "95 % interval")),
        "z",
        "p",
    ];
    table(
        out,
        lang,
        ("估计：", "Estimates:"),
        &heads,
        &study.coefficients,
        |row| {
            let (value, low, high) = match row.ratio {
                Some(r) => (number(r.value, 3), r.ci_low, r.ci_high),
                None => ("–".to_owned(), row.ci_low, row.ci_high),
            };
            vec![
                row.name.clone(),
                number(row.coef, 4),
                number(row.se, 4),
                value,
                format!("{} – {}", number(low, 3), number(high, 3)),
                format!("{:.2}", row.z),
                p_value(row.p),
            ]
        },
    );
    let facts = [
        (say(lang, ("对数似然", "log-likelihood")), study.log_likelihood, 4),
        ("AIC", study.aic, 2),
    ];
    let facts: Vec<String> = facts
        .iter()
        .filter_map(|(name, value, digits)| Some(format!("{name} {}", number((*value)?, *digits))))
        .collect();
    if !facts.is_empty() {
        out.push_str(&format!("  {}\n", facts.join(" · ")));
    }
}

fn tests(out: &mut String, study: &SurvivalStudy, lang: Lang) {
    let heads = [say(lang, ("检验", "test")), "χ²", say(lang, ("自由度", "df")), "p"];
    table(out, lang, ("检验：", "Tests:"), &heads, &study.tests, |row| {
        vec![
            row.label.get(lang).to_owned(),
            number(row.chi_squared, 2),
            row.degrees_of_freedom.to_string(),
            p_value(row.p),
        ]
    });
}

fn proportional(out: &mut String, study: &SurvivalStudy, lang: Lang) {
    let heads = [say(lang, ("列", "column")), "ρ", "χ²", say(lang, ("自由度", "df")), "p"];
    let title = (
        "作用是否随时间变化（Schoenfeld 残差，p 小表示变化）：",
        "Do effects change over time (Schoenfeld residuals; small p: they do):",
    );
    table(out, lang, title, &heads, &study.proportional_hazards, |row| {
        let all = row.name == "GLOBAL";
        vec![
            if all {
                say(lang, ("总体", "all together")).to_owned()
            } else {
                row.name.clone()
            },
            optional(row.rho, 3),
            number(row.chi_squared, 2),
            row.degrees_of_freedom.to_string(),
            p_value(row.p),
        ]
    });
}

fn accuracy(out: &mut String, study: &SurvivalStudy, lang: Lang) {
    let lines = study.accuracy.as_ref().map(|a| a.lines()).unwrap_or_default();
    let heads = [
        say(lang, ("指标", "figure")),
        say(lang, ("模型", "model")),
        say(lang, ("参照", "reference")),
    ];
    let title = (
        "在没见过的行上有多准（Brier 小为好，AUC、C 大为好；参照：对所有人用 Kaplan–Meier 曲线，或 0.5 即瞎猜）：",
        "How good on rows it had not seen (Brier: small is good; AUC, C: large; reference: Kaplan–Meier for all, or 0.5, guessing):",
    );
    table(out, lang, title, &heads, &lines, |line| {
        vec![
            line.label.get(lang).to_owned(),
            number(line.model, 4),
            optional(line.reference, 4),
        ]
    });
}

fn who(study: &SurvivalStudy, stratum: &str, lang: Lang) -> String {
    if study.group.is_none() && stratum == "all" {
        say(lang, ("全部", "all")).to_owned()
    } else {
        stratum.to_owned()
    }
}

fn medians(out: &mut String, study: &SurvivalStudy, lang: Lang) {
    let heads = [
        study.group.as_deref().unwrap_or(say(lang, ("客户", "customers"))),
        say(lang, ("人数", "number")),
        say(lang, ("流失", "churned")),
        say(lang, ("中位时长", "median time")),
        say(lang, ("95% 区间", "95 % interval")),
    ];
    table(
        out,
        lang,
        ("每条曲线：", "Each curve:"),
        &heads,
        &study.medians,
        |row| {
            vec![
                who(study, &row.stratum, lang),
                row.n.to_string(),
                row.events.to_string(),
                optional(row.median, 1),
                match row.ci_low {
                    Some(low) => format!("{} – {}", number(low, 1), optional(row.ci_high, 1)),
                    None => "–".to_owned(),
                },
            ]
        },
    );
}

fn at(out: &mut String, study: &SurvivalStudy, lang: Lang) {
    let heads = [
        study.group.as_deref().unwrap_or(say(lang, ("客户", "customers"))),
        say(lang, ("时间", "time")),
        say(lang, ("比例", "share")),
        say(lang, ("95% 区间", "95 % interval")),
    ];
    let title = if study.model == "competing" {
        (
            "在指定时间已离开的比例：",
            "Share who have left at the times asked for:",
        )
    } else {
        (
            "在指定时间仍是客户的比例：",
            "Share still there at the times asked for:",
        )
    };
    table(out, lang, title, &heads, &study.at, |row| {
        vec![
            who(study, &row.stratum, lang),
            row.time.to_string(),
            number(row.value, 4),
            format!("{} – {}", number(row.ci_low, 4), number(row.ci_high, 4)),
        ]
    });
}
