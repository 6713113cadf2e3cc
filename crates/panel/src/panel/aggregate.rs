//! Rows of one cell become a cell.

use super::cells::{Cell, Cells};
use super::order::{Order, Sorted};
use super::partition::Row;
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

/// Cells of a sorted block. Slot 0 is the time before the first period: such rows are seen by `visit` alone, which gets every
/// row with its customer's number in the block, in the order of the sort.
pub(crate) fn cells(
    sorted: &Sorted,
    order: Order,
    rows: &[Row],
    customers: usize,
    mut visit: impl FnMut(usize, &Row),
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
    let mut current = u64::MAX;
    let mut inside = false;
    let mut customer = 0;
    sorted.for_each(|key, row| {
        let row = &rows[row];
        if key != current {
            if inside {
                batch.push(open.close());
                if batch.len() == BATCH {
                    out.append(&batch);
                    batch.clear();
                }
            }
            current = key;
            let (local, slot, kind) = order.parts(key);
            customer = local;
            inside = slot > 0;
            if inside {
                starts[local + 1] += 1;
                open.begin((slot - 1) as u16, kind, row);
            }
        }
        visit(customer, row);
        if inside {
            open.add(row);
        }
    });
    if inside {
        batch.push(open.close());
    }
    out.append(&batch);
    for local in 0..customers {
        starts[local + 1] += starts[local];
    }
    (starts, out)
}
