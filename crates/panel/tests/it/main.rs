//! The panel and its features against slow references, by hand, and with what comes after the cut.

mod by_hand;
mod features;
mod leakage;
mod panel;
mod reference;
mod rows;
mod threads;
