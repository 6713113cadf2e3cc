//! Ratios with their intervals on a logarithmic axis: a forest plot.

use super::canvas::{Anchor, Canvas, FONT_PX};
use super::scale::{Scale, log_ticks, plain};
use crate::escape::{fitted, width_px};

const ROW: f64 = 22.0;
const TOP: f64 = 8.0;
/// Ratios beyond these are drawn at the edge: an axis over more than six powers of ten shows nothing.
const WIDEST: f64 = 1e3;

/// A ratio.
#[derive(Clone, Debug)]
pub struct ForestRow {
    /// What it belongs to.
    pub label: String,
    /// The ratio, above 0.
    pub value: f64,
    /// Ends of its interval, above 0.
    pub interval: (f64, f64),
    /// What stands at the right edge.
    pub note: String,
    /// What the pointer shows.
    pub tip: String,
}

/// A forest plot.
#[derive(Clone, Debug)]
pub struct ForestChart {
    /// Accessible name.
    pub title: String,
    /// Accessible description.
    pub description: String,
    /// Name of the axis.
    pub x_name: String,
    /// Width in pixels.
    pub width: f64,
    /// Ends of the axis, so that several charts compare; `None`: from the rows.
    pub ends: Option<(f64, f64)>,
    /// From top to bottom.
    pub rows: Vec<ForestRow>,
}

impl ForestChart {
    /// Draws the chart; the vertical line is a ratio of 1.
    pub fn draw(&self) -> String {
        let widest = |text: fn(&ForestRow) -> &str, most: f64| {
            let widths = self.rows.iter().map(|row| width_px(text(row), FONT_PX));
            widths.fold(24.0, f64::max).min(most) + 10.0
        };
        let width = self.width;
        let label_room = widest(|row| &row.label, width * 0.31);
        let note_room = widest(|row| &row.note, width * 0.24);
        let base = TOP + ROW * self.rows.len() as f64 + 4.0;
        let mut canvas = Canvas::new(width, base + 44.0, &self.title, &self.description);
        let (low, high) = self.ends.unwrap_or_else(|| self.range());
        let x = Scale::new(low.log10(), high.log10(), label_room + 4.0, width - note_room - 4.0);
        canvas.line("axis", x.from, base, x.to, base);
        for tick in log_ticks(low, high) {
            let at = x.at(tick.log10());
            canvas.line("grid", at, TOP, at, base);
            canvas.text("small", at, base + 17.0, Anchor::Middle, &plain(tick));
        }
        canvas.line("reference", x.at(0.0), TOP, x.at(0.0), base);
        canvas.text(
            "small",
            (x.from + x.to) / 2.0,
            base + 36.0,
            Anchor::Middle,
            &self.x_name,
        );
        for (i, row) in self.rows.iter().enumerate() {
            let y = TOP + ROW * (i as f64 + 0.5);
            let shown = fitted(&row.label, label_room - 8.0, FONT_PX);
            canvas.text_with_tip("", label_room - 4.0, y + 4.0, Anchor::End, &shown, &row.label);
            canvas.text("small", width - 2.0, y + 4.0, Anchor::End, &row.note);
            if !drawable(row) {
                continue;
            }
            let (from, to) = row.interval;
            canvas.line("whisker", x.at(from.log10()), y, x.at(to.log10()), y);
            canvas.disc("dot", x.at(row.value.log10()), y, 4.5, &row.tip);
        }
        canvas.finish()
    }

    /// Ends of the axis: every interval and 1, within [`WIDEST`].
    fn range(&self) -> (f64, f64) {
        let ends = self
            .rows
            .iter()
            .filter(|row| drawable(row))
            .flat_map(|row| [row.interval.0, row.interval.1]);
        let (low, high) = ends.fold((1.0, 1.0), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
        (low.max(1.0 / WIDEST) / 1.1, high.min(WIDEST) * 1.1)
    }
}

fn drawable(row: &ForestRow) -> bool {
    [row.value, row.interval.0, row.interval.1]
        .iter()
        .all(|v| v.is_finite() && *v > 0.0)
}
