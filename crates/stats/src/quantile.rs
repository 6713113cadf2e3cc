//! Quantiles and equal-count cut points.

/// The `q`-quantile of ascending values by linear interpolation between order statistics (type 7 of Hyndman & Fan
/// 1996, the default of R and NumPy): position (n−1)·q.
///
/// `sorted` must be ascending without NaN; `q` is clamped to 0–1. An empty slice has no quantile: the caller rules it
/// out, and gets NaN, the one place in this crate, if it did not.
pub fn quantile(sorted: &[f64], q: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let position = last as f64 * q.clamp(0.0, 1.0);
    let below = (position.floor() as usize).min(last);
    let above = (below + 1).min(last);
    let share = position - below as f64;
    if share == 0.0 || sorted[below] == sorted[above] {
        return sorted[below];
    }
    sorted[below] * (1.0 - share) + sorted[above] * share
}

/// Distinct ascending inner cut points that split the values into at most `bins` bins of about equal count.
///
/// x belongs to bin number (cuts < x), so that bin i is (c\[i−1\], c\[i\]] and the first and last are open to the
/// outside. Every cut is an observed finite value, equal values are never split, and no cut is at the maximum, so that
/// no bin is empty on the values it was made from. NaN is skipped; fewer than two distinct values or bins: no cuts.
pub fn cut_points(values: &[f64], bins: usize) -> Vec<f64> {
    // Adding zero turns −0 into 0, so that the two are one value.
    let mut sorted: Vec<f64> = values.iter().filter(|v| !v.is_nan()).map(|v| v + 0.0).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let Some(&maximum) = sorted.last() else {
        return Vec::new();
    };
    let n = sorted.len() as u128;
    // More bins than values would only repeat the same cuts.
    let bins = bins.min(sorted.len());
    let mut cuts: Vec<f64> = Vec::new();
    for k in 1..bins {
        let rank = (k as u128 * n).div_ceil(bins as u128) as usize;
        let cut = sorted[rank - 1];
        if cut.is_finite() && cut < maximum && cuts.last().is_none_or(|&last| cut > last) {
            cuts.push(cut);
        }
    }
    cuts
}
