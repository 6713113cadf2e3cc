//! Levels of a category that get a place of their own.

use serde::{Deserialize, Serialize};

use crate::frame::MISSING;

/// Places of the levels of a category: 0 is "missing", 1… the frequent levels, the last one is shared by rare levels and by those that
/// were not seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelPlaces {
    /// Place by level code; codes beyond it are levels that were not seen.
    place_of: Vec<u32>,
    /// Level codes of the places 1….
    pub frequent: Vec<u32>,
}

impl LevelPlaces {
    /// Keeps the heaviest levels, at most `most` and each of at least the weight `least`; ties by code. `weights` are by row of `rows`.
    pub fn fit(codes: &[u32], levels: usize, rows: &[u32], weights: &[f64], least: f64, most: usize) -> Self {
        let mut sums = vec![0.0f64; levels];
        for (&row, &weight) in rows.iter().zip(weights) {
            if let Some(sum) = sums.get_mut(codes[row as usize] as usize) {
                *sum += weight;
            }
        }
        let mut frequent: Vec<u32> = (0..levels as u32)
            .filter(|&level| sums[level as usize] >= least && sums[level as usize] > 0.0)
            .collect();
        frequent.sort_by(|&a, &b| sums[b as usize].total_cmp(&sums[a as usize]).then(a.cmp(&b)));
        frequent.truncate(most);
        frequent.sort_unstable();
        let mut place_of = vec![frequent.len() as u32 + 1; levels];
        for (&level, place) in frequent.iter().zip(1..) {
            place_of[level as usize] = place;
        }
        Self { place_of, frequent }
    }

    /// Number of places.
    pub fn count(&self) -> usize {
        self.frequent.len() + 2
    }

    /// The place of a code.
    #[inline]
    pub fn place(&self, code: u32) -> usize {
        if code == MISSING {
            0
        } else {
            self.place_of
                .get(code as usize)
                .map_or(self.frequent.len() + 1, |&place| place as usize)
        }
    }

    /// Level codes that share the last place.
    pub fn rare(&self) -> impl Iterator<Item = u32> + '_ {
        let last = self.frequent.len() as u32 + 1;
        (0..)
            .zip(&self.place_of)
            .filter(move |&(_, &place)| place == last)
            .map(|(code, _)| code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::UNSEEN;

    #[test]
    fn heavy_levels_have_a_place_and_the_rest_share_one() {
        // Weights by level: a 3, b 1, c 2, d 0.
        let places = LevelPlaces::fit(
            &[0, 1, 2, 0, MISSING],
            4,
            &[0, 1, 2, 3, 4],
            &[1.0, 1.0, 2.0, 2.0, 9.0],
            2.0,
            5,
        );
        assert_eq!(places.frequent, [0, 2]);
        assert_eq!(
            [MISSING, 0, 1, 2, 3, UNSEEN].map(|code| places.place(code)),
            [0, 1, 3, 2, 3, 3]
        );
        assert_eq!(places.rare().collect::<Vec<_>>(), [1, 3]);
        let one = LevelPlaces::fit(&[0, 1, 2], 3, &[0, 1, 2], &[1.0, 1.0, 1.0], 1.0, 1);
        assert_eq!(one.frequent, [0]);
    }
}
