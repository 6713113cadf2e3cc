//! From data to pixels: linear scales with round ticks, and the frame of a plot.

use super::canvas::{Anchor, Canvas};
use crate::figures::decimal;

/// A linear map from a range of data to a range of pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Data at the first pixel.
    pub low: f64,
    /// Data at the last pixel; differs from `low`.
    pub high: f64,
    /// First pixel.
    pub from: f64,
    /// Last pixel; may lie before the first (a vertical axis).
    pub to: f64,
}

impl Scale {
    /// A scale; a range that is empty or not finite is widened to one unit.
    pub fn new(low: f64, high: f64, from: f64, to: f64) -> Self {
        let low = if low.is_finite() { low } else { 0.0 };
        let high = if high.is_finite() && high > low {
            high
        } else {
            low + 1.0
        };
        Self { low, high, from, to }
    }

    /// The pixel of a value, held within the range so that no point leaves the plot.
    pub fn at(&self, v: f64) -> f64 {
        let t = ((v - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + t * (self.to - self.from)
    }
}

/// Round steps (1, 2 or 5 × a power of ten): the smallest with which `span` takes at most `most` steps.
fn round_step(span: f64, most: usize) -> f64 {
    if !(span.is_finite() && span > 0.0) {
        return 1.0;
    }
    let raw = span / most.max(1) as f64;
    let power = 10f64.powf(raw.log10().floor());
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|&step| step >= raw * (1.0 - 1e-9))
        .unwrap_or(10.0 * power)
}

/// Round ticks that cover `low..=high` in at most `most` + 1 steps; the first and last may lie outside.
pub fn ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let step = round_step(high - low, most);
    let low = if low.is_finite() { low } else { 0.0 };
    let high = if high.is_finite() && high > low {
        high
    } else {
        low + step
    };
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    let steps = (last - first).clamp(1.0, 2.0 * most as f64 + 2.0) as usize;
    (0..=steps).map(|i| (first + i as f64) * step).collect()
}

/// Round values within the axis: 1, 2 and 5 times powers of ten, or the powers alone on a long axis; in between tenths
/// where the axis is short.
pub(super) fn log_ticks(low: f64, high: f64) -> Vec<f64> {
    let span = (high / low).log10();
    let steps: &[f64] = if span > 2.5 {
        &[1.0]
    } else if span > 0.6 {
        &[1.0, 2.0, 5.0]
    } else {
        &[1.0, 1.1, 1.2, 1.5, 2.0, 3.0, 5.0, 7.0, 8.0, 9.0]
    };
    (-4..=4)
        .flat_map(|power| steps.iter().map(move |step| step * 10f64.powi(power)))
        .filter(|tick| (low..=high).contains(tick))
        .collect()
}

/// `0.5`, `2`, `100`.
pub(super) fn plain(tick: f64) -> String {
    let text = format!("{tick:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// How the numbers of an axis are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxisKind {
    /// Shares as percentages.
    Percent,
    /// Numbers as they are.
    Number,
}

/// The labels of ticks, all at the decimals that their step needs.
pub fn tick_labels(ticks: &[f64], kind: AxisKind) -> Vec<String> {
    let factor = if kind == AxisKind::Percent { 100.0 } else { 1.0 };
    let step = match ticks {
        [a, b, ..] => (b - a).abs() * factor,
        _ => 1.0,
    };
    let digits = if step > 0.0 && step < 1.0 {
        (-(step.log10() + 1e-9).floor()).clamp(0.0, 6.0) as usize
    } else {
        0
    };
    let unit = if kind == AxisKind::Percent { "%" } else { "" };
    ticks
        .iter()
        .map(|t| format!("{}{unit}", decimal(t * factor, digits)))
        .collect()
}

/// A plot area with its two scales.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Left to right.
    pub x: Scale,
    /// Bottom to top.
    pub y: Scale,
}

impl Frame {
    /// Draws grid lines and labels of the vertical axis.
    pub fn draw_y(&self, canvas: &mut Canvas, at: &[f64], kind: AxisKind) {
        for (tick, label) in at.iter().zip(tick_labels(at, kind)) {
            let y = self.y.at(*tick);
            canvas.line("grid", self.x.from, y, self.x.to, y);
            canvas.text("small", self.x.from - 6.0, y + 4.0, Anchor::End, &label);
        }
    }

    /// Draws the line, labels and name of the horizontal axis.
    pub fn draw_x(&self, canvas: &mut Canvas, at: &[f64], kind: AxisKind, name: &str) {
        let base = self.y.from;
        canvas.line("axis", self.x.from, base, self.x.to, base);
        for (tick, label) in at.iter().zip(tick_labels(at, kind)) {
            let x = self.x.at(*tick);
            canvas.line("axis", x, base, x, base + 4.0);
            canvas.text("small", x, base + 17.0, Anchor::Middle, &label);
        }
        let middle = (self.x.from + self.x.to) / 2.0;
        canvas.text("small", middle, base + 34.0, Anchor::Middle, name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover_the_range() {
        assert_eq!(ticks(0.0, 1.0, 5), vec![0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]);
        assert_eq!(ticks(0.0, 72.0, 6), vec![0.0, 20.0, 40.0, 60.0, 80.0]);
        assert_eq!(ticks(-3.0, 7.0, 5), vec![-4.0, -2.0, 0.0, 2.0, 4.0, 6.0, 8.0]);
        assert_eq!(ticks(5.0, 5.0, 5), vec![5.0, 6.0]);
        assert_eq!(tick_labels(&ticks(0.0, 0.01, 4), AxisKind::Percent)[1], "0.5%");
        assert_eq!(tick_labels(&[0.0, 2000.0], AxisKind::Number)[1], "2,000");
    }

    #[test]
    fn a_scale_never_leaves_its_pixels() {
        let scale = Scale::new(0.0, 2.0, 100.0, 0.0);
        assert_eq!(scale.at(0.5), 75.0);
        assert_eq!(scale.at(9.0), 0.0);
        assert_eq!(Scale::new(3.0, 3.0, 0.0, 10.0).at(3.0), 0.0);
    }

    #[test]
    fn ticks_are_round_and_one_is_always_there() {
        assert_eq!(log_ticks(0.4, 2.2), vec![0.5, 1.0, 2.0]);
        assert_eq!(log_ticks(0.001, 100.0).len(), 6);
        assert!(log_ticks(0.95, 1.05).contains(&1.0));
        assert_eq!((plain(0.5), plain(100.0)), ("0.5".to_owned(), "100".to_owned()));
    }
}
