//! Slopes and curvatures of the log loss, and their sums by bin: the loops in which the time goes.

/// Residual `w·(y − p)` and curvature `w·p·(1 − p)` of one row.
pub type Slope = [f32; 2];

/// Sums of slopes in one bin.
pub type Sums = [f64; 2];

/// Sums by bin of one column; every bin of a byte has a place.
pub type Histogram = [Sums; 256];

/// e^x to about 2e-7, for |x| up to 80, without calls: the compiler makes vectors of it, and it is the same on every machine.
#[inline]
fn exp(x: f32) -> f32 {
    // 1.5·2^23: adding it rounds to a whole number, which then stands in the low bits.
    const MAGIC: f32 = 12_582_912.0;
    let y = x * std::f32::consts::LOG2_E;
    let shifted = y + MAGIC;
    let part = y - (shifted - MAGIC);
    // Taylor series of 2^part, |part| ≤ ½.
    let series = 1.540_353e-4_f32;
    let series = 1.333_355_8e-3 + part * series;
    let series = 9.618_129e-3 + part * series;
    let series = 5.550_411e-2 + part * series;
    let series = 0.240_226_5 + part * series;
    let series = std::f32::consts::LN_2 + part * series;
    let power = shifted.to_bits().wrapping_sub(MAGIC.to_bits()).wrapping_add(127) << 23;
    f32::from_bits(power) * (1.0 + part * series)
}

/// Slopes of rows with margins, labels (0 or 1) and weights.
pub fn slopes(margins: &[f32], labels: &[f32], weights: &[f32], out: &mut [Slope]) {
    for (((slope, &margin), &label), &weight) in out.iter_mut().zip(margins).zip(labels).zip(weights) {
        let p = 1.0 / (1.0 + exp(-margin.clamp(-30.0, 30.0)));
        // The floor keeps a certain row from having no curvature at all.
        *slope = [weight * (label - p), weight * (p * (1.0 - p)).max(1e-7)];
    }
}

/// Adds the slopes of rows to the sums of their bins.
pub fn add(column: &[u8], slopes: &[Slope], even: &mut Histogram, odd: &mut Histogram) {
    // Two sets of sums: neighbouring rows in one bin need not wait for each other.
    let (bins, last_bin) = column.as_chunks::<2>();
    let (pairs, last) = slopes.as_chunks::<2>();
    for (bin, pair) in bins.iter().zip(pairs) {
        add_one(&mut even[usize::from(bin[0])], &pair[0]);
        add_one(&mut odd[usize::from(bin[1])], &pair[1]);
    }
    for (&bin, slope) in last_bin.iter().zip(last) {
        add_one(&mut even[usize::from(bin)], slope);
    }
}

#[inline]
fn add_one(sums: &mut Sums, slope: &Slope) {
    sums[0] += f64::from(slope[0]);
    sums[1] += f64::from(slope[1]);
}

/// Moves the margins of rows by the step of their bin; residuals follow to first order.
pub fn step(column: &[u8], by_bin: &[f32; 256], slopes: &mut [Slope], margins: &mut [f32]) {
    for ((&bin, slope), margin) in column.iter().zip(slopes).zip(margins) {
        let by = by_bin[usize::from(bin)];
        slope[0] -= slope[1] * by;
        *margin += by;
    }
}

/// [`add`] for the cells of a pair.
pub fn add_cells(cells: &[u16], slopes: &[Slope], sums: &mut [Sums]) {
    for (&cell, slope) in cells.iter().zip(slopes) {
        add_one(&mut sums[usize::from(cell)], slope);
    }
}

/// [`step`] for the cells of a pair.
pub fn step_cells(cells: &[u16], by_cell: &[f32], slopes: &mut [Slope], margins: &mut [f32]) {
    for ((&cell, slope), margin) in cells.iter().zip(slopes).zip(margins) {
        let by = by_cell[usize::from(cell)];
        slope[0] -= slope[1] * by;
        *margin += by;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_close_everywhere() {
        for k in -8000..=8000 {
            let x = k as f32 / 100.0;
            let exact = f64::from(x).exp();
            let relative = (f64::from(exp(x)) / exact - 1.0).abs();
            // Half a unit of 80·log2(e) in single precision, carried into the exponent.
            assert!(relative < 6e-6, "{x}: {relative}");
        }
    }

    #[test]
    fn slopes_are_the_derivatives_of_the_loss() {
        let mut out = [[0.0; 2]; 2];
        slopes(&[0.0, 2.0], &[1.0, 0.0], &[2.0, 1.0], &mut out);
        let p = 1.0 / (1.0 + (-2.0f32).exp());
        assert!((out[0][0] - 1.0).abs() < 1e-6 && (out[0][1] - 0.5).abs() < 1e-6);
        assert!((out[1][0] + p).abs() < 1e-6 && (out[1][1] - p * (1.0 - p)).abs() < 1e-6);
    }

    #[test]
    fn every_row_is_added_to_its_bin() {
        let (mut even, mut odd) = ([[0.0; 2]; 256], [[0.0; 2]; 256]);
        let slopes = [[1.0, 0.5], [2.0, 0.25], [4.0, 0.125]];
        add(&[3, 3, 255], &slopes, &mut even, &mut odd);
        assert_eq!([even[3][0] + odd[3][0], even[3][1] + odd[3][1]], [3.0, 0.75]);
        assert_eq!([even[255], odd[255]], [[4.0, 0.125], [0.0, 0.0]]);
    }
}
