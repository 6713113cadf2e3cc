//! Bars to both sides of zero: what each value of a driver does to the risk.

use super::canvas::{Anchor, Canvas, FONT_PX};
use super::scale::Scale;
use crate::escape::{fitted, width_px};

const WIDTH: f64 = 420.0;
const ROW: f64 = 22.0;
const BAR: f64 = 12.0;

/// One value and its effect.
#[derive(Clone, Debug)]
pub struct DivergingBar {
    /// The value or interval.
    pub label: String,
    /// Its effect; above 0 to the right. Not finite: no bar.
    pub value: f64,
    /// What stands at the right edge.
    pub note: String,
    /// What the pointer shows.
    pub tip: String,
}

/// A small chart of effects around zero.
#[derive(Clone, Debug)]
pub struct DivergingChart {
    /// Accessible name.
    pub title: String,
    /// Accessible description.
    pub description: String,
    /// The effect that fills half the width; the same in all charts of a row, so that they compare.
    pub limit: f64,
    /// From top to bottom.
    pub bars: Vec<DivergingBar>,
}

impl DivergingChart {
    /// Draws the chart.
    pub fn draw(&self) -> String {
        let widest = |text: fn(&DivergingBar) -> &str, most: f64| {
            self.bars
                .iter()
                .map(|b| width_px(text(b), FONT_PX))
                .fold(24.0, f64::max)
                .min(most)
                + 8.0
        };
        let label_room = widest(|b| &b.label, 150.0);
        let note_room = widest(|b| &b.note, 90.0);
        let height = ROW * self.bars.len() as f64 + 4.0;
        let mut canvas = Canvas::new(WIDTH, height, &self.title, &self.description);
        let limit = if self.limit.is_finite() && self.limit > 0.0 {
            self.limit
        } else {
            1.0
        };
        let x = Scale::new(-limit, limit, label_room + 2.0, WIDTH - note_room - 4.0);
        let zero = x.at(0.0);
        for (i, bar) in self.bars.iter().enumerate() {
            let middle = 2.0 + ROW * (i as f64 + 0.5);
            let shown = fitted(&bar.label, label_room - 8.0, FONT_PX);
            canvas.text_with_tip("", label_room - 6.0, middle + 4.0, Anchor::End, &shown, &bar.label);
            canvas.rect("track", x.from, middle - BAR / 2.0, x.to - x.from, BAR, &bar.tip);
            if bar.value.is_finite() {
                let end = x.at(bar.value);
                let class = if bar.value > 0.0 { "bar up" } else { "bar down" };
                canvas.rect(
                    class,
                    zero.min(end),
                    middle - BAR / 2.0,
                    (end - zero).abs(),
                    BAR,
                    &bar.tip,
                );
            }
            canvas.text("small", WIDTH, middle + 4.0, Anchor::End, &bar.note);
        }
        canvas.line("axis", zero, 0.0, zero, height);
        canvas.finish()
    }
}
