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
    /// their weight reaches the size. A neighbour at squared distance d counts 1 − 0.9·d/h, where h is that of the farthest; equal distances in order of place.
    pub fn margins(&self, squared: &[f32], sizes: &[f64]) -> Vec<f64> {
        let most = sizes.last().copied().unwrap_or(0.0);
        let nearest = self.nearest(squared, most);
        sizes.iter().map(|&size| self.margin(squared, &nearest, size)).collect()
    }

    /// Places of the nearest rows, in order, with at least the weight `most` where there is as much.
    fn nearest(&self, squared: &[f32], most: f64) -> Vec<u32> {
        let closer = |&a: &u32, &b: &u32| squared[a as usize].total_cmp(&squared[b as usize]).then(a.cmp(&b));
        let mut places: Vec<u32> = (0..squared.len() as u32).collect();
        let mut count = most.clamp(1.0, 1e9) as usize;
        while count < places.len() {
            places.select_nth_unstable_by(count - 1, closer);
            let weight: f64 = places[..count].iter().map(|&place| self.weights[place as usize]).sum();
            if weight >= most {
                places.truncate(count);
                break;
            }
            count *= 2;
        }
        places.sort_unstable_by(closer);
        places
    }

    fn margin(&self, squared: &[f32], nearest: &[u32], size: f64) -> f64 {
        let mut weight = 0.0;
        let mut end = 0;
        while end < nearest.len() && weight < size {
            weight += self.weights[nearest[end] as usize];
            end += 1;
        }
        let farthest = f64::from(nearest[..end].last().map_or(0.0, |&place| squared[place as usize]));
        let (mut churned, mut all) = (PRIOR * self.rate, PRIOR);
        for &place in &nearest[..end] {
            let place = place as usize;
            let fade = if farthest > 0.0 { FADE * f64::from(squared[place]) / farthest } else { 0.0 };
            let vote = self.weights[place] * (1.0 - fade);
            all += vote;
            if self.labels[place] {
                churned += vote;
            }
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
        // Nearest first: places 2 (0), 1 (1), 0 (4), 3 (9). Three rows' weight: places 2 and 1, h = 1: votes 1 and 2 · 0.1.
        let found = voters.margins(&[4.0, 1.0, 0.0, 9.0], &[1.0, 3.0]);
        assert!((found[1] - (1.5_f64 / 0.7).ln()).abs() < 1e-6);
        // The nearest alone, at distance 0.
        assert!((found[0] - (1.5_f64 / 0.5).ln()).abs() < 1e-12);
        // More than there are: all of them.
        let all = voters.margins(&[0.0; 4], &[100.0]);
        assert!((all[0] - (2.5_f64 / 3.5).ln()).abs() < 1e-12);
    }
}
