//! Customers in falling order of score, ties kept together.

use crate::check;
use crate::error::StatsError;

/// Customers with the same score.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tie {
    pub(crate) score: f64,
    /// Customers among them who churned.
    pub(crate) lost: u64,
    /// Customers among them who stayed.
    pub(crate) retained: u64,
}

impl Tie {
    pub(crate) fn customers(&self) -> u64 {
        self.lost + self.retained
    }
}

/// Groups of tied customers, highest score first.
pub(crate) struct Ranking {
    pub(crate) ties: Vec<Tie>,
    /// All customers who churned.
    pub(crate) lost: u64,
    /// All customers who stayed.
    pub(crate) retained: u64,
}

impl Ranking {
    /// Ranks finite scores; one class is allowed.
    pub(crate) fn new(scores: &[f64], labels: &[bool]) -> Result<Self, StatsError> {
        check::same_length(scores.len(), labels.len())?;
        check::finite(scores)?;
        // Two sorts of bare numbers and a merge are faster than one sort of pairs.
        let mut of_lost = Vec::new();
        let mut of_retained = Vec::with_capacity(scores.len());
        for (&score, &label) in scores.iter().zip(labels) {
            // Adding zero turns −0 into 0, so that the two tie.
            if label { &mut of_lost } else { &mut of_retained }.push(score + 0.0);
        }
        of_lost.sort_unstable_by(|a: &f64, b| b.total_cmp(a));
        of_retained.sort_unstable_by(|a: &f64, b| b.total_cmp(a));
        Ok(Self {
            ties: merge(&of_lost, &of_retained),
            lost: of_lost.len() as u64,
            retained: of_retained.len() as u64,
        })
    }

    /// Ranks finite scores of customers of both classes.
    pub(crate) fn of_both_classes(scores: &[f64], labels: &[bool]) -> Result<Self, StatsError> {
        let ranking = Self::new(scores, labels)?;
        if ranking.lost == 0 || ranking.retained == 0 {
            return Err(StatsError::OneClass);
        }
        Ok(ranking)
    }

    pub(crate) fn customers(&self) -> u64 {
        self.lost + self.retained
    }

    pub(crate) fn churn_rate(&self) -> f64 {
        self.lost as f64 / self.customers() as f64
    }

    /// Starts at the top, with nobody targeted.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor {
            ties: &self.ties,
            lost: 0,
            retained: 0,
        }
    }
}

/// Two falling lists into groups of equal score.
fn merge(of_lost: &[f64], of_retained: &[f64]) -> Vec<Tie> {
    let mut ties: Vec<Tie> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < of_lost.len() || j < of_retained.len() {
        let score = match (of_lost.get(i), of_retained.get(j)) {
            (Some(&a), Some(&b)) => a.max(b),
            (Some(&a), None) | (None, Some(&a)) => a,
            (None, None) => break,
        };
        let lost = of_lost[i..].iter().take_while(|&&s| s == score).count();
        let retained = of_retained[j..].iter().take_while(|&&s| s == score).count();
        i += lost;
        j += retained;
        ties.push(Tie {
            score,
            lost: lost as u64,
            retained: retained as u64,
        });
    }
    ties
}

/// Walks down a ranking, at most once.
pub(crate) struct Cursor<'a> {
    /// Groups not yet passed whole.
    ties: &'a [Tie],
    lost: u64,
    retained: u64,
}

/// The customers above a cut; tied customers at the cut are shared out evenly, hence fractions.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cut {
    /// Lowest score among them.
    pub(crate) threshold: f64,
    /// Churned customers among them.
    pub(crate) lost: f64,
    /// Retained customers among them.
    pub(crate) retained: f64,
}

impl Cursor<'_> {
    /// The `customers` highest scores; from one call to the next this number must not fall.
    pub(crate) fn advance_to(&mut self, customers: f64) -> Cut {
        while let [tie, rest @ ..] = self.ties
            && !rest.is_empty()
            // A cut that falls exactly between two groups belongs to the upper one.
            && ((self.lost + self.retained + tie.customers()) as f64) < customers
        {
            self.lost += tie.lost;
            self.retained += tie.retained;
            self.ties = rest;
        }
        let Some(tie) = self.ties.first() else {
            return Cut {
                threshold: f64::INFINITY,
                lost: self.lost as f64,
                retained: self.retained as f64,
            };
        };
        let above = (self.lost + self.retained) as f64;
        let share = ((customers - above) / tie.customers() as f64).clamp(0.0, 1.0);
        Cut {
            threshold: tie.score,
            lost: self.lost as f64 + share * tie.lost as f64,
            retained: self.retained as f64 + share * tie.retained as f64,
        }
    }
}
