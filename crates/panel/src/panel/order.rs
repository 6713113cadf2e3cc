//! The rows of one block in the order of customer, period and kind.

use super::model::BLOCK_SHIFT;
use super::partition::{Packed, Row};

/// Widest digit of the radix sort: its counters fit the first-level cache beside the data.
const DIGIT_BITS: u32 = 10;

/// How rows become keys: customer, slot of time and kind in bits next to each other, then the row's number.
#[derive(Clone, Copy)]
pub(crate) struct Order {
    slot_bits: u32,
    kind_bits: u32,
}

/// Buffers that are kept from block to block.
#[derive(Default)]
pub(crate) struct Buffers {
    placed: Vec<u64>,
    other: Vec<u64>,
}

impl Order {
    /// Keys for so many slots of time and kinds.
    pub(crate) fn new(slots: usize, kinds: usize) -> Self {
        Self {
            slot_bits: bits(slots),
            kind_bits: bits(kinds),
        }
    }

    #[inline]
    fn key(self, local: u16, slot: u32, kind: u16) -> u64 {
        (u64::from(local) << (self.slot_bits + self.kind_bits)) | (u64::from(slot) << self.kind_bits) | u64::from(kind)
    }

    #[inline]
    fn key_of(self, row: Packed, slot: &impl Fn(i64) -> u32) -> u64 {
        let row = Row::unpack(row);
        self.key(row.local, slot(row.at_us), row.kind)
    }

    /// Customer within the block, slot and kind of a key.
    #[inline]
    pub(crate) fn parts(self, key: u64) -> (usize, u32, u16) {
        let low = |bits: u32| (1_u64 << bits) - 1;
        (
            (key >> (self.slot_bits + self.kind_bits)) as usize,
            ((key >> self.kind_bits) & low(self.slot_bits)) as u32,
            (key & low(self.kind_bits)) as u16,
        )
    }

    /// Sorts a block; rows of one key stay as they came.
    pub(crate) fn sort<'a>(self, rows: &[Packed], slot: impl Fn(i64) -> u32, buffers: &'a mut Buffers) -> Sorted<'a> {
        let row_bits = bits(rows.len());
        let key_bits = BLOCK_SHIFT + self.slot_bits + self.kind_bits;
        let Buffers { placed, other } = buffers;
        if row_bits + key_bits > u64::BITS {
            let mut wide: Vec<(u64, u64)> = (0..).zip(rows).map(|(row, r)| (self.key_of(*r, &slot), row)).collect();
            wide.sort_unstable();
            (*placed, *other) = wide.into_iter().unzip();
            return Sorted::Wide(placed, other);
        }
        placed.clear();
        placed.extend(
            (0_u64..)
                .zip(rows)
                .map(|(row, r)| (self.key_of(*r, &slot) << row_bits) | row),
        );
        other.resize(placed.len(), 0);
        let passes = key_bits.div_ceil(DIGIT_BITS);
        let digit_bits = key_bits.div_ceil(passes);
        for pass in 0..passes {
            scatter(placed, other, row_bits + pass * digit_bits, digit_bits);
            std::mem::swap(placed, other);
        }
        Sorted::Packed(placed, row_bits)
    }
}

/// Keys with the numbers of their rows, sorted.
pub(crate) enum Sorted<'a> {
    /// The number of the row in so many low bits, the key above it.
    Packed(&'a [u64], u32),
    /// Keys, and row numbers beside them, where both do not fit 64 bits: more than a million rows in a block with tens of
    /// thousands of kinds and periods.
    Wide(&'a [u64], &'a [u64]),
}

impl Sorted<'_> {
    /// Different keys. Neighbours are compared without a branch.
    pub(crate) fn distinct(&self) -> usize {
        let (keys, shift) = match self {
            Self::Packed(entries, shift) => (*entries, *shift),
            Self::Wide(keys, _) => (*keys, 0),
        };
        let changes = keys
            .windows(2)
            .map(|pair| usize::from((pair[0] ^ pair[1]) >> shift != 0))
            .sum::<usize>();
        changes + usize::from(!keys.is_empty())
    }

    /// Calls with each key and its entries, in order; the number of an entry's row is what the mask, given last, leaves of it.
    #[inline]
    pub(crate) fn for_each_group(&self, mut visit: impl FnMut(u64, &[u64], u64)) {
        let (keys, shift, rows, mask) = match self {
            Self::Packed(entries, shift) => (*entries, *shift, *entries, (1_u64 << shift) - 1),
            Self::Wide(keys, rows) => (*keys, 0, *rows, u64::MAX),
        };
        let mut start = 0;
        while start < keys.len() {
            let key = keys[start] >> shift;
            let mut end = start + 1;
            while end < keys.len() && keys[end] >> shift == key {
                end += 1;
            }
            visit(key, &rows[start..end], mask);
            start = end;
        }
    }
}

/// Bits that numbers below `count` need.
fn bits(count: usize) -> u32 {
    usize::BITS - count.saturating_sub(1).leading_zeros()
}

/// One stable pass of a counting sort by a digit.
fn scatter(from: &[u64], to: &mut [u64], shift: u32, digit_bits: u32) {
    let mask = (1_usize << digit_bits) - 1;
    let mut next = vec![0_u32; mask + 1];
    for &entry in from {
        next[(entry >> shift) as usize & mask] += 1;
    }
    let mut sum = 0;
    for place in &mut next {
        sum += std::mem::replace(place, sum);
    }
    for &entry in from {
        let place = &mut next[(entry >> shift) as usize & mask];
        to[*place as usize] = entry;
        *place += 1;
    }
}
