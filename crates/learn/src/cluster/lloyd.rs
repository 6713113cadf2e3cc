//! k-means by Lloyd's algorithm from k-means++ starts.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::coordinates::Points;

const MAX_STEPS: usize = 60;

/// Squared distance.
#[inline]
fn distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

/// The nearest centre and the squared distance to it; the first of equally near ones.
#[inline]
fn nearest(point: &[f64], centres: &Points) -> (u32, f64) {
    let mut best = (0, f64::INFINITY);
    for centre in 0..centres.len() {
        let d = distance(point, centres.row(centre));
        if d < best.1 {
            best = (centre as u32, d);
        }
    }
    best
}

/// The nearest centre of every point.
pub(super) fn assign(points: &Points, centres: &Points) -> Vec<u32> {
    (0..points.len())
        .map(|row| nearest(points.row(row), centres).0)
        .collect()
}

/// One run: the sum of squares and the centres it ends with (Arthur & Vassilvitskii 2007). The result depends on the order of the points through
/// draws: the caller orders them by key. `None` for fewer different points than groups.
pub(super) fn run(points: &Points, groups: usize, seed: u64) -> Option<(f64, Points)> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    Some(descend(points, start(points, groups, &mut rng)?))
}

/// Centres drawn with probability proportional to the squared distance from those already drawn.
fn start(points: &Points, groups: usize, rng: &mut Xoshiro256PlusPlus) -> Option<Points> {
    let n = points.len();
    if n == 0 {
        return None;
    }
    let mut values = points.row(rng.gen_range(0..n)).to_vec();
    let mut away: Vec<f64> = (0..n).map(|row| distance(points.row(row), &values)).collect();
    for _ in 1..groups {
        let total: f64 = away.iter().sum();
        if total <= 0.0 {
            return None;
        }
        let mut left = rng.gen_range(0.0..1.0) * total;
        let mut chosen = None;
        for (row, &d) in away.iter().enumerate() {
            if d > 0.0 {
                chosen = Some(row);
                left -= d;
                if left < 0.0 {
                    break;
                }
            }
        }
        let centre = points.row(chosen?);
        for (row, d) in away.iter_mut().enumerate() {
            *d = d.min(distance(points.row(row), centre));
        }
        values.extend_from_slice(centre);
    }
    Some(Points {
        width: points.width,
        values,
    })
}

fn descend(points: &Points, mut centres: Points) -> (f64, Points) {
    let (groups, width) = (centres.len(), points.width);
    let mut loss = f64::INFINITY;
    for _ in 0..MAX_STEPS {
        let mut sums = vec![0.0; groups * width];
        let mut sizes = vec![0_usize; groups];
        let mut now = 0.0;
        for row in 0..points.len() {
            let point = points.row(row);
            let (group, d) = nearest(point, &centres);
            let group = group as usize;
            now += d;
            sizes[group] += 1;
            sums[group * width..(group + 1) * width]
                .iter_mut()
                .zip(point)
                .for_each(|(sum, x)| *sum += x);
        }
        for (group, &size) in sizes.iter().enumerate().filter(|(_, size)| **size > 0) {
            let range = group * width..(group + 1) * width;
            let (centre, sums) = (&mut centres.values[range.clone()], &sums[range]);
            centre.iter_mut().zip(sums).for_each(|(x, sum)| *x = sum / size as f64);
        }
        if now >= loss * (1.0 - 1e-6) {
            return (now.min(loss), centres);
        }
        loss = now;
    }
    (loss, centres)
}
