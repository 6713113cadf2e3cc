//! `holdfast watch`: are the data, the customers and the model still what they were when it was trained?

pub mod base;
pub mod canary;
pub mod months;
pub mod run;
