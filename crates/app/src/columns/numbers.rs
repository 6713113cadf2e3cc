//! Columns as numbers.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::table::{Column, Values};

use super::picked::Picked;

impl Picked<'_> {
    /// A column that was needed, as numbers: finite, one for each row picked.
    ///
    /// # Errors
    /// `not-a-number` with row, column and value: the column holds texts or dates, or a value that is no number.
    pub fn numbers(&self, column: &Column) -> Result<Vec<f64>, Refusal> {
        match &column.values {
            Values::Number(numbers) => match column.odd.first() {
                Some(odd) => Err(self.not_a_number(column, Some(odd.row), &odd.value)),
                None => Ok(self.gather(&numbers.values)),
            },
            Values::Text(_) | Values::Instant(_) => {
                let first = (0..self.len()).find_map(|i| self.odd_at(column, i));
                let (row, value) = first.unwrap_or((None, String::new()));
                Err(self.not_a_number(column, row, &value))
            }
        }
    }

    /// The row and text of value `i` when it is no number.
    fn odd_at(&self, column: &Column, i: usize) -> Option<(Option<u64>, String)> {
        let text = column.text_at(*self.rows.get(i)? as usize)?;
        text.parse::<f64>()
            .is_err()
            .then(|| (self.row_number(i), text.into_owned()))
    }

    fn not_a_number(&self, column: &Column, row: Option<u64>, value: &str) -> Refusal {
        let refusal = Refusal::new(
            "not-a-number",
            bilingual!("不是数字", "not a number"),
            bilingual!(
                "改正该值（缺失就留空），或指定另一列",
                "correct the value (leave the cell blank if it is missing), or name another column"
            ),
        );
        self.refused(column, row, value, refusal)
    }
}
