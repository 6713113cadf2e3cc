//! A cell, and cells as columns.

/// Declares [`Cell`] and [`Cells`] from one list of columns.
macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident: $kind:ty,)*) => {
        /// What happened to one customer in one period, of one kind.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct Cell {
            $($(#[$doc])* pub $name: $kind,)*
        }

        /// Cells as columns of one length, sorted by customer, period and kind.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Cells {
            $($(#[$doc])* pub $name: Vec<$kind>,)*
        }

        impl Cells {
            /// Room for so many.
            pub fn with_capacity(cells: usize) -> Self {
                Self { $($name: Vec::with_capacity(cells),)* }
            }

            /// The cell in a row.
            ///
            /// `row` must be below [`Cells::len`].
            #[inline]
            pub fn cell(&self, row: usize) -> Cell {
                Cell { $($name: self.$name[row],)* }
            }

            /// Appends cells, column after column.
            #[inline]
            pub fn append(&mut self, cells: &[Cell]) {
                $(self.$name.extend(cells.iter().map(|cell| cell.$name));)*
            }

            /// Appends rows of other cells.
            ///
            /// `rows` must lie within `other`.
            #[inline]
            pub fn append_rows(&mut self, other: &Self, rows: std::ops::Range<usize>) {
                $(self.$name.extend_from_slice(&other.$name[rows.clone()]);)*
            }

            /// Whether all columns have the same length.
            pub fn is_even(&self) -> bool {
                [$(self.$name.len(),)*].windows(2).all(|pair| pair[0] == pair[1])
            }
        }
    };
}

columns! {
    /// Index of the period in the panel's periods.
    period: u16,
    /// Code of the kind.
    kind: u16,
    /// Events, at least 1.
    count: u32,
    /// Of these, events with an amount.
    with_amount: u32,
    /// Different products; events without one do not count.
    products: u32,
    /// Sum of the amounts in minor units, at the ends of `i64` where it would leave them; 0 without an amount.
    amount_sum_minor: i64,
    /// Smallest amount in minor units, or `EventChunk::NO_AMOUNT` where no event has one.
    amount_min_minor: i64,
    /// Largest amount in minor units, or `EventChunk::NO_AMOUNT` where no event has one.
    amount_max_minor: i64,
    /// Sum of |amount| over negative amounts in minor units (returns, reversals), at most `i64::MAX`.
    refund_minor: i64,
    /// Sum of the known quantities in the order of the rows; 0 where none is known.
    quantity_sum: f64,
    /// Instant of the first event, microseconds since 1970.
    first_at_us: i64,
    /// Instant of the last event, microseconds since 1970.
    last_at_us: i64,
}

impl Cells {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count.is_empty()
    }
}
