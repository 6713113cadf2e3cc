//! Input that is refused: what is wrong, where exactly, and what to do about it. The command line exits with 3.

use crate::lang::{Bilingual, Lang};

/// Why an input was refused. Nothing was written when one of these is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// A stable, machine-readable name in kebab-case, e.g. `ragged-row`.
    pub code: &'static str,
    /// The file as the user named it.
    pub file: Option<String>,
    /// The line or row in the file as a text editor or spreadsheet counts it (the header is row 1).
    pub row: Option<u64>,
    /// The column's name.
    pub column: Option<String>,
    /// The offending value, shortened to 80 characters.
    pub value: Option<String>,
    /// What is wrong: a lower-case fragment.
    pub problem: Bilingual,
    /// What to do about it.
    pub remedy: Bilingual,
}

impl Refusal {
    /// A refusal with no place yet.
    pub fn new(code: &'static str, problem: Bilingual, remedy: Bilingual) -> Self {
        Self {
            code,
            file: None,
            row: None,
            column: None,
            value: None,
            problem,
            remedy,
        }
    }

    /// Names the file.
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// Names the row (1 = the first line of the file).
    pub fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// Names the column.
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.column = Some(column.into());
        self
    }

    /// Shows the offending value, cut to 80 characters with control characters escaped.
    pub fn with_value(mut self, value: &str) -> Self {
        let shown: String = value.chars().take(80).flat_map(char::escape_debug).collect();
        self.value = Some(if value.chars().count() > 80 {
            format!("{shown}…")
        } else {
            shown
        });
        self
    }

    /// One line a person can act on.
    pub fn message(&self, lang: Lang) -> String {
        let mut out = String::new();
        if let Some(file) = &self.file {
            out.push_str(file);
            out.push_str(": ");
        }
        let places: Vec<String> = [
            self.row.map(|r| match lang {
                Lang::Zh => format!("第{r}行"),
                Lang::En => format!("row {r}"),
            }),
            self.column.as_ref().map(|c| match lang {
                Lang::Zh => format!("“{c}”列"),
                Lang::En => format!("column \"{c}\""),
            }),
            self.value.as_ref().map(|v| match lang {
                Lang::Zh => format!("值“{v}”"),
                Lang::En => format!("value \"{v}\""),
            }),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !places.is_empty() {
            out.push_str(&places.join(match lang {
                Lang::Zh => "，",
                Lang::En => ", ",
            }));
            out.push_str(": ");
        }
        out.push_str(self.problem.get(lang));
        out.push_str(match lang {
            Lang::Zh => "。怎么办：",
            Lang::En => ". What to do: ",
        });
        out.push_str(self.remedy.get(lang));
        out
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_file_row_column_value_and_remedy() {
        let refusal = Refusal::new(
            "bad-number",
            Bilingual::new("不是数字", "not a number"),
            Bilingual::new("改正该值", "correct the value"),
        )
        .in_file("a.csv")
        .at_row(7)
        .in_column("age")
        .with_value("x\0y");
        assert_eq!(
            refusal.message(Lang::En),
            "a.csv: row 7, column \"age\", value \"x\\0y\": not a number. What to do: correct the value"
        );
        assert!(refusal.message(Lang::Zh).contains("第7行"));
    }
}
