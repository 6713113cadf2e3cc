//! The summary in sentences.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, empty, say};
use crate::escape::escaped;
use crate::model::report::{Question, Report};

const NONE: Pair = ("这份报告没有文字摘要。", "This report has no summary in words.");

/// One question after the other, in the order of the report.
pub(super) fn body(report: &Report, lang: Lang) -> String {
    if report.narrative.is_empty() {
        return empty(say(lang, NONE));
    }
    let mut out = String::from("<dl class=\"story\">\n");
    for paragraph in &report.narrative {
        let question = say(lang, name(paragraph.question));
        let text = escaped(paragraph.text.get(lang));
        out.push_str(&format!("<dt>{question}</dt><dd>{text}</dd>\n"));
    }
    out.push_str("</dl>\n");
    out
}

fn name(question: Question) -> Pair {
    match question {
        Question::What => ("看的是什么", "What"),
        Question::HowMuch => ("流失多少", "How much"),
        Question::Who => ("谁在流失", "Who"),
        Question::Why => ("为什么", "Why"),
        Question::WhatToDo => ("该做什么", "What to do"),
        Question::HowSure => ("有多确定", "How sure"),
    }
}
