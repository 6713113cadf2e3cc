//! Rows that a later one corrected.

use arrow::array::{AsArray, RecordBatch};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};

/// Which row numbers no longer hold, as bits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retractions {
    bits: Vec<u64>,
    count: usize,
}

impl Retractions {
    /// Those of `batches` (row number, instant in columns 1 and 2) that were made by `known_by_us`.
    pub(crate) fn collect(batches: &[RecordBatch], rows: i64, known_by_us: i64) -> Self {
        let mut found = Self::default();
        for batch in batches {
            let numbers = batch.column(1).as_primitive::<Int64Type>();
            let instants = batch.column(2).as_primitive::<TimestampMicrosecondType>();
            for (&row, &at) in numbers.values().iter().zip(instants.values()) {
                if at <= known_by_us && (0..rows).contains(&row) {
                    found.add(row, rows);
                }
            }
        }
        found
    }

    fn add(&mut self, row: i64, rows: i64) {
        if self.bits.is_empty() {
            self.bits = vec![0; (rows as usize).div_ceil(64)];
        }
        let (word, bit) = (row as usize / 64, 1 << (row % 64));
        self.count += usize::from(self.bits[word] & bit == 0);
        self.bits[word] |= bit;
    }

    /// Whether a row no longer holds.
    #[inline]
    pub fn holds(&self, row: i64) -> bool {
        usize::try_from(row / 64)
            .ok()
            .and_then(|word| self.bits.get(word))
            .is_some_and(|bits| bits & (1 << (row % 64)) != 0)
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Their numbers, growing.
    pub fn numbers(&self) -> impl Iterator<Item = i64> + '_ {
        self.bits.iter().enumerate().flat_map(|(word, &bits)| {
            (0..64)
                .filter(move |bit| bits & (1 << bit) != 0)
                .map(move |bit| (word * 64 + bit) as i64)
        })
    }
}
