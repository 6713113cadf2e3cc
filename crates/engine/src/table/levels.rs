//! The different texts of a column, held in one allocation.

/// Different texts, numbered from 0 in order of first appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    text: String,
    /// Where each level ends in `text`.
    ends: Vec<usize>,
}

impl Levels {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The level with this number; empty for a number that was never given out.
    pub fn get(&self, code: u32) -> &str {
        let index = code as usize;
        let Some(&end) = self.ends.get(index) else { return "" };
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..end]
    }

    /// The levels in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index as u32))
    }

    /// Appends a level and returns its number.
    pub(crate) fn push(&mut self, level: &str) -> u32 {
        let code = self.ends.len() as u32;
        self.text.push_str(level);
        self.ends.push(self.text.len());
        code
    }

    /// Gives unused memory back.
    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}
