//! Cut-offs, who is in the study at each, and what became of them.

use holdfast_engine::features::compute::Sample;
use holdfast_engine::features::history::History;

/// The cut-offs of a study, as day numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cutoffs {
    /// Training cut-offs, rising; the outcome window of the last ends at or before `test`.
    pub train: Vec<i32>,
    /// The test cut-off; its outcome window ends with the data.
    pub test: i32,
    /// Days of silence that mean churn: the length of the outcome window.
    pub days: i32,
    /// Days between a cut-off and its outcome window.
    pub gap: i32,
}

/// Training cut-offs at most: more only repeat the same customers.
const TRAIN_AT_MOST: usize = 6;
/// Days between training cut-offs: about a month, so that seasons differ.
const STEP: i32 = 30;

impl Cutoffs {
    /// Lays the cut-offs from the end of the data backwards; `None` when not even one training cut-off has a look-back
    /// of its own.
    pub fn new(first: i32, end: i32, days: i32, gap: i32) -> Option<Self> {
        let test = end - days - gap;
        let latest = test - days - gap;
        // A whole outcome window to look back on where the history allows it, half of one otherwise.
        let earliest = if latest >= first + days {
            first + days
        } else {
            first + (days / 2).max(7)
        };
        let step = STEP.min(days.max(7));
        let mut train: Vec<i32> = (0..TRAIN_AT_MOST as i32)
            .map(|k| latest - k * step)
            .take_while(|&c| c >= earliest)
            .collect();
        train.reverse();
        (!train.is_empty()).then_some(Self { train, test, days, gap })
    }

    /// Days of history that a study takes at least: two outcome windows with their gaps and a look-back.
    pub fn needed_days(days: i32, gap: i32) -> i32 {
        days.saturating_add(gap)
            .saturating_mul(2)
            .saturating_add((days / 2).max(7))
    }

    /// Exclusive end of the outcome window of a cut-off.
    pub fn outcome_end(&self, cutoff: i32) -> i32 {
        cutoff + self.gap + self.days
    }

    /// Customers in the study at a cut-off with their outcome.
    ///
    /// In the study are those with activity before the cut-off who have not been silent for the whole churn period when
    /// the outcome window begins. Churned are those without activity in the outcome window.
    pub fn labelled(&self, history: &History, cutoff: i32) -> Vec<(Sample, bool)> {
        let (begin, end) = (cutoff + self.gap, self.outcome_end(cutoff));
        self.alive(history, cutoff, begin)
            .map(|(customer, days)| {
                let next = days.partition_point(|&d| d < begin);
                (Sample { customer, cutoff }, days.get(next).is_none_or(|&d| d >= end))
            })
            .collect()
    }

    /// Customers to score at the end of the data.
    pub fn current(&self, history: &History, end: i32) -> Vec<Sample> {
        self.alive(history, end, end)
            .map(|(customer, _)| Sample { customer, cutoff: end })
            .collect()
    }

    fn alive<'a>(
        &'a self,
        history: &'a History,
        cutoff: i32,
        begin: i32,
    ) -> impl Iterator<Item = (u32, Vec<i32>)> + 'a {
        (0..history.customers() as u32).filter_map(move |customer| {
            let mut days = Vec::new();
            history.active_days(history.span(customer), &mut days);
            let known = days.first().is_some_and(|&d| d < cutoff);
            let latest = days[..days.partition_point(|&d| d < begin)].last().copied();
            (known && latest.is_some_and(|d| begin - d < self.days)).then_some((customer, days))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use holdfast_engine::features::history::Event;

    fn history(days: &[&[i32]]) -> History {
        let events: Vec<Event> = days
            .iter()
            .enumerate()
            .flat_map(|(customer, days)| {
                days.iter().map(move |&day| Event {
                    customer: customer as u32,
                    day,
                    second: 0,
                    amount_minor: 1,
                    returned: false,
                    qualifies: true,
                    product: History::NO_PRODUCT,
                })
            })
            .collect();
        History::new(days.len(), &events, Vec::new())
    }

    #[test]
    fn no_training_outcome_reaches_the_test_cutoff() {
        let cutoffs = Cutoffs::new(0, 400, 60, 7).unwrap();
        assert_eq!(cutoffs.test, 333);
        assert!(cutoffs.train.iter().all(|&c| cutoffs.outcome_end(c) <= cutoffs.test));
        assert_eq!(cutoffs.outcome_end(cutoffs.test), 400);
        assert!(Cutoffs::new(0, 100, 60, 0).is_none());
    }

    #[test]
    fn outcomes_by_hand() {
        let cutoffs = Cutoffs {
            train: vec![],
            test: 100,
            days: 30,
            gap: 0,
        };
        // 0: back on day 120; 1: back on day 130 = after the window; 2: gone before; 3: first seen after the cut-off.
        let history = history(&[&[80, 120], &[90, 130], &[10, 70], &[105]]);
        let labelled = cutoffs.labelled(&history, 100);
        assert_eq!(
            labelled,
            vec![
                (
                    Sample {
                        customer: 0,
                        cutoff: 100
                    },
                    false
                ),
                (
                    Sample {
                        customer: 1,
                        cutoff: 100
                    },
                    true
                ),
            ]
        );
    }
}
