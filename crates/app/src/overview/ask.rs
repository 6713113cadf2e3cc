//! The question.

/// What an overview is asked for.
#[derive(Clone, Debug, Default)]
pub struct OverviewAsk {
    /// Id of the churn definition; absent: the workspace's first.
    pub definition: Option<String>,
    /// Length of the periods; absent: months.
    pub period: Option<String>,
    /// The last period, as its label or any day in it; absent: the one that the data end in.
    pub to: Option<String>,
    /// Only customers with these values: `dimension=value`.
    pub filters: Vec<String>,
}
