//! From row indices to the file's row numbers.

/// Remembers where the distance between index and number changes (blank lines, records over several lines).
#[derive(Clone, Debug, Default)]
pub(crate) struct RowMap {
    rows: usize,
    /// (first index, what to add to an index to get its number).
    steps: Vec<(usize, u64)>,
}

impl RowMap {
    /// Appends a row with its number in the file; numbers grow.
    pub(crate) fn push(&mut self, number: u64) {
        let offset = number.saturating_sub(self.rows as u64);
        if self.steps.last().is_none_or(|&(_, last)| last != offset) {
            self.steps.push((self.rows, offset));
        }
        self.rows += 1;
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    /// The number of a row in the file.
    pub(crate) fn number(&self, index: usize) -> u64 {
        let step = self.steps.partition_point(|&(first, _)| first <= index);
        let offset = step.checked_sub(1).map_or(0, |step| self.steps[step].1);
        index as u64 + offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_remembered() {
        let mut map = RowMap::default();
        for number in [2, 3, 5, 6, 10] {
            map.push(number);
        }
        assert_eq!(
            (0..5).map(|index| map.number(index)).collect::<Vec<_>>(),
            [2, 3, 5, 6, 10]
        );
        assert_eq!((map.len(), map.steps.len()), (5, 3));
    }
}
