//! The stored text of reasons, clause by clause.

/// The clauses of a text in which every reason begins with `↑` or `↓`; a separator within a sentence separates nothing.
pub(super) fn clauses<'a>(text: &'a str, separator: &str) -> Vec<&'a str> {
    let mut out = Vec::new();
    let mut begin = 0;
    for (at, found) in text.match_indices(separator) {
        if text[at + found.len()..].starts_with(['↑', '↓']) {
            out.push(&text[begin..at]);
            begin = at + found.len();
        }
    }
    if begin < text.len() {
        out.push(&text[begin..]);
    }
    out
}

/// The first reason that raises the risk, without its arrow; empty where there is none.
pub(super) fn first_raising<'a>(text: &'a str, separator: &str) -> &'a str {
    clauses(text, separator)
        .into_iter()
        .find_map(|clause| clause.strip_prefix('↑'))
        .map_or("", str::trim_start)
}

/// What separates reasons, Chinese and English.
pub(super) const SEPARATORS: [&str; 2] = ["；", "; "];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_semicolon_within_a_sentence_separates_nothing() {
        let text = "↓ plan: gold; ↑ last seen 9 days ago; usually every 3; ↑ complaints: 2";
        assert_eq!(
            clauses(text, "; "),
            [
                "↓ plan: gold",
                "↑ last seen 9 days ago; usually every 3",
                "↑ complaints: 2"
            ]
        );
        assert_eq!(first_raising(text, "; "), "last seen 9 days ago; usually every 3");
        assert_eq!(
            first_raising("↓套餐；↑年龄：52（一般客户 38；…）", "；"),
            "年龄：52（一般客户 38；…）"
        );
        assert_eq!(first_raising("", "；"), "");
        assert_eq!(first_raising("↓a", "；"), "");
    }
}
