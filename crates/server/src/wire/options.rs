//! Options of the command line that a text names, as the interface calls them.
//!
//! A use case says what to do in the words of the command line (`--date-order dmy`); whoever asked over HTTP knows the same thing as a member or parameter.

use std::borrow::Cow;

/// Options that use cases of the interface speak of, and what they are called here. What data say (`--none--`) is not touched.
const OPTIONS: [(&str, &str); 19] = [
    ("against-churn", "other_definition"),
    ("against-metric", "other_metric"),
    ("as-of", "as_of"),
    ("by", "by"),
    ("candidates", "candidates"),
    ("churn", "definition"),
    ("compare", "compare"),
    ("cutoffs", "cutoffs"),
    ("date-order", "date_order"),
    ("delimiter", "delimiter"),
    ("encoding", "encoding"),
    ("from", "from"),
    ("gap", "gap_days"),
    ("horizon", "horizon_days"),
    ("minutes", "minutes"),
    ("period", "period"),
    ("sheet", "sheet"),
    ("to", "to"),
    ("where", "where"),
];

/// The text with `--date-order` as `` `date_order` ``. Dashes elsewhere stay.
pub fn as_parameters(text: &str) -> Cow<'_, str> {
    let (mut out, mut copied) = (String::new(), 0);
    for (at, _) in text.match_indices("--") {
        let (before, after) = (&text[..at], &text[at + 2..]);
        let end = after
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
            .unwrap_or(after.len());
        let known = OPTIONS.iter().find(|(option, _)| *option == &after[..end]);
        let begins = before.chars().next_back();
        if let Some((option, parameter)) = known
            && at >= copied
            && begins.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '-')
        {
            // Some are between the marks of code already.
            let mark = if begins == Some('`') { "" } else { "`" };
            out.extend([&text[copied..at], mark, parameter, mark]);
            copied = at + 2 + option.len();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_become_parameters_and_other_dashes_stay() {
        for (text, wanted) in [
            ("去掉 --encoding，让程序自己判断", "去掉 `encoding`，让程序自己判断"),
            ("say which with --date-order dmy", "say which with `date_order` dmy"),
            (
                "用 --horizon 缩短（--gap 也可）",
                "用 `horizon_days` 缩短（`gap_days` 也可）",
            ),
            ("--churn", "`definition`"),
            ("use `--churn`, not --by.", "use `definition`, not `by`."),
            ("|---|--|", "|---|--|"),
            ("SELECT 1 -- a comment", "SELECT 1 -- a comment"),
            ("a--by 2024--2025 --- --by-", "a--by 2024--2025 --- --by-"),
            ("the value “--none--”, “--to--”", "the value “--none--”, “--to--”"),
            ("没有选项", "没有选项"),
            ("", ""),
        ] {
            assert_eq!(as_parameters(text), wanted);
        }
    }
}
