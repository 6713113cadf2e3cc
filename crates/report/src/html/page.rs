//! The page around the sections.

use holdfast_domain::lang::Lang;

use super::contents::sections;
use super::headline;
use super::parts::{Pair, say};
use crate::escape::{escaped, push_escaped};
use crate::model::report::Report;
use crate::svg::canvas;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Nothing is loaded from anywhere: the file can be forwarded and opened offline.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

const SKIP: Pair = ("跳到正文", "Skip to the report");
const CONTENTS: Pair = ("目录", "Contents");
const SWITCH: Pair = ("语言", "Language");

/// The report as one HTML file with both languages, `first` shown until the reader picks the other one.
///
/// Opens offline, prints on A4, works without scripts. Numbers that are not finite are shown as an en dash.
pub fn to_html(report: &Report, first: Lang) -> String {
    let mut out = String::with_capacity(512 * 1024);
    let title = |lang| escaped(&headline::title(report, lang));
    out.push_str("<!DOCTYPE html>\n<html lang=\"");
    out.push_str(first.tag());
    for lang in [Lang::Zh, Lang::En] {
        out.push_str(&format!("\" data-{}=\"{}", short(lang), title(lang)));
    }
    out.push_str("\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"");
    out.push_str(POLICY);
    out.push_str("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    out.push_str("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    out.push_str(&title(first));
    out.push_str("</title>\n<style>\n");
    out.push_str(STYLE);
    out.push_str(canvas::STYLE);
    out.push_str("</style>\n</head>\n<body>\n");
    push_switch(&mut out, first);
    // The language that is shown first also comes first for readers whose program knows no CSS.
    let second = if first == Lang::Zh { Lang::En } else { Lang::Zh };
    for lang in [first, second] {
        push_page(&mut out, report, lang);
    }
    out.push_str("<script>\n");
    out.push_str(SCRIPT);
    out.push_str("</script>\n</body>\n</html>\n");
    out
}

/// The prefix of a language in ids and classes.
fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    }
}

fn push_switch(out: &mut String, first: Lang) {
    for lang in [Lang::Zh, Lang::En] {
        let checked = if lang == first { " checked" } else { "" };
        let (id, tag) = (short(lang), lang.tag());
        let name = say(lang, ("中文", "English"));
        out.push_str(&format!(
            "<input class=\"pick\" type=\"radio\" name=\"lang\" id=\"pick-{id}\" lang=\"{tag}\" aria-label=\"{name}\"{checked}>\n"
        ));
    }
    out.push_str(&format!(
        "<div class=\"switch\" role=\"group\" aria-label=\"{} / {}\">",
        SWITCH.0, SWITCH.1
    ));
    out.push_str(
        "<label for=\"pick-zh\" lang=\"zh-CN\">中文</label><label for=\"pick-en\" lang=\"en\">English</label></div>\n",
    );
}

fn push_page(out: &mut String, report: &Report, lang: Lang) {
    let id = short(lang);
    let sections = sections(report, lang);
    out.push_str(&format!("<div class=\"page {id}\" lang=\"{}\">\n", lang.tag()));
    out.push_str(&format!(
        "<a class=\"skip\" href=\"#{id}-main\">{}</a>\n<header>\n",
        say(lang, SKIP)
    ));
    out.push_str(&headline::body(report, lang));
    let contents = say(lang, CONTENTS);
    out.push_str(&format!(
        "</header>\n<nav class=\"toc\" aria-label=\"{contents}\"><p>{contents}</p><ol>\n"
    ));
    for section in &sections {
        let (place, title) = (section.id, say(lang, section.title));
        out.push_str(&format!("<li><a href=\"#{id}-{place}\">{title}</a></li>\n"));
    }
    out.push_str(&format!("</ol></nav>\n<main id=\"{id}-main\">\n"));
    for section in &sections {
        let (place, title) = (section.id, say(lang, section.title));
        out.push_str(&format!(
            "<section id=\"{id}-{place}\" aria-labelledby=\"{id}-{place}-h\">\n<h2 id=\"{id}-{place}-h\">{title}</h2>\n"
        ));
        out.push_str(&section.body);
        out.push_str("\n</section>\n");
    }
    out.push_str("</main>\n<footer>");
    push_escaped(out, &footer(report, lang));
    out.push_str("</footer>\n</div>\n");
}

fn footer(report: &Report, lang: Lang) -> String {
    let (version, seed, schema) = (&report.holdfast_version, report.seed, &report.schema_version);
    match lang {
        Lang::Zh => format!(
            "由 Holdfast {version} 生成，随机种子 {seed}，报告格式版本 {schema}。相同的数据、种子和版本得到相同的报告。"
        ),
        Lang::En => format!(
            "Made by Holdfast {version}, seed {seed}, report schema {schema}. The same data, seed and version give the same report."
        ),
    }
}
