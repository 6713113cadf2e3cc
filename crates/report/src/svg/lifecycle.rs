//! Lifecycle by month: kept, returned and new customers stacked upwards, lost ones downwards; a month that is not over
//! is hatched.

use super::canvas::{Anchor, Canvas, FONT_PX};
use super::scale::{AxisKind, Frame, Scale, ticks};
use crate::escape::width_px;

const HEIGHT: f64 = 320.0;
const LEFT: f64 = 56.0;
const SLOT: f64 = 34.0;

/// One month.
#[derive(Clone, Debug)]
pub struct LifecycleColumn {
    /// `YYYY-MM`.
    pub label: String,
    /// Stayed.
    pub kept: u64,
    /// Came back.
    pub returned: u64,
    /// First came.
    pub new: u64,
    /// Left; `None` while the month is not over.
    pub lost: Option<u64>,
    /// Whether the month is over.
    pub complete: bool,
    /// What the pointer shows.
    pub tip: String,
}

/// Lifecycle bars.
#[derive(Clone, Debug)]
pub struct LifecycleChart {
    /// Accessible name.
    pub title: String,
    /// Accessible description.
    pub description: String,
    /// Names of kept, returned, new, lost and of a month that is not over.
    pub names: [String; 5],
    /// Oldest first.
    pub months: Vec<LifecycleColumn>,
}

impl LifecycleChart {
    /// Draws the chart.
    pub fn draw(&self) -> String {
        let width = (LEFT + SLOT * self.months.len() as f64 + 10.0).max(440.0);
        let mut canvas = Canvas::new(width, HEIGHT, &self.title, &self.description);
        let up = self.months.iter().map(|m| m.kept + m.returned + m.new).max();
        let down = self.months.iter().filter_map(|m| m.lost).max();
        let at = ticks(-(down.unwrap_or(0) as f64), up.unwrap_or(1) as f64, 6);
        let frame = Frame {
            x: Scale::new(0.0, self.months.len().max(1) as f64, LEFT, width - 10.0),
            y: Scale::new(
                at.first().copied().unwrap_or(0.0),
                at.last().copied().unwrap_or(1.0),
                HEIGHT - 26.0,
                34.0,
            ),
        };
        frame.draw_y(&mut canvas, &at, AxisKind::Number);
        for (i, month) in self.months.iter().enumerate() {
            month.draw(&mut canvas, frame, i);
        }
        canvas.line("axis", LEFT, frame.y.at(0.0), width - 10.0, frame.y.at(0.0));
        self.draw_legend(&mut canvas);
        canvas.finish()
    }

    fn draw_legend(&self, canvas: &mut Canvas) {
        let mut x = LEFT;
        let classes = ["bar kept", "bar returned", "bar new", "bar lost", ""];
        for (name, class) in self.names.iter().zip(classes) {
            if class.is_empty() {
                canvas.hatch(x, 6.0, 12.0, 12.0, "");
            } else {
                canvas.rect(class, x, 6.0, 12.0, 12.0, "");
            }
            canvas.text("soft", x + 17.0, 16.0, Anchor::Start, name);
            x += 17.0 + width_px(name, FONT_PX) + 16.0;
        }
    }
}

impl LifecycleColumn {
    fn draw(&self, canvas: &mut Canvas, frame: Frame, index: usize) {
        let left = frame.x.at(index as f64);
        let slot = frame.x.at(index as f64 + 1.0) - left;
        let (x, width) = (left + slot * 0.15, slot * 0.7);
        let mut stacked = 0;
        for (class, n) in [
            ("bar kept", self.kept),
            ("bar returned", self.returned),
            ("bar new", self.new),
        ] {
            let (low, high) = (frame.y.at(stacked as f64), frame.y.at((stacked + n) as f64));
            if n > 0 && self.complete {
                canvas.rect(class, x, high, width, low - high, &self.tip);
            }
            stacked += n;
        }
        let zero = frame.y.at(0.0);
        if !self.complete {
            let high = frame.y.at(stacked as f64);
            canvas.hatch(x, high, width, zero - high, &self.tip);
        }
        if let Some(lost) = self.lost.filter(|&n| n > 0) {
            canvas.rect("bar lost", x, zero, width, frame.y.at(-(lost as f64)) - zero, &self.tip);
        }
        // A label a quarter keeps the axis quiet.
        if index.is_multiple_of(3) {
            canvas.text("small", left, HEIGHT - 6.0, Anchor::Start, &self.label);
        }
    }
}
