//! Histories as the likelihood reads them: each once, in columns, times in units of the largest age.

use rayon::prelude::*;

use super::histories::Histories;

/// Distinct histories and their counts. Customers who never bought again differ by their age alone.
#[derive(Clone, Debug, Default)]
pub(super) struct Statistics {
    /// Ages of those who never bought again.
    pub(super) once_age: Vec<f64>,
    /// Their counts; `None`: 1 each.
    pub(super) once_weight: Option<Vec<f64>>,
    /// Repeat purchases of the others.
    pub(super) frequency: Vec<f64>,
    /// Their last purchases.
    pub(super) recency: Vec<f64>,
    /// Their ages.
    pub(super) age: Vec<f64>,
    /// Their counts; `None`: 1 each.
    pub(super) weight: Option<Vec<f64>>,
}

/// Rows looked at to see whether histories repeat.
const SAMPLE: usize = 4096;

impl Statistics {
    /// Of checked histories, times divided by `unit`, weights by `weight_unit`; histories that repeat are joined where enough do to pay for a sort.
    pub(super) fn new(histories: &Histories<'_>, unit: f64, weight_unit: f64) -> Self {
        let repeats = repeats(histories);
        match histories.weight {
            None => Self::gather::<1, 3>(histories, [unit, weight_unit], repeats),
            Some(_) => Self::gather::<2, 4>(histories, [unit, weight_unit], repeats),
        }
    }

    /// Rows that are left.
    pub(super) fn len(&self) -> usize {
        self.once_age.len() + self.age.len()
    }

    /// Every `stride`-th row.
    pub(super) fn thin(&self, stride: usize) -> Self {
        let every = |column: &Vec<f64>| column.iter().step_by(stride).copied().collect::<Vec<f64>>();
        Self {
            once_age: every(&self.once_age),
            once_weight: self.once_weight.as_ref().map(every),
            frequency: every(&self.frequency),
            recency: every(&self.recency),
            age: every(&self.age),
            weight: self.weight.as_ref().map(every),
        }
    }

    /// Keys are the bits of the numbers: of numbers that are not negative they sort like the numbers. The weight, where
    /// there is one, comes last, so that the order in which weights are added up is the same in every run.
    fn gather<const ONCE: usize, const AGAIN: usize>(
        histories: &Histories<'_>,
        [unit, weight_unit]: [f64; 2],
        join: bool,
    ) -> Self {
        let mut once: Vec<[u64; ONCE]> = Vec::new();
        let mut again: Vec<[u64; AGAIN]> = Vec::new();
        for row in 0..histories.len() {
            // Adding zero turns −0 into 0.
            let frequency = histories.frequency[row] + 0.0;
            let age = (histories.age[row] / unit).to_bits();
            let weight = (histories.weight_of(row) / weight_unit).to_bits();
            if frequency == 0.0 {
                let key = [age, weight];
                once.push(std::array::from_fn(|i| key[i]));
            } else {
                let key = [
                    frequency.to_bits(),
                    (histories.recency[row] / unit).to_bits(),
                    age,
                    weight,
                ];
                again.push(std::array::from_fn(|i| key[i]));
            }
        }
        let ([once_age], once_weight) = columns::<1, ONCE>(once, join);
        let ([frequency, recency, age], weight) = columns::<3, AGAIN>(again, join);
        Self {
            once_age,
            once_weight,
            frequency,
            recency,
            age,
            weight,
        }
    }
}

/// The `K` numbers of each key as columns, and the weights; equal keys joined where asked.
fn columns<const K: usize, const N: usize>(mut keys: Vec<[u64; N]>, join: bool) -> ([Vec<f64>; K], Option<Vec<f64>>) {
    let weight_of = |key: &[u64; N]| key.get(K).map_or(1.0, |&bits| f64::from_bits(bits));
    let mut columns: [Vec<f64>; K] = std::array::from_fn(|_| Vec::new());
    if !join {
        for (i, column) in columns.iter_mut().enumerate() {
            *column = keys.iter().map(|key| f64::from_bits(key[i])).collect();
        }
        return (columns, (N > K).then(|| keys.iter().map(weight_of).collect()));
    }
    keys.par_sort_unstable();
    let mut weights = Vec::new();
    for run in keys.chunk_by(|a, b| a[..K] == b[..K]) {
        for (i, column) in columns.iter_mut().enumerate() {
            column.push(f64::from_bits(run[0][i]));
        }
        weights.push(run.iter().map(weight_of).sum());
    }
    (columns, Some(weights))
}

/// Whether one of ten histories of a sample, or more, is there twice.
fn repeats(histories: &Histories<'_>) -> bool {
    let stride = histories.len().div_ceil(SAMPLE).max(1);
    let mut sample: Vec<[u64; 3]> = (0..histories.len())
        .step_by(stride)
        .map(|row| {
            [
                histories.frequency[row].to_bits(),
                histories.recency[row].to_bits(),
                histories.age[row].to_bits(),
            ]
        })
        .collect();
    let rows = sample.len();
    sample.sort_unstable();
    sample.dedup();
    sample.len() * 10 <= rows * 9
}

/// All histories in one set of columns.
pub(super) struct Flat {
    pub(super) frequency: Vec<f64>,
    pub(super) recency: Vec<f64>,
    pub(super) age: Vec<f64>,
    pub(super) weight: Option<Vec<f64>>,
}

impl Statistics {
    /// Those who never bought again, then the others.
    pub(super) fn flat(self) -> Flat {
        let once = self.once_age.len();
        let weight = match (self.once_weight, self.weight) {
            (Some(once), Some(again)) => Some([once, again].concat()),
            _ => None,
        };
        Flat {
            frequency: [vec![0.0; once], self.frequency].concat(),
            recency: [vec![0.0; once], self.recency].concat(),
            age: [self.once_age, self.age].concat(),
            weight,
        }
    }
}
