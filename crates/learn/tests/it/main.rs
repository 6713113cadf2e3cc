//! Learners from outside: one contract for all, and what each promises on top.

mod classic;
mod contract;
mod inference;
