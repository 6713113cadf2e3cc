//! Which columns an estimate needs, and so which rows it can use.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::read::ReadTable;
use holdfast_engine::table::{Column, Values};

use super::find::find;
use super::picked::{Dropped, Picked};
use crate::analyze::understand::label;

/// Columns being chosen. Rows in which a needed column has no value are counted and left out.
pub struct Pick<'a> {
    input: &'a ReadTable,
    keep: Vec<bool>,
    dropped: Vec<Dropped>,
}

impl<'a> Pick<'a> {
    /// All rows of a table that was read.
    pub fn new(input: &'a ReadTable) -> Self {
        Self {
            input,
            keep: vec![true; input.table.rows],
            dropped: Vec::new(),
        }
    }

    /// The column with this name, named by `flag`; its missing values leave no row out (see [`Pick::need`]).
    ///
    /// # Errors
    /// `unknown-column`.
    pub fn column(&self, name: &str, flag: &str) -> Result<&'a Column, Refusal> {
        find(&self.input.table, name, flag).map_err(|refusal| self.in_file(refusal))
    }

    /// The column with this name; rows without a value in it are left out.
    ///
    /// # Errors
    /// `unknown-column`.
    pub fn need(&mut self, name: &str, flag: &str) -> Result<&'a Column, Refusal> {
        let column = self.column(name, flag)?;
        if column.missing > 0 {
            match &column.values {
                Values::Number(numbers) => self.drop_where(name, |row| numbers.values[row].is_nan()),
                Values::Text(_) | Values::Instant(_) => self.drop_where(name, |row| column.text_at(row).is_none()),
            }
        }
        Ok(column)
    }

    /// Yes/no outcomes by row of the table (to be gathered with [`Picked::gather`]): 1/0, true/false, yes/no, 是/否,
    /// words for churned and retained, or `positive` against everything else. Rows without an outcome are left out.
    ///
    /// # Errors
    /// `unknown-column`, `positive-not-found`, `label-many-values`, `label-unknown-values`.
    pub fn need_outcome(&mut self, name: &str, positive: Option<&str>, flag: &str) -> Result<Vec<bool>, Refusal> {
        let column = self.column(name, flag)?;
        let number = |row: usize| self.input.table.row_number(row);
        let labels = label::read(column, positive, &number, flag).map_err(|refusal| self.in_file(refusal))?;
        self.drop_where(name, |row| labels.outcomes[row].is_none());
        Ok(labels.outcomes.into_iter().map(|o| o == Some(true)).collect())
    }

    /// Leaves out the rows of which `lacks` is true, on account of a column.
    pub fn drop_where(&mut self, name: &str, lacks: impl Fn(usize) -> bool) {
        let mut rows = 0;
        for (row, keep) in self.keep.iter_mut().enumerate() {
            if lacks(row) {
                rows += 1;
                *keep = false;
            }
        }
        if rows > 0 {
            self.dropped.push(Dropped {
                column: name.to_owned(),
                rows,
            });
        }
    }

    /// The rows that have everything.
    ///
    /// # Errors
    /// `no-usable-rows` when there is none.
    pub fn finish(self) -> Result<Picked<'a>, Refusal> {
        let rows: Vec<u32> = (0u32..)
            .zip(&self.keep)
            .filter(|(_, keep)| **keep)
            .map(|(row, _)| row)
            .collect();
        if rows.is_empty() {
            let worst = self.dropped.iter().max_by_key(|d| d.rows);
            let refusal = Refusal::new(
                "no-usable-rows",
                bilingual!(
                    "没有一行在所需各列都有值",
                    "no row has a value in every column that is needed"
                ),
                bilingual!("补上缺失值，或少用几列", "fill in missing values, or use fewer columns"),
            );
            let refusal = match worst {
                Some(dropped) => refusal.in_column(dropped.column.as_str()),
                None => refusal,
            };
            return Err(self.in_file(refusal));
        }
        Ok(Picked::new(self.input, rows, self.dropped))
    }

    /// Names the file in a refusal.
    pub fn in_file(&self, refusal: Refusal) -> Refusal {
        refusal.in_file(self.input.file.as_str())
    }
}
