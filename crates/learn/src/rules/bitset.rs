//! Sets of rows, one bit a row.

/// A set of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowSet(Vec<u64>);

impl RowSet {
    /// The rows of `0..rows` for which `member` holds.
    pub fn from_fn(rows: usize, member: impl Fn(usize) -> bool) -> Self {
        let mut words = vec![0u64; rows.div_ceil(64)];
        for row in (0..rows).filter(|&r| member(r)) {
            words[row / 64] |= 1 << (row % 64);
        }
        Self(words)
    }

    /// Rows in both.
    pub fn and(&self, other: &Self) -> Self {
        Self(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    /// Whether the row is in the set.
    #[inline]
    pub fn contains(&self, row: usize) -> bool {
        self.0[row / 64] >> (row % 64) & 1 == 1
    }

    /// The rows, rising.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(word, &bits)| {
            let mut left = bits;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(word * 64 + bit)
            })
        })
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.0.iter().map(|w| w.count_ones() as usize).sum()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|&w| w == 0)
    }

    /// Number of rows in all three, without building the set.
    pub fn count_and_both(&self, second: &Self, third: &Self) -> usize {
        let words = self.0.iter().zip(&second.0).zip(&third.0);
        words.map(|((a, b), c)| (a & b & c).count_ones() as usize).sum()
    }

    /// Number of rows in both, without building the set.
    pub fn count_and(&self, other: &Self) -> usize {
        self.0
            .iter()
            .zip(&other.0)
            .map(|(a, b)| (a & b).count_ones() as usize)
            .sum()
    }
}
