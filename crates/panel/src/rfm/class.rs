//! The classes and their names.

use holdfast_domain::lang::Bilingual;

/// A class: which of recency, frequency and monetary value are high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RfmClass(u8);

/// Names by number: 4 × recent + 2 × frequent + monetary.
const NAMES: [(&str, &str); 8] = [
    ("一般挽留客户", "hibernating"),
    ("重要挽留客户", "high-value at risk"),
    ("一般保持客户", "lapsing regulars"),
    ("重要保持客户", "high-value to reactivate"),
    ("一般发展客户", "newcomers"),
    ("重要发展客户", "high-value newcomers"),
    ("一般价值客户", "regulars"),
    ("重要价值客户", "champions"),
];

impl RfmClass {
    /// How many there are.
    pub const COUNT: usize = 8;

    /// The class of customers whose recency, frequency and monetary value are high or not.
    pub fn of(recent: bool, frequent: bool, monetary: bool) -> Self {
        Self(4 * u8::from(recent) + 2 * u8::from(frequent) + u8::from(monetary))
    }

    /// All of them, the most valuable first.
    pub fn all() -> [Self; Self::COUNT] {
        [7, 5, 3, 1, 6, 4, 2, 0].map(Self)
    }

    /// 4 × recent + 2 × frequent + monetary.
    pub fn number(self) -> usize {
        usize::from(self.0)
    }

    /// The name as shown.
    pub fn name(self) -> Bilingual {
        let (zh, en) = NAMES[self.number()];
        Bilingual::new(zh, en)
    }
}
