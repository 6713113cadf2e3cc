//! What the nearest rows say.

/// Rows of average churn that are added to the neighbours.
const PRIOR: f64 = 1.0;
/// Weight that the farthest neighbour loses against one at distance 0.
const FADE: f64 = 0.9;

/// Rows that vote.
pub(super) struct Voters<'a> {
    pub labels: &'a [bool],
    pub weights: &'a [f64],
    /// Churn rate of all of them.
    pub rate: f64,
}

impl Voters<'_> {
    /// Log-odds of churn by the nearest rows, for each of the numbers of neighbours `sizes` (rising, in weight): from the nearest on until
    /// their weight reaches the size. A neighbour at squared distance d counts 1 − 0.9·d/h, where h is that of the farthest; rows that are equally far share
    /// what is left of the size.
    pub fn margins(&self, squared: &[f32], sizes: &[f64]) -> Vec<f64> {
        let most = sizes.last().copied().unwrap_or(0.0);
        let nearest = self.nearest(squared, most);
        sizes.iter().map(|&size| self.margin(squared, &nearest, size)).collect()
    }

    /// Places of the nearest rows, in order, with at least the weight `most` where there is as much, and all that are as far as the last.
    fn nearest(&self, squared: &[f32], most: f64) -> Vec<u32> {
        // Squared distances are not negative: their bits have their order, and are selected without looking anything up.
        let mut bits: Vec<u32> = squared.iter().map(|d| d.to_bits()).collect();
        let mut count = most.clamp(1.0, 1e9) as usize;
        let mut farthest = f32::INFINITY;
        while count < bits.len() {
            let (_, &mut limit, _) = bits.select_nth_unstable(count - 1);
            let limit = f32::from_bits(limit);
            let pairs = squared.iter().zip(self.weights);
            let weight: f64 = pairs.filter(|(d, _)| **d <= limit).map(|(_, weight)| weight).sum();
            if weight >= most {
                farthest = limit;
                break;
            }
            count *= 2;
        }
        let near = |&place: &u32| squared[place as usize] <= farthest;
        let mut places: Vec<u32> = (0..squared.len() as u32).filter(near).collect();
        places.sort_unstable_by(|&a, &b| squared[a as usize].total_cmp(&squared[b as usize]).then(a.cmp(&b)));
        places
    }

    fn margin(&self, squared: &[f32], nearest: &[u32], size: f64) -> f64 {
        // Weight of the churned and of all by distance, up to the size.
        let mut votes: Vec<(f64, f64, f64)> = Vec::new();
        let mut weight = 0.0;
        for equal in nearest.chunk_by(|&a, &b| squared[a as usize] == squared[b as usize]) {
            let (mut churned, mut all) = (0.0, 0.0);
            for &place in equal {
                all += self.weights[place as usize];
                if self.labels[place as usize] {
                    churned += self.weights[place as usize];
                }
            }
            let share = ((size - weight) / all).min(1.0);
            votes.push((f64::from(squared[equal[0] as usize]), share * churned, share * all));
            weight += all;
            if weight >= size {
                break;
            }
        }
        let farthest = votes.last().map_or(0.0, |vote| vote.0);
        let (mut churned, mut all) = (PRIOR * self.rate, PRIOR);
        for (distance, of_churned, of_all) in votes {
            let fade = if farthest > 0.0 {
                FADE * distance / farthest
            } else {
                0.0
            };
            churned += (1.0 - fade) * of_churned;
            all += (1.0 - fade) * of_all;
        }
        (churned / (all - churned)).ln()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_by_hand() {
        let voters = Voters {
            labels: &[true, false, true, false],
            weights: &[1.0, 2.0, 1.0, 1.0],
            rate: 0.5,
        };
        // Nearest first: places 2 (0), 1 (1), 0 (4), 3 (9). A weight of three: places 2 and 1, h = 1: votes 1 and 2 · 0.1.
        let found = voters.margins(&[4.0, 1.0, 0.0, 9.0], &[1.0, 3.0]);
        assert!((found[1] - (1.5_f64 / 0.7).ln()).abs() < 1e-6);
        // The nearest alone, at distance 0.
        assert!((found[0] - (1.5_f64 / 0.5).ln()).abs() < 1e-12);
        // More than there are: all of them.
        let all = voters.margins(&[0.0; 4], &[100.0]);
        assert!((all[0] - (2.5_f64 / 3.5).ln()).abs() < 1e-12);
        // A weight of one out of five that are equally near: two fifths of it churned.
        let shared = voters.margins(&[3.0; 4], &[1.0]);
        assert!((shared[0] - (0.54_f64 / 0.56).ln()).abs() < 1e-12);
    }
}
