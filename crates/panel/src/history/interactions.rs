//! Complaints, tickets and calls as columns.

/// Interactions in any order; the columns have equal lengths. Rows whose customer is not in the lake are not counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Interactions {
    /// Names of the kinds; codes index them.
    pub kinds: Vec<String>,
    /// Dense customer key.
    pub customer: Vec<u32>,
    /// When it was opened, microseconds since 1970, UTC.
    pub opened_at_us: Vec<i64>,
    /// When it was settled, or [`Interactions::OPEN`].
    pub resolved_at_us: Vec<i64>,
    /// Code of the kind.
    pub kind: Vec<u16>,
    /// 1–5; NaN where unknown.
    pub satisfaction: Vec<f64>,
}

impl Interactions {
    /// Not settled yet.
    pub const OPEN: i64 = i64::MAX;
    /// The kinds that are complaints.
    pub const COMPLAINTS: [&'static str; 2] = ["投诉", "complaint"];
}
