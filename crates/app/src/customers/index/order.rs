//! The orders that a list of customers can have.

use std::cmp::Ordering;

use holdfast_engine::scores::Risk;
use rayon::prelude::*;

use super::people::People;
use super::standing::Standing;

/// What a list is ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Value at risk, the largest first; who has none comes last.
    #[default]
    ValueAtRisk,
    /// Probability, the highest first; who has no score comes last.
    Probability,
    /// Day of the last event, the latest first; who never had one comes last.
    LastEvent,
    /// Id, as texts are compared.
    Id,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::ValueAtRisk, Self::Probability, Self::LastEvent, Self::Id];

    /// The word in questions.
    pub fn word(self) -> &'static str {
        match self {
            Self::ValueAtRisk => "value_at_risk",
            Self::Probability => "p_churn",
            Self::LastEvent => "last_event",
            Self::Id => "id",
        }
    }

    /// The order with this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.word() == word)
    }
}

/// What keys are ordered by.
pub(crate) struct Columns<'a> {
    /// Ids.
    pub(crate) people: &'a People,
    /// Scores.
    pub(crate) risk: &'a Risk,
    /// Last events.
    pub(crate) standing: &'a Standing,
}

impl Columns<'_> {
    /// The number that a customer is ordered by, larger first; `i64::MIN` where there is none. Ids have no number.
    pub(crate) fn number(&self, sort: Sort, key: u32) -> i64 {
        match sort {
            Sort::ValueAtRisk => self
                .risk
                .place(key)
                .map_or(i64::MIN, |place| self.risk.value_at_risk_minor[place]),
            // The bits of floats of one sign are ordered as the floats are.
            Sort::Probability => self
                .risk
                .place(key)
                .map_or(i64::MIN, |place| self.risk.p_churn[place].to_bits() as i64),
            Sort::LastEvent => self.standing.last_event_on.get(key as usize).map_or(i64::MIN, |&day| {
                if day == Standing::NO_DAY {
                    i64::MIN
                } else {
                    i64::from(day)
                }
            }),
            Sort::Id => 0,
        }
    }

    /// Which of two places comes first: by number, then by id where ids decide, then by key.
    pub(crate) fn compare(&self, sort: Sort, a: &Place, b: &Place) -> Ordering {
        b.number
            .cmp(&a.number)
            .then_with(|| match sort {
                Sort::Id => a.id.as_deref().cmp(&b.id.as_deref()),
                _ => Ordering::Equal,
            })
            .then(a.key.cmp(&b.key))
    }

    /// The place of a customer.
    pub(crate) fn place(&self, sort: Sort, key: u32) -> Place {
        Place {
            key,
            number: self.number(sort, key),
            id: (sort == Sort::Id).then(|| self.people.roster.ids.get(key as usize).to_owned()),
        }
    }
}

/// Where a customer stands in an order. It stays true when the customer is gone.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The key.
    #[serde(rename = "k")]
    pub(crate) key: u32,
    /// What the order is by.
    #[serde(rename = "n")]
    pub(crate) number: i64,
    /// The id, where ids decide.
    #[serde(rename = "i", skip_serializing_if = "Option::is_none", default)]
    pub(crate) id: Option<String>,
}

/// Keys of everybody in an order.
pub(super) fn order(sort: Sort, columns: &Columns) -> Vec<u32> {
    let all = 0..columns.people.roster.len() as u32;
    let mut keys: Vec<u32> = all.clone().filter(|&key| columns.people.is_there(key)).collect();
    if sort == Sort::Id {
        let ids = &columns.people.roster.ids;
        keys.par_sort_by(|&a, &b| ids.get(a as usize).cmp(ids.get(b as usize)).then(a.cmp(&b)));
    } else {
        let numbers: Vec<i64> = all.into_par_iter().map(|key| columns.number(sort, key)).collect();
        keys.par_sort_by(|&a, &b| numbers[b as usize].cmp(&numbers[a as usize]).then(a.cmp(&b)));
    }
    keys
}
