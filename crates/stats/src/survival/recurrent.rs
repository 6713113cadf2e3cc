//! Customers who churn, come back and churn again.
