//! Weighted sums of outer products, Σ c·x·xᵀ, at the speed of the processor's arithmetic.

/// Rows and columns of the block of sums that is kept in registers.
const TILE: usize = 4;

/// Rows wait in a panel that fits the cache; then each tile of the lower triangle is summed over all of them at once.
#[derive(Clone, Debug)]
pub(super) struct Gram {
    width: usize,
    tiles: usize,
    most: usize,
    filled: usize,
    /// x, by tile and then by row, filled up with zeros.
    plain: Vec<[f64; TILE]>,
    /// c·x in the same shape.
    weighted: Vec<[f64; TILE]>,
    /// Sums of the lower triangle of tiles.
    sums: Vec<[[f64; TILE]; TILE]>,
}

impl Gram {
    /// For vectors of `width` numbers.
    pub(super) fn new(width: usize) -> Self {
        let tiles = width.div_ceil(TILE);
        let most = (1024 / (tiles * TILE).max(1)).clamp(16, 128);
        Self {
            width,
            tiles,
            most,
            filled: 0,
            plain: vec![[0.0; TILE]; tiles * most],
            weighted: vec![[0.0; TILE]; tiles * most],
            sums: vec![[[0.0; TILE]; TILE]; tiles * (tiles + 1) / 2],
        }
    }

    /// Numbers that [`Self::finish`] adds to.
    pub(super) fn len(width: usize) -> usize {
        width * width
    }

    /// Adds c·x·xᵀ.
    pub(super) fn push(&mut self, x: &[f64], c: f64) {
        let mut at = self.filled;
        let (whole, rest) = x.as_chunks::<TILE>();
        for x in whole {
            self.plain[at] = *x;
            self.weighted[at] = x.map(|x| c * x);
            at += self.most;
        }
        if !rest.is_empty() {
            let mut last = [0.0; TILE];
            last[..rest.len()].copy_from_slice(rest);
            self.plain[at] = last;
            self.weighted[at] = last.map(|x| c * x);
        }
        self.filled += 1;
        if self.filled == self.most {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let mut sums = self.sums.iter_mut();
        for i in 0..self.tiles {
            let weighted = &self.weighted[i * self.most..][..self.filled];
            for (j, sum) in (0..=i).zip(&mut sums) {
                let plain = &self.plain[j * self.most..][..self.filled];
                add_tile(weighted, plain, sum);
            }
        }
        self.filled = 0;
    }

    /// Adds the sums to a `width`² matrix, row by row; both triangles.
    pub(super) fn finish(mut self, matrix: &mut [f64]) {
        self.flush();
        let k = self.width;
        for i in 0..k {
            for j in 0..=i {
                let (a, b) = (i / TILE, j / TILE);
                let value = self.sums[a * (a + 1) / 2 + b][i % TILE][j % TILE];
                matrix[i * k + j] += value;
                if i != j {
                    matrix[j * k + i] += value;
                }
            }
        }
    }
}

fn add_tile(left: &[[f64; TILE]], right: &[[f64; TILE]], sum: &mut [[f64; TILE]; TILE]) {
    let mut tile = *sum;
    for (x, y) in left.iter().zip(right) {
        for (line, x) in tile.iter_mut().zip(x) {
            for (sum, y) in line.iter_mut().zip(y) {
                *sum += x * y;
            }
        }
    }
    *sum = tile;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_by_hand_in_any_width() {
        for width in [1, 3, 4, 7] {
            let mut gram = Gram::new(width);
            let rows = 300;
            for row in 0..rows {
                let x: Vec<f64> = (0..width).map(|j| (row * (j + 1) % 5) as f64).collect();
                gram.push(&x, if row % 2 == 0 { 2.0 } else { -1.0 });
            }
            let mut found = vec![0.0; Gram::len(width)];
            gram.finish(&mut found);
            for i in 0..width {
                for j in 0..width {
                    let expected: f64 = (0..rows)
                        .map(|row| {
                            let c = if row % 2 == 0 { 2.0 } else { -1.0 };
                            c * (row * (i + 1) % 5) as f64 * (row * (j + 1) % 5) as f64
                        })
                        .sum();
                    assert_eq!(found[i * width + j], expected);
                }
            }
        }
    }
}
