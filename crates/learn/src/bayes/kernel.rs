//! Kernel densities of the two classes on a grid.

/// Points of the grid on 0–1, both ends included.
pub(super) const POINTS: usize = 65;
/// Added to every density: where neither class has been seen nothing is said.
const FLOOR: f64 = 1e-3;

/// ln(density of the churned ÷ density of the retained) at the points of the grid.
///
/// `positions` are within 0–1 with weight and class. Each class has Silverman's bandwidth (0.9·sd·n^−1/5, at least one step of the grid), its density is
/// reflected at both ends, and `prior` rows of the density of all are added to it.
pub(super) fn log_ratio(positions: &[(f64, f64, bool)], prior: f64) -> Vec<f64> {
    let mut masses = [[0.0; POINTS]; 2];
    for &(position, weight, churned) in positions {
        let place = position * (POINTS - 1) as f64;
        let below = (place.floor() as usize).min(POINTS - 2);
        let share = place - below as f64;
        let masses = &mut masses[usize::from(churned)];
        masses[below] += weight * (1.0 - share);
        masses[below + 1] += weight * share;
    }
    let all: Vec<f64> = (0..POINTS).map(|point| masses[0][point] + masses[1][point]).collect();
    let pooled = smooth(&all);
    let [retained, churned] = masses.map(|masses| {
        let total: f64 = masses.iter().sum();
        let own = smooth(&masses);
        let mixed = own
            .iter()
            .zip(&pooled)
            .map(|(own, pooled)| (total * own + prior * pooled) / (total + prior));
        mixed.map(|density| density + FLOOR).collect::<Vec<f64>>()
    });
    churned.iter().zip(&retained).map(|(c, r)| (c / r).ln()).collect()
}

/// Density on 0–1 of masses at the points; 0 everywhere without mass.
fn smooth(masses: &[f64]) -> Vec<f64> {
    let total: f64 = masses.iter().sum();
    if total <= 0.0 {
        return vec![0.0; POINTS];
    }
    let step = 1.0 / (POINTS - 1) as f64;
    let mean = masses
        .iter()
        .enumerate()
        .map(|(point, m)| m * point as f64 * step)
        .sum::<f64>()
        / total;
    let variance = masses
        .iter()
        .enumerate()
        .map(|(point, m)| m * (point as f64 * step - mean).powi(2))
        .sum::<f64>()
        / total;
    let width = (0.9 * variance.sqrt() * total.max(1.0).powf(-0.2)).max(step);
    let kernel = |distance: f64| (-0.5 * (distance / width).powi(2)).exp() / (width * (std::f64::consts::TAU).sqrt());
    let at = |point: usize| {
        let x = point as f64 * step;
        let terms = masses.iter().enumerate().filter(|(_, m)| **m > 0.0).map(|(other, m)| {
            let y = other as f64 * step;
            m * (kernel(x - y) + kernel(x + y) + kernel(2.0 - x - y))
        });
        terms.sum::<f64>() / total
    };
    (0..POINTS).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_density_has_mass_one_and_the_ratio_follows_the_classes() {
        let mut masses = vec![0.0; POINTS];
        masses[0] = 3.0;
        masses[20] = 5.0;
        masses[64] = 2.0;
        let density = smooth(&masses);
        let area = (density.iter().sum::<f64>() - 0.5 * (density[0] + density[POINTS - 1])) / (POINTS - 1) as f64;
        assert!((area - 1.0).abs() < 0.01, "{area}");
        let rows: Vec<(f64, f64, bool)> = (0..200).map(|i| (f64::from(i) / 199.0, 1.0, i >= 100)).collect();
        let ratio = log_ratio(&rows, 1.0);
        assert!(ratio[5] < -1.0 && ratio[60] > 1.0);
        // Symmetric classes: the ratio is odd about the middle.
        assert!((ratio[10] + ratio[54]).abs() < 1e-9);
        assert!(log_ratio(&[], 1.0).iter().all(|&r| r == 0.0));
    }
}
