//! What churn means here: the definitions that there are, what another rule would say of the same data, and changing them.

pub mod list;
pub mod save;
pub mod trial;
