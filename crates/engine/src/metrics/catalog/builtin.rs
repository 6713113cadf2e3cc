//! The metrics that come with the program: one file each.

/// File name and text of a metric.
macro_rules! built_in {
    ($($id:literal),+ $(,)?) => {
        [$((concat!($id, ".sql"), include_str!(concat!("../builtin/", $id, ".sql")))),+]
    };
}

/// File name and text of every built-in metric, in the order in which they are listed.
pub(super) const BUILT_IN: [(&str, &str); 51] = built_in![
    "customers_at_start",
    "customers_at_end",
    "customers_new",
    "customers_lost",
    "customers_returned",
    "customers_on_file",
    "churn_rate_start",
    "churn_rate_joined",
    "churn_rate_daily",
    "churn_rate_trailing",
    "retention_calendar",
    "retention_rolling",
    "retention_on",
    "retention_on_or_after",
    "retention_range",
    "lifecycle_new",
    "lifecycle_kept",
    "lifecycle_returned",
    "lifecycle_lapsed",
    "lifecycle_dormant",
    "revenue_start",
    "revenue_new",
    "revenue_expansion",
    "revenue_contraction",
    "revenue_churned",
    "revenue_reactivation",
    "revenue_end",
    "revenue_churn_gross",
    "revenue_churn_net",
    "nrr",
    "grr",
    "amount",
    "refunds",
    "purchases",
    "buyers",
    "average_purchase_value",
    "purchases_per_buyer",
    "purchase_interval",
    "average_revenue_per_customer",
    "historical_value",
    "value_lost",
    "complaints",
    "complaint_rate",
    "complaint_response_hours",
    "complaint_resolution_rate",
    "satisfaction",
    "nps",
    "csat",
    "workshop_return",
    "rfm_customers",
    "rfm_amount",
];
