//! Many models as one: stacking in log-odds with weights that are not negative.

pub mod contract;
pub mod stack;
#[cfg(test)]
mod tests;
