//! Tables that scroll inside their own box.

use holdfast_domain::lang::Lang;

use super::parts::{Pair, say};
use crate::escape::escaped;

/// A cell. Text is escaped here; only [`Cell::Html`] is taken as it is.
pub(super) enum Cell {
    /// Short text.
    Text(String),
    /// A sentence: given room.
    Long(String),
    /// A number, set to the right.
    Number(String),
    /// A number with a second line below it, such as its fraction.
    NumberOver(String, String),
    /// Text with a second line below it.
    TextOver(String, String),
    /// A chip: HTML made by this room, on one line.
    Chip(String),
    /// HTML made by this room out of escaped parts.
    Html(String),
}

/// Where a column's cells are set.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table under construction.
pub(super) struct Table {
    caption: String,
    head: Vec<(String, Side)>,
    body: String,
}

impl Table {
    /// A table with its caption and columns.
    pub(super) fn new(lang: Lang, caption: &str, columns: &[(Pair, Side)]) -> Self {
        Self {
            caption: escaped(caption),
            head: columns
                .iter()
                .map(|(name, side)| (say(lang, *name).to_owned(), *side))
                .collect(),
            body: String::new(),
        }
    }

    /// Adds a row; its first cell is the row's head.
    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.body.push_str("<tr>");
        for (i, cell) in cells.into_iter().enumerate() {
            let (class, html) = cell.render();
            let class = if class.is_empty() {
                String::new()
            } else {
                format!(" class=\"{class}\"")
            };
            if i == 0 {
                self.body.push_str(&format!("<th scope=\"row\"{class}>{html}</th>"));
            } else {
                self.body.push_str(&format!("<td{class}>{html}</td>"));
            }
        }
        self.body.push_str("</tr>\n");
    }

    /// The table in its scrolling box, which the keyboard can reach.
    pub(super) fn finish(self) -> String {
        let mut head = String::new();
        for (name, side) in &self.head {
            let class = if *side == Side::Right { " class=\"n\"" } else { "" };
            head.push_str(&format!("<th scope=\"col\"{class}>{name}</th>"));
        }
        format!(
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\"><table{2}><caption>{0}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{1}</tbody></table></div>\n",
            self.caption,
            self.body,
            if self.head.len() < 3 { " class=\"slim\"" } else { "" }
        )
    }

    /// The table behind a line that unfolds it.
    pub(super) fn folded(self, summary: &str) -> String {
        format!(
            "<details><summary>{}</summary>{}</details>",
            escaped(summary),
            self.finish()
        )
    }
}

impl Cell {
    fn render(self) -> (&'static str, String) {
        match self {
            Self::Text(text) => ("s", escaped(&text)),
            Self::Long(text) => ("t", escaped(&text)),
            Self::Number(text) => ("n", escaped(&text)),
            Self::NumberOver(text, under) => ("n", format!("{}<small>{}</small>", escaped(&text), escaped(&under))),
            Self::TextOver(text, under) => ("s", format!("{}<small>{}</small>", escaped(&text), escaped(&under))),
            Self::Chip(html) => ("", html),
            Self::Html(html) => ("t", html),
        }
    }
}
