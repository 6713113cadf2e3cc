//! Values that did not fit their column's type.

/// Examples that are kept of a column's odd values.
pub(crate) const EXAMPLES: usize = 5;
/// Characters kept of one example.
const EXAMPLE_CHARS: usize = 80;

/// Odd values of a column: counted, the first few kept with their row index (0 = first data row).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Odd {
    pub(crate) count: usize,
    pub(crate) examples: Vec<(usize, String)>,
}

impl Odd {
    /// Counts a value, and keeps it if it is among the first.
    pub(crate) fn add(&mut self, row: usize, value: &[u8]) {
        self.count += 1;
        if self.examples.len() < EXAMPLES {
            let text = String::from_utf8_lossy(value);
            self.examples.push((row, text.chars().take(EXAMPLE_CHARS).collect()));
        }
    }
}
