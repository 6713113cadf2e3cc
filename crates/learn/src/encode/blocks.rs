//! Squared distances from many points to a fixed set of points.

/// Points side by side in one block: lane `l` of a block is one point.
const LANES: usize = 8;
/// Points that are asked about at once, so that a block is read once for all of them.
const TILE: usize = 4;

/// Points, laid out so that eight distances are summed side by side. Sums run over the terms in order for each pair alone: a distance depends
/// on its two points and on nothing else, on any machine.
#[derive(Clone, Debug)]
pub struct Blocks {
    values: Vec<f32>,
    width: usize,
    points: usize,
}

impl Blocks {
    /// Lays out `points × width` numbers; `points` is said because the width may be 0.
    pub fn of(points: &[f32], width: usize, count: usize) -> Self {
        let mut values = vec![0.0; count.div_ceil(LANES) * LANES * width];
        if width > 0 {
            for (index, point) in points.chunks_exact(width).enumerate() {
                let block = (index / LANES) * LANES * width;
                for (term, &value) in point.iter().enumerate() {
                    values[block + term * LANES + index % LANES] = value;
                }
            }
        }
        Self {
            values,
            width,
            points: count,
        }
    }

    /// Number of points.
    pub fn points(&self) -> usize {
        self.points
    }

    /// Squared distance of each of `count` queries (`count × width`) to each point, `count × points`.
    pub fn squared_distances(&self, queries: &[f32], count: usize) -> Vec<f32> {
        let mut out = vec![0.0; count * self.points];
        if self.width == 0 || self.points == 0 {
            return out;
        }
        for first in (0..count).step_by(TILE) {
            let query = |q: usize| {
                // A tile that is not full asks about its last query again.
                let at = (first + q).min(count - 1) * self.width;
                &queries[at..at + self.width]
            };
            let tile: [&[f32]; TILE] = [query(0), query(1), query(2), query(3)];
            for (number, block) in self.values.chunks_exact(LANES * self.width).enumerate() {
                let sums = block_sums(tile, block);
                let start = number * LANES;
                let lanes = LANES.min(self.points - start);
                for (q, sums) in sums.iter().enumerate().take(TILE.min(count - first)) {
                    let at = (first + q) * self.points + start;
                    out[at..at + lanes].copy_from_slice(&sums[..lanes]);
                }
            }
        }
        out
    }
}

#[inline]
fn block_sums(tile: [&[f32]; TILE], block: &[f32]) -> [[f32; LANES]; TILE] {
    let mut sums = [[0.0f32; LANES]; TILE];
    let terms = tile[0].iter().zip(tile[1]).zip(tile[2]).zip(tile[3]);
    for ((((&a, &b), &c), &d), lanes) in terms.zip(block.chunks_exact(LANES)) {
        for (sums, x) in sums.iter_mut().zip([a, b, c, d]) {
            for (sum, &y) in sums.iter_mut().zip(lanes) {
                let difference = x - y;
                *sum += difference * difference;
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_has_its_own_distance_whatever_stands_beside_it() {
        let (width, points, count) = (3, 11, 6);
        let number = |i: usize| ((i * 37) % 19) as f32 - 9.0;
        let fixed: Vec<f32> = (0..points * width).map(number).collect();
        let queries: Vec<f32> = (0..count * width).map(|i| number(i + 5)).collect();
        let blocks = Blocks::of(&fixed, width, points);
        let found = blocks.squared_distances(&queries, count);
        for q in 0..count {
            let query = &queries[q * width..(q + 1) * width];
            assert_eq!(blocks.squared_distances(query, 1), found[q * points..(q + 1) * points]);
            for p in 0..points {
                let expected: f32 = (0..width).map(|t| (query[t] - fixed[p * width + t]).powi(2)).sum();
                assert_eq!(found[q * points + p], expected);
            }
        }
        assert_eq!(Blocks::of(&[], 0, 2).squared_distances(&[], 2), [0.0; 4]);
        assert_eq!(Blocks::of(&[], 0, 2).points(), 2);
    }
}
