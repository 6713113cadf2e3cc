//! Upright columns over named places: histograms, lift by share.

use super::canvas::{Anchor, Canvas, FONT_PX};
use super::scale::{AxisKind, Frame, Scale, ticks};
use crate::escape::width_px;

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 260.0;

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// What stands below it.
    pub label: String,
    /// Its height, at or above 0. Not finite: no column.
    pub value: f64,
    /// What the pointer shows.
    pub tip: String,
    /// Whether it is the one to look at.
    pub marked: bool,
}

/// A chart of columns.
#[derive(Clone, Debug)]
pub struct ColumnChart {
    /// Accessible name.
    pub title: String,
    /// Accessible description.
    pub description: String,
    /// Name of the horizontal axis.
    pub x_name: String,
    /// How the vertical axis is written.
    pub kind: AxisKind,
    /// A dashed horizontal line.
    pub reference: Option<f64>,
    /// From left to right.
    pub columns: Vec<Column>,
}

impl ColumnChart {
    /// Draws the chart.
    pub fn draw(&self) -> String {
        let mut canvas = Canvas::new(WIDTH, HEIGHT, &self.title, &self.description);
        let largest = self
            .columns
            .iter()
            .map(|c| c.value)
            .chain(self.reference)
            .filter(|v| v.is_finite())
            .fold(0.0, f64::max);
        let at = ticks(0.0, largest, 5);
        let n = self.columns.len().max(1) as f64;
        let frame = Frame {
            x: Scale::new(0.0, n, 56.0, WIDTH - 8.0),
            y: Scale::new(0.0, at.last().copied().unwrap_or(1.0), HEIGHT - 46.0, 10.0),
        };
        frame.draw_y(&mut canvas, &at, self.kind);
        let slot = (frame.x.to - frame.x.from) / n;
        let base = frame.y.from;
        let widest = self
            .columns
            .iter()
            .map(|c| width_px(&c.label, FONT_PX))
            .fold(1.0, f64::max);
        // Every how many columns a label has room.
        let every = ((widest + 6.0) / slot).ceil().max(1.0) as usize;
        for (i, column) in self.columns.iter().enumerate() {
            let left = frame.x.at(i as f64);
            if column.value.is_finite() {
                let top = frame.y.at(column.value);
                let class = if column.marked { "bar alarm" } else { "bar" };
                canvas.rect(class, left + slot * 0.14, top, slot * 0.72, base - top, &column.tip);
            }
            if i.is_multiple_of(every) {
                canvas.text("small", left + slot / 2.0, base + 16.0, Anchor::Middle, &column.label);
            }
        }
        canvas.line("axis", frame.x.from, base, frame.x.to, base);
        if let Some(value) = self.reference {
            let y = frame.y.at(value);
            canvas.line("reference", frame.x.from, y, frame.x.to, y);
        }
        let middle = (frame.x.from + frame.x.to) / 2.0;
        canvas.text("small", middle, base + 36.0, Anchor::Middle, &self.x_name);
        canvas.finish()
    }
}
