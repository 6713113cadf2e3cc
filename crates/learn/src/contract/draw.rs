//! The rows that a learner sums over: in an order of their own, equal rows taken together, at most so many, and in folds.
//!
//! The same customers give the same rows in the same order, however the table is shuffled, and a row that stands twice gives one row
//! of weight 2: what is fitted on a [`Draw`] keeps both to the bit.

use super::row_key::{mix, row_keys};
use super::task::Task;
use crate::frame::Frame;

/// Rows to learn from, with their outcomes.
#[derive(Clone, Copy, Debug)]
pub struct Cases<'a> {
    /// The table.
    pub frame: &'a Frame,
    /// Whether the customer of each row of the frame churned.
    pub labels: &'a [bool],
    /// The rows.
    pub rows: &'a [u32],
    /// Weight of each of `rows`, above 0.
    pub weights: &'a [f64],
}

impl Cases<'_> {
    /// Whether the customer of the row at a position churned.
    #[inline]
    pub fn label(&self, position: usize) -> bool {
        self.labels[self.rows[position] as usize]
    }

    /// Sum of the weights: of the churned, and of all.
    pub fn totals(&self) -> (f64, f64) {
        let mut totals = (0.0, 0.0);
        for (position, &weight) in self.weights.iter().enumerate() {
            totals.1 += weight;
            if self.label(position) {
                totals.0 += weight;
            }
        }
        totals
    }

    /// Log-odds of the weighted churn rate; finite where both classes are there.
    pub fn base_margin(&self) -> f64 {
        let (churned, all) = self.totals();
        (churned / (all - churned)).ln()
    }

    /// Whether both classes are there.
    pub fn both_classes(&self) -> bool {
        let first = self.rows.first().map(|&row| self.labels[row as usize]);
        (0..self.rows.len()).any(|position| Some(self.label(position)) != first)
    }
}

/// Equal rows with this many times the weight of an average row are parted among folds. They are a crowd (a table of few distinct
/// rows), not one customer written down twice, and a fold without any of them would learn nothing about them.
const CROWD: f64 = 8.0;

/// Rows with weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Rows of the frame.
    pub rows: Vec<u32>,
    /// Weight of each.
    pub weights: Vec<f64>,
}

impl Part {
    fn push(&mut self, row: u32, weight: f64) {
        self.rows.push(row);
        self.weights.push(weight);
    }

    /// The rows with the table and outcomes of a task.
    pub fn cases<'a>(&'a self, task: &Task<'a>) -> Cases<'a> {
        Cases {
            frame: task.frame,
            labels: task.labels,
            rows: &self.rows,
            weights: &self.weights,
        }
    }
}

/// Rows learned from and rows judged on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fold {
    /// Learned from.
    pub learn: Part,
    /// Judged on.
    pub held: Part,
}

/// The rows of a task in their own order.
#[derive(Clone, Debug)]
pub struct Draw {
    /// Rows and weights.
    pub part: Part,
    /// What decides the fold of each row: its values (the outcome left out), or its customer.
    keys: Vec<u64>,
    /// Weight from which equal rows are a crowd; infinite where rows belong to customers.
    crowd: f64,
}

impl Draw {
    /// All rows of a task, or `limit` of them where there are more: whole customers while they fit where the task has groups, distinct
    /// rows (with all their copies as weight) where it has none. Both classes stay where both were.
    pub fn of(task: &Task, stream: u64, limit: usize) -> Self {
        let none = vec![false; task.frame.rows];
        let values = |task: &Task| {
            row_keys(
                &Task {
                    labels: &none,
                    groups: &[],
                    ..*task
                },
                stream,
            )
        };
        let grouped = !task.groups.is_empty();
        let keys = if grouped { row_keys(task, stream) } else { values(task) };
        let within = if grouped { values(task) } else { Vec::new() };
        let mut order: Vec<Entry> = (0..task.rows.len())
            .map(|position| Entry {
                key: keys[position],
                within: within.get(position).copied().unwrap_or(0),
                label: task.label(task.rows[position]),
                weight: task.weight(task.rows[position]),
                row: task.rows[position],
            })
            .collect();
        order.sort_unstable_by(Entry::compare);
        let mean = order.iter().map(|entry| entry.weight).sum::<f64>() / order.len().max(1) as f64;
        if !grouped {
            order.dedup_by(|later, first| {
                let same = later.key == first.key && later.label == first.label;
                if same {
                    first.weight += later.weight;
                }
                same
            });
        }
        shorten(&mut order, limit, grouped);
        Self {
            part: Part {
                rows: order.iter().map(|entry| entry.row).collect(),
                weights: order.iter().map(|entry| entry.weight).collect(),
            },
            keys: order.iter().map(|entry| entry.key).collect(),
            crowd: if grouped { f64::INFINITY } else { CROWD * mean },
        }
    }

    /// Splits the rows `folds` (at least 2) times: every customer, and all rows of the same values, are judged once, by what the others
    /// teach; a crowd of equal rows is in every fold with its share. Splits that cannot be learned from (one class) or judged are left out.
    pub fn folds(&self, task: &Task, folds: usize) -> Vec<Fold> {
        let folds = folds.max(2);
        let mut splits = vec![Fold::default(); folds];
        for ((&row, &weight), &key) in self.part.rows.iter().zip(&self.part.weights).zip(&self.keys) {
            let own = (mix(key) % folds as u64) as usize;
            for (fold, split) in splits.iter_mut().enumerate() {
                if weight >= self.crowd {
                    split.held.push(row, weight / folds as f64);
                    split.learn.push(row, weight * (folds - 1) as f64 / folds as f64);
                } else if fold == own {
                    split.held.push(row, weight);
                } else {
                    split.learn.push(row, weight);
                }
            }
        }
        splits.retain(|split| !split.held.rows.is_empty() && split.learn.cases(task).both_classes());
        splits
    }
}

#[derive(Clone, Copy)]
struct Entry {
    key: u64,
    within: u64,
    label: bool,
    weight: f64,
    row: u32,
}

impl Entry {
    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        (self.key, self.within, self.label)
            .cmp(&(other.key, other.within, other.label))
            .then(self.weight.total_cmp(&other.weight))
    }
}

/// Keeps the first rows by key; with groups up to the end of the customer that reaches the limit. Should one class be lost by that, its
/// first row comes in.
fn shorten(order: &mut Vec<Entry>, limit: usize, grouped: bool) {
    if order.len() <= limit {
        return;
    }
    let mut end = limit.max(2);
    while grouped && end < order.len() && order[end].key == order[end - 1].key {
        end += 1;
    }
    let end = end.min(order.len());
    let label = order[0].label;
    let lost = order[..end].iter().all(|entry| entry.label == label);
    let other = order[end..].iter().find(|entry| entry.label != label).copied();
    order.truncate(end);
    if lost && let Some(other) = other {
        order.push(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Feature, FeatureData};

    fn frame(values: Vec<f64>) -> Frame {
        Frame {
            rows: values.len(),
            columns: vec![Feature {
                name: "x".into(),
                data: FeatureData::Number(values),
            }],
        }
    }

    #[test]
    fn copies_become_weight_and_order_is_the_rows_own() {
        let labels = [true, false, true, false];
        let first = frame(vec![1.0, 2.0, 1.0, 3.0]);
        let drawn = Draw::of(&Task::whole(&first, &labels, &[0, 1, 2, 3], 7), 1, 100);
        assert_eq!(drawn.part.rows.len(), 3);
        let values = |frame: &Frame, draw: &Draw| -> Vec<(String, f64)> {
            let FeatureData::Number(x) = &frame.columns[0].data else {
                return Vec::new();
            };
            let pairs = draw.part.rows.iter().zip(&draw.part.weights);
            pairs
                .map(|(&row, &weight)| (x[row as usize].to_string(), weight))
                .collect()
        };
        let weighted = frame(vec![3.0, 1.0, 2.0]);
        let task = Task {
            weights: &[1.0, 2.0, 1.0],
            ..Task::whole(&weighted, &[false, true, false], &[0, 1, 2], 7)
        };
        assert_eq!(values(&first, &drawn), values(&weighted, &Draw::of(&task, 1, 100)));
    }

    #[test]
    fn a_crowd_is_in_every_fold_and_a_pair_in_one() {
        let mut values = vec![1.0; 60];
        values.extend((0..40).map(|i| 10.0 + f64::from(i / 2)));
        let labels: Vec<bool> = (0..100).map(|i| i % 3 == 0).collect();
        let rows: Vec<u32> = (0..100).collect();
        let frame = frame(values);
        let task = Task::whole(&frame, &labels, &rows, 3);
        let draw = Draw::of(&task, 1, 1000);
        let folds = draw.folds(&task, 4);
        assert_eq!(folds.len(), 4);
        let FeatureData::Number(x) = &frame.columns[0].data else {
            return;
        };
        let mut held_weight = 0.0;
        for fold in &folds {
            held_weight += fold.held.weights.iter().sum::<f64>();
            let has = |part: &Part, value: f64| part.rows.iter().any(|&row| x[row as usize] == value);
            assert!(has(&fold.held, 1.0) && has(&fold.learn, 1.0));
            for pair in 0..20 {
                let value = 10.0 + f64::from(pair);
                assert_ne!(has(&fold.held, value), has(&fold.learn, value));
            }
        }
        assert!((held_weight - 100.0).abs() < 1e-9);
    }

    #[test]
    fn customers_are_not_parted_and_a_class_is_not_lost() {
        let frame = frame((0..300).map(f64::from).collect());
        let labels: Vec<bool> = (0..300).map(|i| i == 299).collect();
        let groups: Vec<u32> = (0..300).map(|i| i / 3).collect();
        let rows: Vec<u32> = (0..300).collect();
        let task = Task {
            groups: &groups,
            ..Task::whole(&frame, &labels, &rows, 3)
        };
        let draw = Draw::of(&task, 1, 100);
        assert!((100..=103).contains(&draw.part.rows.len()));
        assert!(draw.part.cases(&task).both_classes());
        let all = Draw::of(&task, 1, 1000);
        for fold in all.folds(&task, 3) {
            let learned: Vec<u32> = fold.learn.rows.iter().map(|&row| groups[row as usize]).collect();
            assert!(
                fold.held
                    .rows
                    .iter()
                    .all(|&row| !learned.contains(&groups[row as usize]))
            );
        }
    }
}
