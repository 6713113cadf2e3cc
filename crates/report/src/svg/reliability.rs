//! Reliability diagram: stated against observed, with intervals.

use super::canvas::{Anchor, Canvas};
use super::scale::{AxisKind, Frame, Scale, ticks};

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 290.0;

/// One bin.
#[derive(Clone, Debug)]
pub struct ReliabilityDot {
    /// Mean stated probability, 0–1.
    pub stated: f64,
    /// Observed rate, 0–1.
    pub observed: f64,
    /// Ends of the interval of the observed rate.
    pub interval: (f64, f64),
    /// What the pointer shows.
    pub tip: String,
}

/// A reliability diagram.
#[derive(Clone, Debug)]
pub struct ReliabilityChart {
    /// Accessible name.
    pub title: String,
    /// Accessible description.
    pub description: String,
    /// Name of the horizontal axis.
    pub x_name: String,
    /// Name of the diagonal.
    pub ideal: String,
    /// The bins.
    pub dots: Vec<ReliabilityDot>,
}

impl ReliabilityChart {
    /// Draws the chart. Both axes end at the same value, so that the diagonal is the ideal.
    pub fn draw(&self) -> String {
        let mut canvas = Canvas::new(WIDTH, HEIGHT, &self.title, &self.description);
        let largest = self
            .dots
            .iter()
            .flat_map(|d| [d.stated, d.interval.1])
            .filter(|v| v.is_finite())
            .fold(0.05, f64::max)
            .min(1.0);
        let at = ticks(0.0, largest, 5);
        let high = at.last().copied().unwrap_or(1.0);
        let frame = Frame {
            x: Scale::new(0.0, high, 50.0, WIDTH - 14.0),
            y: Scale::new(0.0, high, HEIGHT - 44.0, 12.0),
        };
        frame.draw_y(&mut canvas, &at, AxisKind::Percent);
        frame.draw_x(&mut canvas, &at, AxisKind::Percent, &self.x_name);
        canvas.line("reference", frame.x.from, frame.y.from, frame.x.to, frame.y.to);
        canvas.text("small", frame.x.to - 44.0, frame.y.to + 14.0, Anchor::End, &self.ideal);
        let known = |d: &&ReliabilityDot| d.stated.is_finite() && d.observed.is_finite();
        for dot in self.dots.iter().filter(known) {
            let (x, y) = (frame.x.at(dot.stated), frame.y.at(dot.observed));
            let (low, high) = dot.interval;
            if low.is_finite() && high.is_finite() {
                canvas.line("whisker", x, frame.y.at(low), x, frame.y.at(high));
            }
            canvas.disc("dot", x, y, 4.5, &dot.tip);
        }
        canvas.finish()
    }
}
