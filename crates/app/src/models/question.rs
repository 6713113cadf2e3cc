//! What a model answers: who of the customers of a day will be lost within a horizon.

use holdfast_domain::grain::Grain;
use holdfast_domain::rule::Counts;
use serde::{Deserialize, Serialize};

/// The question that a model was fitted to; scoring asks the same one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Id of the churn definition.
    pub definition: String,
    /// Days of the outcome window after the gap.
    pub horizon_days: i32,
    /// Days that it takes to act: the outcome window is longer by them ([`Question::window_days`]).
    pub gap_days: i32,
    /// Length of the panel's periods.
    pub grain: Grain,
    /// Periods that features look back on.
    pub periods: usize,
    /// Kinds of events with columns of their own.
    pub kinds: Vec<String>,
    /// Which events count by the definition; absent where it does not look at events.
    pub counts: Option<Counts>,
}

impl Question {
    /// Days from the day that is looked back from to the end of the outcome window: who is lost within them is what the model says. Whoever is lost in the
    /// gap already is among the lost: on the day of scoring nobody can tell them apart.
    pub fn window_days(&self) -> i32 {
        self.gap_days.saturating_add(self.horizon_days)
    }

    /// Whether another question has the same outcomes, whatever is read to answer it.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        self.definition == other.definition
            && self.horizon_days == other.horizon_days
            && self.gap_days == other.gap_days
            && self.counts == other.counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_back_on_does_not_make_another_question() {
        let base = Question {
            definition: "quiet".to_owned(),
            horizon_days: 30,
            gap_days: 7,
            grain: Grain::Month,
            periods: 12,
            kinds: vec!["order".to_owned(), "view".to_owned()],
            counts: None,
        };
        let later = Question {
            periods: 24,
            kinds: vec!["view".to_owned(), "order".to_owned()],
            ..base.clone()
        };
        assert!(base.asks_the_same(&later));
        assert_eq!(base.window_days(), 37);
        for other in [
            Question {
                horizon_days: 31,
                ..base.clone()
            },
            Question {
                gap_days: 0,
                ..base.clone()
            },
            Question {
                definition: "gone".to_owned(),
                ..base.clone()
            },
            Question {
                counts: Some(Counts::default()),
                ..base.clone()
            },
        ] {
            assert!(!base.asks_the_same(&other), "{other:?}");
        }
    }
}
