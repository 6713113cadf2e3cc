//! Columns that explain, as numbers: numbers as they are, categories as 0/1 columns.

use holdfast_domain::bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::table::{Column, Values};

use super::picked::Picked;

/// A category with more levels than this explains nothing that a table could show.
const MOST_LEVELS: usize = 100;

/// Named numeric columns, one number for each row picked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Design {
    /// `tenure` for a number; `Contract=One year` for a level of a category, except the first, which is the base.
    pub names: Vec<String>,
    /// The columns.
    pub columns: Vec<Vec<f64>>,
    /// The base of each category, e.g. `Contract=Month-to-month`.
    pub bases: Vec<String>,
}

impl Design {
    /// The columns as slices.
    pub fn slices(&self) -> Vec<&[f64]> {
        self.columns.iter().map(Vec::as_slice).collect()
    }
}

impl Picked<'_> {
    /// Columns that were needed, as a design. The base of a category is its first level (see
    /// [`Picked::categories`]); a column with one value stays, so that the estimator can name it.
    ///
    /// # Errors
    /// `not-a-number` with row and value, `date-covariate`, `too-many-levels`.
    pub fn design(&self, columns: &[&Column]) -> Result<Design, Refusal> {
        let mut design = Design::default();
        for column in columns {
            match &column.values {
                Values::Number(_) => {
                    design.names.push(column.name.clone());
                    design.columns.push(self.numbers(column)?);
                }
                Values::Text(_) => self.push_levels(column, &mut design)?,
                Values::Instant(_) => {
                    let refusal = Refusal::new(
                        "date-covariate",
                        bilingual!("日期列不能直接作协变量", "a date cannot be a covariate as it is"),
                        bilingual!(
                            "改用天数等数字，或去掉这一列",
                            "turn it into a number such as days, or leave it out"
                        ),
                    );
                    return Err(self.in_file(refusal.in_column(column.name.as_str())));
                }
            }
        }
        Ok(design)
    }

    fn push_levels(&self, column: &Column, design: &mut Design) -> Result<(), Refusal> {
        let categories = self.categories(column);
        let count = categories.levels.len();
        if count > MOST_LEVELS {
            let refusal = Refusal::new(
                "too-many-levels",
                bilingual!(
                    "有 {count} 个不同的文字值，最多 {MOST_LEVELS} 个",
                    "{count} different texts, at most {MOST_LEVELS} can be compared"
                ),
                bilingual!(
                    "合并少见的值，或去掉这一列",
                    "merge rare values, or leave the column out"
                ),
            );
            return Err(self.in_file(refusal.in_column(column.name.as_str())));
        }
        // One level only: kept as a constant, which the estimator refuses by its name.
        let first = usize::from(count > 1);
        let base = categories.levels.first().filter(|_| count > 1);
        design
            .bases
            .extend(base.map(|level| format!("{}={level}", column.name)));
        for (level, name) in categories.levels.iter().enumerate().skip(first) {
            let is = |&code: &u32| f64::from(u8::from(code as usize == level));
            design.names.push(format!("{}={name}", column.name));
            design.columns.push(categories.codes.iter().map(is).collect());
        }
        Ok(())
    }
}
