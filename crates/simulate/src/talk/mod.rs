//! What customers say, in Chinese.

pub(crate) mod compose;
pub(crate) mod dealer;
pub(crate) mod phrases;
pub(crate) mod shop;
pub(crate) mod telecom;
