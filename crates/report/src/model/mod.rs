//! What a churn report says, as data. This is `report.json`; its JSON Schema is `docs/report.schema.json`.

pub mod churn;
pub mod data;
pub mod drivers;
pub mod evaluation;
pub mod events;
pub mod lifetime;
pub mod report;
pub mod shapes;
pub mod survival;
pub mod survival_accuracy;
pub mod survival_study;
pub mod warnings;
