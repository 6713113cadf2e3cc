//! Columns as categories.

use holdfast_engine::table::{Column, TextColumn, Values};

use super::picked::Picked;

/// Categories, numbered in the order of their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Categories {
    /// Which level each row picked holds: an index into `levels`.
    pub codes: Vec<u32>,
    /// The different values that occur: numbers in rising order, texts in the order of their characters.
    pub levels: Vec<String>,
}

impl Categories {
    /// Everybody in one category without a name.
    pub fn one(rows: usize) -> Self {
        Self {
            codes: vec![0; rows],
            levels: vec![String::new()],
        }
    }
}

impl Picked<'_> {
    /// A column that was needed, as categories; numbers and dates are their different values.
    pub fn categories(&self, column: &Column) -> Categories {
        match &column.values {
            Values::Text(text) => self.of_text(text),
            Values::Number(numbers) => {
                // Adding zero turns −0 into 0, so that the two are one level.
                let keys: Vec<u64> = numbers.values.iter().map(|v| rising_bits(v + 0.0)).collect();
                self.of_keys(column, &keys)
            }
            Values::Instant(instants) => self.of_keys(column, &instants.seconds),
        }
    }

    fn of_text(&self, text: &TextColumn) -> Categories {
        let mut codes = self.gather(&text.codes);
        let mut seen = vec![false; text.levels.len()];
        for &code in &codes {
            if let Some(seen) = seen.get_mut(code as usize) {
                *seen = true;
            }
        }
        let mut order: Vec<u32> = (0u32..)
            .zip(&seen)
            .filter(|(_, seen)| **seen)
            .map(|(code, _)| code)
            .collect();
        order.sort_by(|&a, &b| text.levels.get(a).cmp(text.levels.get(b)));
        let mut renumbered = vec![0; seen.len()];
        for (new, &old) in (0u32..).zip(&order) {
            renumbered[old as usize] = new;
        }
        for code in &mut codes {
            *code = renumbered.get(*code as usize).copied().unwrap_or(0);
        }
        Categories {
            codes,
            levels: order.iter().map(|&code| text.levels.get(code).to_owned()).collect(),
        }
    }

    fn of_keys<K: Ord + Copy>(&self, column: &Column, keys: &[K]) -> Categories {
        let mut levels: Vec<(K, u32)> = self.rows.iter().map(|&row| (keys[row as usize], row)).collect();
        levels.sort_unstable();
        levels.dedup_by_key(|level| level.0);
        let code = |&row: &u32| levels.partition_point(|level| level.0 < keys[row as usize]) as u32;
        let name = |&(_, row): &(K, u32)| {
            column
                .text_at(row as usize)
                .map_or_else(String::new, |t| t.into_owned())
        };
        Categories {
            codes: self.rows.iter().map(code).collect(),
            levels: levels.iter().map(name).collect(),
        }
    }
}

/// Bits that rise with the number.
fn rising_bits(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}
