//! How a company calls things.

use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;

/// The words and units of one workspace.
#[derive(Clone, Debug, PartialEq)]
pub struct Wording {
    /// ISO 4217 code of all money.
    pub currency: String,
    /// Length of the features' periods.
    pub grain: Grain,
    /// Events of every kind: 活动, activities; 到店, visits.
    pub events: Bilingual,
    /// Events that are a sign of life, where not all are: 下单, orders. Absent: those of every kind.
    pub counted: Option<Bilingual>,
    /// Sums of amounts: 消费, spending.
    pub amounts: Bilingual,
    /// Kinds of events that have a word (到店, visits); others are shown as they stand in the data, in quotation marks.
    pub kinds: Vec<(String, Bilingual)>,
}

impl Wording {
    /// The plainest words.
    pub fn plain(currency: impl Into<String>, grain: Grain) -> Self {
        Self {
            currency: currency.into(),
            grain,
            events: Bilingual::new("活动", "activities"),
            counted: None,
            amounts: Bilingual::new("消费", "spending"),
            kinds: Vec::new(),
        }
    }

    /// What a kind is called.
    pub(crate) fn kind(&self, kind: &str) -> Bilingual {
        self.kinds.iter().find(|(known, _)| known == kind).map_or_else(
            || Bilingual::new(format!("“{kind}”"), format!("“{kind}” events")),
            |(_, words)| words.clone(),
        )
    }
}
