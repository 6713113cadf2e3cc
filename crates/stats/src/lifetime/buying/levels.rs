//! The few values that a count takes.

/// Distinct counts in rising order, and which one each row has.
#[derive(Clone, Debug)]
pub(super) struct Levels {
    /// The counts.
    pub(super) values: Vec<f64>,
    /// Sum of weights of each.
    pub(super) weights: Vec<f64>,
    /// Which one a row has.
    pub(super) of_row: Vec<u32>,
}

/// Counts below it are looked up in a table.
const TABLE: f64 = 65_536.0;

impl Levels {
    /// Of whole numbers of 0 or more.
    pub(super) fn new(counts: &[f64], weight: Option<&[f64]>) -> Self {
        let largest = counts.iter().copied().fold(0.0, f64::max);
        let (values, of_row) = if largest < TABLE {
            by_table(counts, largest as usize)
        } else {
            by_search(counts)
        };
        let mut weights = vec![0.0; values.len()];
        for (row, &level) in of_row.iter().enumerate() {
            weights[level as usize] += weight.map_or(1.0, |weight| weight[row]);
        }
        Self {
            values,
            weights,
            of_row,
        }
    }
}

fn by_table(counts: &[f64], largest: usize) -> (Vec<f64>, Vec<u32>) {
    let mut level_of = vec![0_u32; largest + 1];
    for &count in counts {
        level_of[count as usize] = 1;
    }
    let mut values = Vec::new();
    for (count, level) in level_of.iter_mut().enumerate() {
        if *level == 1 {
            *level = values.len() as u32;
            values.push(count as f64);
        }
    }
    let of_row = counts.iter().map(|&count| level_of[count as usize]).collect();
    (values, of_row)
}

fn by_search(counts: &[f64]) -> (Vec<f64>, Vec<u32>) {
    let mut values = counts.to_vec();
    values.sort_unstable_by(f64::total_cmp);
    values.dedup();
    let of_row = counts
        .iter()
        .map(|count| values.partition_point(|value| value < count) as u32)
        .collect();
    (values, of_row)
}

#[cfg(test)]
mod tests {
    use super::Levels;

    #[test]
    fn both_ways_by_hand() {
        for far in [7.0, 1e6] {
            let found = Levels::new(&[3.0, 1.0, far, 3.0], Some(&[1.0, 2.0, 4.0, 8.0]));
            assert_eq!(found.values, [1.0, 3.0, far]);
            assert_eq!(found.weights, [2.0, 9.0, 4.0]);
            assert_eq!(found.of_row, [1, 0, 2, 1]);
        }
    }
}
