//! What metrics are computed from: the lake, or rows in memory.

mod memory;
mod metric_data;
mod tables;

pub use memory::{CustomerRow, EventRow, InteractionRow, MemoryData, ResponseRow, SubscriptionRow};
pub use metric_data::{Benchmark, GroupTable, MetricData};
