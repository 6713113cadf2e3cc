//! Movements of revenue.

/// Revenue in minor units and customers by period and group; every column but `start_known` is indexed `[period * groups + group]`.
///
/// `start − churned − contraction + expansion + new + reactivation = end` everywhere where the start is known and nobody changes groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RevenueCounts {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// By period: whether the period before it lies within the data; where not, `start` is 0 and rates are null.
    pub start_known: Vec<bool>,
    /// Revenue at the start.
    pub start_minor: Vec<i64>,
    /// Revenue at the end.
    pub end_minor: Vec<i64>,
    /// Of customers who never paid before.
    pub new_minor: Vec<i64>,
    /// Of customers who paid before, but not at the start.
    pub reactivation_minor: Vec<i64>,
    /// What customers who pay nothing any more paid at the start.
    pub churned_minor: Vec<i64>,
    /// What customers pay more.
    pub expansion_minor: Vec<i64>,
    /// What customers pay less.
    pub contraction_minor: Vec<i64>,
    /// Customers with revenue at the start.
    pub start_customers: Vec<u64>,
    /// Customers with revenue at the end.
    pub end_customers: Vec<u64>,
    /// Customers of `new_minor`.
    pub new_customers: Vec<u64>,
    /// Customers of `reactivation_minor`.
    pub reactivation_customers: Vec<u64>,
    /// Customers of `churned_minor`.
    pub churned_customers: Vec<u64>,
    /// Customers of `expansion_minor`.
    pub expansion_customers: Vec<u64>,
    /// Customers of `contraction_minor`.
    pub contraction_customers: Vec<u64>,
}
