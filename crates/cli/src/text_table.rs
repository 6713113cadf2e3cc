//! Tables in a terminal.

use crate::terminal::{fit, width};

/// The widest a column gets; longer texts are cut.
const WIDEST: usize = 40;

/// Rows under a head: texts to the left, numbers to the right, two blanks between columns.
pub struct TextTable {
    rows: Vec<Vec<String>>,
    /// Columns from the left that hold words.
    words: usize,
}

impl TextTable {
    /// A table with these heads, of which the first `words` columns hold words and the others numbers.
    pub fn new(heads: &[&str], words: usize) -> Self {
        Self {
            rows: vec![heads.iter().map(|&head| head.to_owned()).collect()],
            words,
        }
    }

    /// Adds a row of as many cells as there are heads.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table, each line behind `indent` and ended by a line break.
    pub fn show(&self, indent: &str) -> String {
        let columns = self.rows.first().map_or(0, Vec::len);
        let widths: Vec<usize> = (0..columns)
            .map(|c| {
                self.rows
                    .iter()
                    .filter_map(|row| row.get(c))
                    .map(|cell| width(cell))
                    .max()
                    .unwrap_or(0)
                    .min(WIDEST)
            })
            .collect();
        let mut out = String::new();
        for row in &self.rows {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(c, (cell, &most))| {
                    let left = fit(cell, most);
                    if c < self.words {
                        left
                    } else {
                        let text = left.trim_end();
                        format!("{}{text}", " ".repeat(most.saturating_sub(width(text))))
                    }
                })
                .collect();
            out.push_str(indent);
            out.push_str(cells.join("  ").trim_end());
            out.push('\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_left_and_numbers_right_in_both_languages() {
        let mut table = TextTable::new(&["列", "n"], 1);
        table.row(vec!["fin".to_owned(), "12".to_owned()]);
        assert_eq!(table.show(" "), " 列    n\n fin  12\n");
    }
}
