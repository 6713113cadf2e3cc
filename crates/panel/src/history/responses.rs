//! Answers to surveys as columns.

/// Answers in any order; the columns have equal lengths. Rows whose customer is not in the lake are not counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Responses {
    /// Ids of the questions; codes index them.
    pub questions: Vec<String>,
    /// Dense customer key.
    pub customer: Vec<u32>,
    /// When it was given, microseconds since 1970, UTC.
    pub answered_at_us: Vec<i64>,
    /// Code of the question.
    pub question: Vec<u16>,
    /// The answer as a number; NaN where there is none.
    pub value: Vec<f64>,
}

impl Responses {
    /// The question "would you recommend us", 0–10.
    pub const NPS: &'static str = "nps";
    /// The question "how satisfied are you", 1–5.
    pub const CSAT: &'static str = "csat";
}
