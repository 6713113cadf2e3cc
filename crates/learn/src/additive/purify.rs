//! What a pair's table says about one of its columns alone belongs to that column's own function (Lengerich, Tan, Chang, Hooker & Caruana
//! 2020): prediction unchanged, the split between the terms unique.

use super::pairs::Axis;

/// Passes over a table at most; weights that hang together by a thread converge slowly, and the last digits change nothing visible.
const PASSES: usize = 200;

/// Moves the weighted means of every line and column of `cells` to the main effects of the pair's columns. Cells keep their sum with the main
/// effects in every case. Lines and columns without any weight are set to 0: nothing is known of them.
pub fn purify(axes: &[Axis; 2], cells: &mut [f64], weights: &[f64], mains: [&mut [f64]; 2]) {
    let (lines, columns) = (axes[0].bins, axes[1].bins);
    let mut moved = [vec![0.0; lines], vec![0.0; columns]];
    let scale = cells.iter().fold(0.0f64, |m, v| m.max(v.abs()));
    for _ in 0..PASSES {
        let mut largest = 0.0f64;
        for axis in 0..2 {
            for (bin, moved) in moved[axis].iter_mut().enumerate() {
                let along = || {
                    (0..axes[1 - axis].bins).map(move |other| {
                        if axis == 0 {
                            bin * columns + other
                        } else {
                            other * columns + bin
                        }
                    })
                };
                let weight: f64 = along().map(|cell| weights[cell]).sum();
                if weight <= 0.0 {
                    along().for_each(|cell| cells[cell] = 0.0);
                    continue;
                }
                let mean = along().map(|cell| weights[cell] * cells[cell]).sum::<f64>() / weight;
                along().for_each(|cell| cells[cell] -= mean);
                *moved += mean;
                largest = largest.max(mean.abs());
            }
        }
        if largest <= 1e-13 * scale {
            break;
        }
    }
    for ((main, moved), axis) in mains.into_iter().zip(&moved).zip(axes) {
        for (value, &coarse) in main.iter_mut().zip(&axis.coarse) {
            *value += moved[usize::from(coarse)];
        }
    }
}

/// Takes the weighted mean from the bins with weight; the others become 0, the average. Without any weight all become 0.
pub fn centre(values: &mut [f64], weights: &[f64]) {
    let total: f64 = weights.iter().sum();
    let mean = values.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / total;
    for (value, &weight) in values.iter_mut().zip(weights) {
        *value = if weight > 0.0 { *value - mean } else { 0.0 };
    }
}
