//! The page around the sections of any report: one file, both languages, nothing loaded.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, say};
use crate::escape::{escaped, push_escaped};
use crate::svg::canvas;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Nothing is loaded from anywhere: the file can be forwarded and opened offline.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

const SKIP: Pair = ("跳到正文", "Skip to the report");
const CONTENTS: Pair = ("目录", "Contents");
const SWITCH: Pair = ("语言", "Language");

/// A section ready to be placed.
pub(super) struct Section {
    /// Its id without the language.
    pub(super) id: &'static str,
    /// Its heading.
    pub(super) title: Pair,
    /// Its HTML below the heading.
    pub(super) body: String,
}

/// What a page says in one language.
pub(super) struct Content {
    /// The title of the window.
    pub(super) title: String,
    /// The head of the page as HTML, its `h1` included.
    pub(super) head: String,
    /// The sections in reading order.
    pub(super) sections: Vec<Section>,
    /// The last line.
    pub(super) footer: String,
}

/// One HTML file with both languages, `first` shown until the reader picks the other one.
///
/// Opens offline, prints on A4, works without scripts.
pub(super) fn page(first: Lang, content: impl Fn(Lang) -> Content) -> String {
    let (zh, en) = (content(Lang::Zh), content(Lang::En));
    let of = |lang| if lang == Lang::Zh { &zh } else { &en };
    let mut out = String::with_capacity(512 * 1024);
    let title = |lang| escaped(&of(lang).title);
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
        push_half(&mut out, of(lang), lang);
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

fn push_half(out: &mut String, content: &Content, lang: Lang) {
    let id = short(lang);
    out.push_str(&format!("<div class=\"page {id}\" lang=\"{}\">\n", lang.tag()));
    out.push_str(&format!(
        "<a class=\"skip\" href=\"#{id}-main\">{}</a>\n<header>\n",
        say(lang, SKIP)
    ));
    out.push_str(&content.head);
    let contents = say(lang, CONTENTS);
    out.push_str(&format!(
        "</header>\n<nav class=\"toc\" aria-label=\"{contents}\"><p>{contents}</p><ol>\n"
    ));
    for section in &content.sections {
        let (place, title) = (section.id, say(lang, section.title));
        out.push_str(&format!("<li><a href=\"#{id}-{place}\">{title}</a></li>\n"));
    }
    out.push_str(&format!("</ol></nav>\n<main id=\"{id}-main\">\n"));
    for section in &content.sections {
        let (place, title) = (section.id, say(lang, section.title));
        out.push_str(&format!(
            "<section id=\"{id}-{place}\" aria-labelledby=\"{id}-{place}-h\">\n<h2 id=\"{id}-{place}-h\">{title}</h2>\n"
        ));
        out.push_str(&section.body);
        out.push_str("\n</section>\n");
    }
    out.push_str("</main>\n<footer>");
    push_escaped(out, &content.footer);
    out.push_str("</footer>\n</div>\n");
}

/// The last line of every page: what made it.
pub(super) fn footer(version: &str, seed: u64, schema: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!(
            "由 Holdfast {version} 生成，随机种子 {seed}，报告格式版本 {schema}。相同的数据、种子和版本得到相同的报告。"
        ),
        Lang::En => format!(
            "Made by Holdfast {version}, seed {seed}, report schema {schema}. The same data, seed and version give the same report."
        ),
    }
}
