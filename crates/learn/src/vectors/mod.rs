//! Support vector machines: the widest margin between the churned and the retained.

pub mod fit;
mod hinge;
mod machine;
pub mod settings;
