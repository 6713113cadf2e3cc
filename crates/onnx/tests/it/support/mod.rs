//! What the tests of exported models share.

pub mod cases;
pub mod interpreter;
pub mod operators;
pub mod python;
pub mod tables;
pub mod tensor;
