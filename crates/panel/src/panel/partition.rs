//! Rows moved to the block of their customer: one pass that reads every column once and writes every row once.

use rayon::prelude::*;

use super::model::{BLOCK_CUSTOMERS, BLOCK_SHIFT};
use crate::events::{EventChunk, Events};

/// Rows a thread takes at a time.
const PIECE_ROWS: usize = 1 << 18;

/// A row on its way: 32 bytes, two to a cache line, as plain words: memory for them comes zeroed from the system and is written once.
pub(crate) type Packed = [u64; 4];

/// What a [`Packed`] holds.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) at_us: i64,
    pub(crate) amount_minor: i64,
    pub(crate) quantity: f64,
    pub(crate) product: u32,
    /// Customer within the block.
    pub(crate) local: u16,
    pub(crate) kind: u16,
}

impl Row {
    #[inline]
    fn pack(self) -> Packed {
        let low = u64::from(self.product) << 32 | u64::from(self.local) << 16 | u64::from(self.kind);
        [
            self.at_us as u64,
            self.amount_minor as u64,
            self.quantity.to_bits(),
            low,
        ]
    }

    #[inline]
    pub(crate) fn unpack([at, amount, quantity, low]: Packed) -> Self {
        Self {
            at_us: at as i64,
            amount_minor: amount as i64,
            quantity: f64::from_bits(quantity),
            product: (low >> 32) as u32,
            local: (low >> 16) as u16,
            kind: low as u16,
        }
    }
}

/// Part of a chunk.
struct Piece<'a> {
    customer: &'a [u32],
    at_us: &'a [i64],
    kind: &'a [u16],
    amount_minor: &'a [i64],
    quantity: &'a [f64],
    product: &'a [u32],
}

/// The rows of customers and kinds that exist, with `from_us <= at < before_us`, by block and within a block in the order they came.
///
/// The order does not depend on the number of threads: each piece has its own place in each block, counted beforehand.
pub(crate) fn partition(events: &Events, from_us: i64, before_us: i64) -> Vec<Vec<Packed>> {
    let blocks = (events.customers as usize).div_ceil(BLOCK_CUSTOMERS);
    let pieces: Vec<Piece> = events.chunks.iter().flat_map(pieces).collect();
    let keep = |customer: u32, at: i64, kind: u16| {
        customer < events.customers && usize::from(kind) < events.kinds.len() && from_us <= at && at < before_us
    };
    let counts: Vec<Vec<u32>> = pieces
        .par_iter()
        .map(|piece| {
            let mut counts = vec![0_u32; blocks];
            for ((&customer, &at), &kind) in piece.customer.iter().zip(piece.at_us).zip(piece.kind) {
                if keep(customer, at, kind) {
                    counts[(customer >> BLOCK_SHIFT) as usize] += 1;
                }
            }
            counts
        })
        .collect();
    let mut out: Vec<Vec<Packed>> = (0..blocks)
        .map(|block| vec![Packed::default(); counts.iter().map(|counts| counts[block] as usize).sum()])
        .collect();
    let mut places: Vec<Vec<&mut [Packed]>> = pieces.iter().map(|_| Vec::with_capacity(blocks)).collect();
    for (block, rows) in out.iter_mut().enumerate() {
        let mut rest = rows.as_mut_slice();
        for (counts, places) in counts.iter().zip(&mut places) {
            let (own, others) = rest.split_at_mut(counts[block] as usize);
            places.push(own);
            rest = others;
        }
    }
    pieces.par_iter().zip(places).for_each(|(piece, mut places)| {
        let mut filled = vec![0_u32; blocks];
        for row in 0..piece.customer.len() {
            let (customer, at_us, kind) = (piece.customer[row], piece.at_us[row], piece.kind[row]);
            if !keep(customer, at_us, kind) {
                continue;
            }
            let block = (customer >> BLOCK_SHIFT) as usize;
            let place = &mut filled[block];
            places[block][*place as usize] = Row {
                at_us,
                amount_minor: piece.amount_minor[row],
                quantity: piece.quantity[row],
                product: piece.product[row],
                local: (customer as usize % BLOCK_CUSTOMERS) as u16,
                kind,
            }
            .pack();
            *place += 1;
        }
    });
    out
}

/// A chunk in pieces; rows beyond the shortest column are not there.
fn pieces(chunk: &EventChunk) -> impl Iterator<Item = Piece<'_>> {
    let rows = [
        chunk.customer.len(),
        chunk.occurred_at_us.len(),
        chunk.kind.len(),
        chunk.amount_minor.len(),
        chunk.quantity.len(),
        chunk.product.len(),
    ]
    .into_iter()
    .min()
    .unwrap_or(0);
    (0..rows).step_by(PIECE_ROWS).map(move |start| {
        let rows = start..(start + PIECE_ROWS).min(rows);
        Piece {
            customer: &chunk.customer[rows.clone()],
            at_us: &chunk.occurred_at_us[rows.clone()],
            kind: &chunk.kind[rows.clone()],
            amount_minor: &chunk.amount_minor[rows.clone()],
            quantity: &chunk.quantity[rows.clone()],
            product: &chunk.product[rows],
        }
    })
}
