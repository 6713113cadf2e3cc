//! Events as columns, cut as of an instant.

use rayon::prelude::*;

use crate::history::Qualifying;

/// Events in any order, in chunks as they came off the disk. Nothing here lies after the as-of instant: the scan that made
/// it has seen to that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Events {
    /// Customers in the lake: every key is below.
    pub customers: u32,
    /// Names of the kinds; codes index them.
    pub kinds: Vec<String>,
    /// Different products (codes below).
    pub products: u32,
    /// The rows.
    pub chunks: Vec<EventChunk>,
}

/// Some of the rows; all columns have the same length.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventChunk {
    /// Dense customer key.
    pub customer: Vec<u32>,
    /// Microseconds since 1970, UTC.
    pub occurred_at_us: Vec<i64>,
    /// Code of the kind.
    pub kind: Vec<u16>,
    /// Minor units, or [`EventChunk::NO_AMOUNT`].
    pub amount_minor: Vec<i64>,
    /// NaN where unknown.
    pub quantity: Vec<f64>,
    /// Code of the product, or [`EventChunk::NO_PRODUCT`].
    pub product: Vec<u32>,
}

impl EventChunk {
    /// An event without an amount.
    pub const NO_AMOUNT: i64 = i64::MIN;
    /// An event without a product.
    pub const NO_PRODUCT: u32 = u32::MAX;

    /// Rows.
    pub fn len(&self) -> usize {
        self.customer.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.customer.is_empty()
    }
}

impl Events {
    /// Rows of all chunks.
    pub fn len(&self) -> usize {
        self.chunks.iter().map(EventChunk::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.chunks.iter().all(EventChunk::is_empty)
    }

    /// When whom, of the events that count by a churn definition alone: what rhythms are made of. Amounts, quantities and products are left out.
    pub fn counting(&self, qualifying: &Qualifying) -> Self {
        let chunks = self
            .chunks
            .par_iter()
            .map(|chunk| {
                let counts = |&row: &usize| qualifying.counts(chunk.kind[row], chunk.amount_minor[row]);
                let rows: Vec<usize> = (0..chunk.len()).filter(counts).collect();
                EventChunk {
                    customer: rows.iter().map(|&row| chunk.customer[row]).collect(),
                    occurred_at_us: rows.iter().map(|&row| chunk.occurred_at_us[row]).collect(),
                    kind: vec![0; rows.len()],
                    amount_minor: vec![EventChunk::NO_AMOUNT; rows.len()],
                    quantity: vec![f64::NAN; rows.len()],
                    product: vec![EventChunk::NO_PRODUCT; rows.len()],
                }
            })
            .collect();
        Self {
            customers: self.customers,
            kinds: self.kinds.first().cloned().into_iter().collect(),
            products: 0,
            chunks,
        }
    }
}
