//! Columns of texts.

use super::intern::Interner;
use super::levels::Levels;

/// Texts, one a row, as numbers of their different values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextColumn {
    /// Which level each row holds, or [`TextColumn::MISSING`].
    pub codes: Vec<u32>,
    /// The different texts in order of first appearance.
    pub levels: Levels,
}

impl TextColumn {
    /// Stands for a row without a value.
    pub const MISSING: u32 = u32::MAX;

    /// A column of these texts.
    pub fn from_texts<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut interner = Interner::default();
        for text in texts {
            match text {
                Some(text) => interner.push(text.as_bytes()),
                None => interner.push_missing(),
            }
        }
        interner.finish()
    }

    /// The text of a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        let code = *self.codes.get(row)?;
        (code != Self::MISSING).then(|| self.levels.get(code))
    }

    /// Rows without a value.
    pub fn missing(&self) -> usize {
        self.codes.iter().filter(|&&code| code == Self::MISSING).count()
    }

    /// How many rows hold each level.
    pub fn level_counts(&self) -> Vec<u64> {
        let mut counts = vec![0; self.levels.len()];
        for &code in &self.codes {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += 1;
            }
        }
        counts
    }
}
