//! What cannot be made into a panel.

use thiserror::Error;

/// Why stored cells or a fresh panel do not fit.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PanelError {
    /// The fresh panel's periods do not begin with the old panel's.
    #[error("the fresh panel has other periods than the stored one: build it over the same first period and grain")]
    OtherPeriods,
    /// The fresh panel's kinds do not begin with the old panel's.
    #[error("kind `{0}` of the stored panel has another code in the fresh one: append new kinds at the end")]
    OtherKinds(String),
    /// The fresh panel knows fewer customers.
    #[error("the fresh panel knows {fresh} customers, the stored one {stored}: keys are never taken back")]
    FewerCustomers {
        /// Customers of the fresh panel.
        fresh: u32,
        /// Customers of the stored one.
        stored: u32,
    },
    /// A stored period is not one of the panel's, or is stored twice or out of order.
    #[error("stored period {0} is not one of the panel's periods, or is not in its place")]
    Period(u16),
    /// Stored cells are not sorted by customer, then kind.
    #[error("cell {cell} of stored period {period} is out of order")]
    Unsorted {
        /// Index of the period.
        period: u16,
        /// Row of the cell in its partition.
        cell: usize,
    },
    /// A stored cell names a customer or kind that the panel does not have.
    #[error("cell {cell} of stored period {period} names customer {customer} or kind {kind}, which is not there")]
    Unknown {
        /// Index of the period.
        period: u16,
        /// Row of the cell in its partition.
        cell: usize,
        /// The customer.
        customer: u32,
        /// The kind.
        kind: u16,
    },
    /// Columns of a stored partition have different lengths.
    #[error("the columns of stored period {0} have different lengths")]
    Ragged(u16),
}
