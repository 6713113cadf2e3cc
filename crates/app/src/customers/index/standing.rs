//! Whether customers are still there by a churn definition, and when they last did something.

use holdfast_domain::lang::Bilingual;
use holdfast_engine::metrics::data::MetricData;
use holdfast_panel::spells::STILL_HERE;

use crate::error::AppError;

/// What a customer is by the churn definition, on the last day with data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Status {
    /// Never was a customer by the definition: nothing that counts has happened.
    #[default]
    NotYet,
    /// Is a customer.
    Active,
    /// Was one, and is lost.
    Lost,
}

impl Status {
    /// The word in questions and answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet",
            Self::Active => "active",
            Self::Lost => "lost",
        }
    }

    /// The status with this word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::NotYet, Self::Active, Self::Lost]
            .into_iter()
            .find(|status| status.word() == word)
    }

    /// As shown to people.
    pub fn label(self) -> Bilingual {
        match self {
            Self::NotYet => Bilingual::new("尚非客户", "not a customer yet"),
            Self::Active => Bilingual::new("在用", "active"),
            Self::Lost => Bilingual::new("已流失", "lost"),
        }
    }
}

/// Status and last activity of all customers, by key.
#[derive(Debug)]
pub(crate) struct Standing {
    /// Their status.
    pub(crate) status: Vec<Status>,
    /// Day of the last event of any kind, [`Standing::NO_DAY`] without one.
    pub(crate) last_event_on: Vec<i32>,
}

impl Standing {
    /// A day that is not known.
    pub(crate) const NO_DAY: i32 = i32::MIN;

    /// By a definition.
    ///
    /// # Errors
    /// Data that the definition needs and that cannot be read.
    pub(crate) fn find(facts: &dyn MetricData, definition: &str) -> Result<Self, AppError> {
        let customers = facts.customers() as usize;
        let (spells, history) = (facts.spells(definition)?, facts.history(definition)?);
        let mut status = vec![Status::NotYet; customers];
        // In order of customers and time: the last spell of a customer comes last.
        for (&customer, &lost_on) in spells.customer.iter().zip(&spells.lost_on) {
            if let Some(slot) = status.get_mut(customer as usize) {
                *slot = if lost_on == STILL_HERE {
                    Status::Active
                } else {
                    Status::Lost
                };
            }
        }
        let last_event_on = (0..customers)
            .map(|customer| match customer < history.customers() {
                true => history.day[history.span(customer)].last().copied(),
                false => None,
            })
            .map(|day| day.unwrap_or(Self::NO_DAY))
            .collect();
        Ok(Self { status, last_event_on })
    }
}
