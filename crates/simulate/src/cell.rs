//! Rows on their way out: typed cells, the tables they belong to, and who takes them.

use holdfast_domain::day::Day;

/// One value of a row. Cells borrow: making a row allocates nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// No value.
    Empty,
    /// Text.
    Text(&'a str),
    /// A whole number.
    Int(i64),
    /// A number to be shown with this many decimals (0–6).
    Real {
        /// The number; finite.
        value: f64,
        /// Digits after the point.
        decimals: u8,
    },
    /// Money in minor units (分), shown with two decimals.
    Money(i64),
    /// A day.
    Date(Day),
    /// A day and the second in it (0–86399).
    Time {
        /// The day.
        day: Day,
        /// Seconds since midnight.
        second: u32,
    },
    /// A number that is text: padded with zeros to `width` digits (ids, phones, order numbers).
    Digits {
        /// The number.
        number: u64,
        /// The least number of digits.
        width: u8,
    },
}

/// The tables a simulation writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableName {
    /// One row a customer, with personal fields and attributes.
    Customers,
    /// What customers did.
    Events,
    /// Spells of a plan (telecom).
    Subscriptions,
    /// Complaints and questions, with text.
    Interactions,
    /// The randomised offer and its outcome.
    Offers,
    /// One row a customer as of the cut-off, with the label.
    Snapshot,
    /// The truth about each customer.
    TruthCustomers,
}

impl TableName {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Customers,
        Self::Events,
        Self::Subscriptions,
        Self::Interactions,
        Self::Offers,
        Self::Snapshot,
        Self::TruthCustomers,
    ];

    /// The file's name without its ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Events => "events",
            Self::Subscriptions => "subscriptions",
            Self::Interactions => "interactions",
            Self::Offers => "offers",
            Self::Snapshot => "snapshot",
            Self::TruthCustomers => "truth_customers",
        }
    }

    /// A dense number, 0 to 6.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// A receiver of rows could not take one.
#[derive(Debug, thiserror::Error)]
#[error("cannot write table {table}: {source}")]
pub struct SinkError {
    /// The table's name.
    pub table: &'static str,
    /// Why.
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

/// Takes the rows of a simulation as they are made. A table's header comes before its rows; tables are interleaved.
pub trait Sink {
    /// The names of a table's columns; called once for each table that the industry has.
    fn header(&mut self, table: TableName, columns: &[&str]) -> Result<(), SinkError>;
    /// One row, as wide as its header.
    fn row(&mut self, table: TableName, cells: &[Cell<'_>]) -> Result<(), SinkError>;
}
