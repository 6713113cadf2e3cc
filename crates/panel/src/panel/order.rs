//! The rows of one block in the order of customer, period and kind.

use super::model::BLOCK_SHIFT;
use super::partition::Row;

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
    wide: Vec<(u64, u32)>,
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
    pub(crate) fn sort<'a>(self, rows: &[Row], slot: impl Fn(i64) -> u32, buffers: &'a mut Buffers) -> Sorted<'a> {
        let row_bits = bits(rows.len());
        let key_bits = BLOCK_SHIFT + self.slot_bits + self.kind_bits;
        let Buffers { placed, other, wide } = buffers;
        if row_bits + key_bits > u64::BITS {
            wide.clear();
            wide.extend(
                (0..)
                    .zip(rows)
                    .map(|(row, r)| (self.key(r.local, slot(r.at_us), r.kind), row)),
            );
            wide.sort_unstable();
            return Sorted::Wide(wide);
        }
        placed.clear();
        placed.extend(
            (0_u64..)
                .zip(rows)
                .map(|(row, r)| (self.key(r.local, slot(r.at_us), r.kind) << row_bits) | row),
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
    /// Where both do not fit 64 bits: more than a million rows in a block with tens of thousands of kinds and periods.
    Wide(&'a [(u64, u32)]),
}

impl Sorted<'_> {
    /// Different keys.
    pub(crate) fn distinct(&self) -> usize {
        match self {
            Self::Packed(entries, shift) => entries.chunk_by(|a, b| a >> shift == b >> shift).count(),
            Self::Wide(entries) => entries.chunk_by(|a, b| a.0 == b.0).count(),
        }
    }

    /// Calls with key and row number, in order.
    #[inline]
    pub(crate) fn for_each(&self, mut visit: impl FnMut(u64, usize)) {
        match self {
            Self::Packed(entries, shift) => {
                let mask = (1_u64 << shift) - 1;
                entries
                    .iter()
                    .for_each(|&entry| visit(entry >> shift, (entry & mask) as usize));
            }
            Self::Wide(entries) => entries.iter().for_each(|&(key, row)| visit(key, row as usize)),
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
