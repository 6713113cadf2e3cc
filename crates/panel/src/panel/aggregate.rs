//! Rows of one cell become a cell.

use super::cells::{Cell, Cells};
use super::order::{Order, Sorted};
use super::partition::{Packed, Row};
use crate::events::EventChunk;

/// Cells that are written together, column after column: small enough for the first-level cache.
const BATCH: usize = 256;
/// Up to so many products a quadratic look is faster than sorting.
const FEW_PRODUCTS: usize = 8;

/// A cell under way.
struct Open {
    cell: Cell,
    amount: i128,
    refund: i128,
    products: Vec<u32>,
}

impl Open {
    fn begin(&mut self, period: u16, kind: u16, row: &Row) {
        self.cell = Cell {
            period,
            kind,
            amount_min_minor: EventChunk::NO_AMOUNT,
            amount_max_minor: EventChunk::NO_AMOUNT,
            first_at_us: row.at_us,
            last_at_us: row.at_us,
            ..Cell::default()
        };
        self.amount = 0;
        self.refund = 0;
        self.products.clear();
    }

    #[inline]
    fn add(&mut self, row: &Row) {
        let cell = &mut self.cell;
        cell.count += 1;
        cell.first_at_us = cell.first_at_us.min(row.at_us);
        cell.last_at_us = cell.last_at_us.max(row.at_us);
        let amount = row.amount_minor;
        if amount != EventChunk::NO_AMOUNT {
            cell.amount_min_minor = if cell.with_amount == 0 {
                amount
            } else {
                cell.amount_min_minor.min(amount)
            };
            // NO_AMOUNT is below every amount.
            cell.amount_max_minor = cell.amount_max_minor.max(amount);
            cell.with_amount += 1;
            self.amount += i128::from(amount);
            self.refund -= i128::from(amount.min(0));
        }
        if !row.quantity.is_nan() {
            cell.quantity_sum += row.quantity;
        }
        if row.product != EventChunk::NO_PRODUCT {
            self.products.push(row.product);
        }
    }

    /// The finished cell. Sums are exact before they are clamped, so that the order of the rows does not matter.
    #[inline]
    fn close(&mut self) -> Cell {
        self.cell.amount_sum_minor = clamp(self.amount);
        self.cell.refund_minor = clamp(self.refund);
        self.cell.products = different(&mut self.products);
        self.cell
    }
}

/// The cell of one event: most cells are, and need none of the bookkeeping.
#[inline]
fn single(period: u16, kind: u16, row: &Row) -> Cell {
    let amount = row.amount_minor;
    let paid = amount != EventChunk::NO_AMOUNT;
    Cell {
        period,
        kind,
        count: 1,
        with_amount: u32::from(paid),
        products: u32::from(row.product != EventChunk::NO_PRODUCT),
        amount_sum_minor: if paid { amount } else { 0 },
        amount_min_minor: amount,
        amount_max_minor: amount,
        refund_minor: if paid { -amount.min(0) } else { 0 },
        // Adding 0 makes −0 a 0, as a sum does.
        quantity_sum: if row.quantity.is_nan() { 0.0 } else { row.quantity + 0.0 },
        first_at_us: row.at_us,
        last_at_us: row.at_us,
    }
}

fn clamp(sum: i128) -> i64 {
    sum.clamp(i128::from(i64::MIN + 1), i128::from(i64::MAX)) as i64
}

/// Different values; sorts them where they are many.
fn different(values: &mut [u32]) -> u32 {
    if values.len() <= FEW_PRODUCTS {
        let first = |&(at, value): &(usize, &u32)| !values[..at].contains(value);
        return values.iter().enumerate().filter(first).count() as u32;
    }
    values.sort_unstable();
    values.chunk_by(|a, b| a == b).count() as u32
}

/// Cells of a sorted block. Slot 0 is the time before the first period: such rows are seen by `visit` alone, which gets the
/// instant of every row with its customer's number in the block, in the order of the sort.
pub(crate) fn cells(
    sorted: &Sorted,
    order: Order,
    rows: &[Packed],
    customers: usize,
    mut visit: impl FnMut(usize, i64),
) -> (Vec<u32>, Cells) {
    let mut out = Cells::with_capacity(sorted.distinct());
    let mut starts = vec![0_u32; customers + 1];
    let mut batch: Vec<Cell> = Vec::with_capacity(BATCH);
    let mut open = Open {
        cell: Cell::default(),
        amount: 0,
        refund: 0,
        products: Vec::new(),
    };
    sorted.for_each_group(|key, entries, mask| {
        let (local, slot, kind) = order.parts(key);
        let row_of = |entry: u64| Row::unpack(rows[(entry & mask) as usize]);
        for &entry in entries {
            visit(local, row_of(entry).at_us);
        }
        if slot == 0 {
            return;
        }
        starts[local + 1] += 1;
        let period = (slot - 1) as u16;
        let first = row_of(entries[0]);
        batch.push(match entries {
            [_] => single(period, kind, &first),
            _ => {
                open.begin(period, kind, &first);
                for &entry in entries {
                    open.add(&row_of(entry));
                }
                open.close()
            }
        });
        if batch.len() == BATCH {
            out.append(&batch);
            batch.clear();
        }
    });
    out.append(&batch);
    for local in 0..customers {
        starts[local + 1] += starts[local];
    }
    (starts, out)
}
