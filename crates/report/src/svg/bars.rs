//! Horizontal bars, with confidence whiskers and a reference line where there are any.

use super::canvas::{Anchor, Canvas, FONT_PX};
use super::scale::{AxisKind, Scale, tick_labels, ticks};
use crate::escape::{fitted, width_px};

/// Fits two to a row on a screen and one on a phone.
const WIDTH: f64 = 420.0;
/// For long names, alone in its row.
const WIDE: f64 = 640.0;
const ROW: f64 = 26.0;
const BAR: f64 = 14.0;

/// One bar.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// What it stands for; cut to its room, whole in the tip.
    pub label: String,
    /// Its length, at or above 0. Not finite: no bar.
    pub value: f64,
    /// Ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// Its value in words, to its right.
    pub figure: String,
    /// What the value rests on, at the right edge; may be empty.
    pub note: String,
    /// What the pointer shows.
    pub tip: String,
    /// A class besides `bar`: empty, `pale` or `alarm`.
    pub class: &'static str,
}

/// A chart of horizontal bars.
#[derive(Clone, Debug)]
pub struct BarChart {
    /// Accessible name.
    pub title: String,
    /// Accessible description.
    pub description: String,
    /// How the axis is written.
    pub kind: AxisKind,
    /// A dashed line across all bars and its name.
    pub reference: Option<(f64, String)>,
    /// Whether names are long and the chart stands alone.
    pub wide: bool,
    /// From top to bottom.
    pub bars: Vec<Bar>,
}

impl BarChart {
    /// Draws the chart.
    pub fn draw(&self) -> String {
        let widest = |text: fn(&Bar) -> &str, most: f64| {
            self.bars
                .iter()
                .map(|b| width_px(text(b), FONT_PX))
                .fold(24.0, f64::max)
                .min(most)
                + 8.0
        };
        let (width, most_label) = if self.wide { (WIDE, 250.0) } else { (WIDTH, 132.0) };
        let label_room = widest(|b| &b.label, most_label);
        let figure_room = widest(|b| &b.figure, 80.0);
        let note_room = if self.bars.iter().all(|b| b.note.is_empty()) {
            0.0
        } else {
            widest(|b| &b.note, 120.0)
        };
        let top = if self.reference.is_some() { 24.0 } else { 6.0 };
        let bottom = top + ROW * self.bars.len() as f64;
        let height = bottom + 24.0;
        let mut canvas = Canvas::new(width, height, &self.title, &self.description);

        let largest = self
            .bars
            .iter()
            .flat_map(|b| [b.value, b.interval.map_or(0.0, |i| i.1)])
            .chain(self.reference.iter().map(|r| r.0))
            .filter(|v| v.is_finite())
            .fold(0.0, f64::max);
        let limit = if self.kind == AxisKind::Percent {
            largest.min(1.0)
        } else {
            largest
        };
        let at = ticks(0.0, limit, 4);
        let high = at.last().copied().unwrap_or(1.0);
        let x = Scale::new(0.0, high, label_room + 2.0, width - note_room - figure_room - 4.0);

        for (tick, label) in at.iter().zip(tick_labels(&at, self.kind)) {
            canvas.line("grid", x.at(*tick), top, x.at(*tick), bottom);
            canvas.text("small", x.at(*tick), bottom + 16.0, Anchor::Middle, &label);
        }
        for (i, bar) in self.bars.iter().enumerate() {
            bar.draw(
                &mut canvas,
                x,
                top + ROW * i as f64,
                [label_room, width - note_room, width],
            );
        }
        canvas.line("axis", x.from, top, x.from, bottom);
        if let Some((value, name)) = self.reference.as_ref().filter(|r| r.0.is_finite()) {
            let at = x.at(*value);
            canvas.line("reference", at, top - 4.0, at, bottom);
            let half = width_px(name, FONT_PX) / 2.0;
            let centre = at.clamp(half, (width - half).max(half));
            canvas.text("small", centre, top - 10.0, Anchor::Middle, name);
        }
        canvas.finish()
    }
}

impl Bar {
    fn draw(&self, canvas: &mut Canvas, x: Scale, top: f64, [label_room, figure_end, note_end]: [f64; 3]) {
        let middle = top + ROW / 2.0;
        let baseline = middle + 4.0;
        let shown = fitted(&self.label, label_room - 8.0, FONT_PX);
        canvas.text_with_tip("", x.from - 8.0, baseline, Anchor::End, &shown, &self.label);
        if self.value.is_finite() {
            let class = format!("bar {}", self.class);
            let length = x.at(self.value) - x.from;
            canvas.rect(class.trim_end(), x.from, middle - BAR / 2.0, length, BAR, &self.tip);
        }
        if let Some((low, high)) = self.interval.filter(|i| i.0.is_finite() && i.1.is_finite()) {
            let (a, b) = (x.at(low), x.at(high));
            canvas.line("whisker", a, middle, b, middle);
            canvas.line("whisker", a, middle - 4.0, a, middle + 4.0);
            canvas.line("whisker", b, middle - 4.0, b, middle + 4.0);
        }
        canvas.text_with_tip("", figure_end, baseline, Anchor::End, &self.figure, &self.tip);
        if !self.note.is_empty() {
            canvas.text_with_tip("soft", note_end, baseline, Anchor::End, &self.note, &self.tip);
        }
    }
}
