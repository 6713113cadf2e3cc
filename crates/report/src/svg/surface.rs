//! What two columns do together, as a small table of coloured cells.

use super::canvas::{Anchor, Canvas, FONT_PX};
use crate::escape::{fitted, width_px};

const WIDTH: f64 = 420.0;
const ROW: f64 = 28.0;
const HEAD: f64 = 52.0;
/// Height of a line of a heading.
const LINE: f64 = 13.0;
/// Shades of a colour in `chart.css`.
const SHADES: f64 = 6.0;

/// One combination.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Effect, in log-odds; not finite: nobody is there, and the cell is hatched.
    pub value: f64,
    /// What stands in it.
    pub text: String,
    /// What the pointer shows.
    pub tip: String,
}

/// A table of combinations.
#[derive(Clone, Debug)]
pub struct SurfaceChart {
    /// Accessible name.
    pub title: String,
    /// Accessible description.
    pub description: String,
    /// Name of the values at the left, and of those above.
    pub names: [String; 2],
    /// Values at the left.
    pub rows: Vec<String>,
    /// Values above.
    pub columns: Vec<String>,
    /// Row by row.
    pub cells: Vec<Cell>,
    /// The effect of the strongest shade, in log-odds.
    pub limit: f64,
}

impl SurfaceChart {
    /// Draws the chart.
    pub fn draw(&self) -> String {
        let labels = self.rows.iter().chain(&self.names[..1]);
        let widest = labels.map(|label| width_px(label, FONT_PX)).fold(40.0, f64::max);
        let label_room = widest.min(130.0) + 8.0;
        let width = (WIDTH - label_room) / self.columns.len().max(1) as f64;
        let height = HEAD + ROW * self.rows.len() as f64 + 2.0;
        let mut canvas = Canvas::new(WIDTH, height, &self.title, &self.description);
        let [at_left, above] = &self.names;
        canvas.text(
            "small",
            label_room,
            12.0,
            Anchor::Start,
            &fitted(above, WIDTH - label_room, FONT_PX),
        );
        let shown = fitted(at_left, label_room - 6.0, FONT_PX);
        canvas.text_with_tip("small", 0.0, HEAD - 8.0, Anchor::Start, &shown, at_left);
        for (column, label) in self.columns.iter().enumerate() {
            let x = label_room + width * (column as f64 + 0.5);
            // The two ends of an interval stand below one another.
            let lines = match label.split_once(" – ") {
                Some((low, high)) => vec![format!("{low} –"), high.to_owned()],
                None => vec![label.clone()],
            };
            for (k, line) in lines.iter().rev().enumerate() {
                let shown = fitted(line, width - 2.0, FONT_PX - 1.0);
                let y = HEAD - 8.0 - LINE * k as f64;
                canvas.text_with_tip("small", x, y, Anchor::Middle, &shown, label);
            }
        }
        let columns = self.columns.len().max(1);
        for (row, label) in self.rows.iter().enumerate() {
            let y = HEAD + ROW * row as f64;
            let shown = fitted(label, label_room - 8.0, FONT_PX);
            canvas.text_with_tip("", 0.0, y + 18.0, Anchor::Start, &shown, label);
            for (column, cell) in self.cells.iter().skip(row * columns).take(columns).enumerate() {
                let x = label_room + width * column as f64;
                cell.draw(&mut canvas, x + 1.0, y + 1.0, width - 2.0, self.limit);
            }
        }
        canvas.finish()
    }
}

impl Cell {
    fn draw(&self, canvas: &mut Canvas, x: f64, y: f64, width: f64, limit: f64) {
        if !self.value.is_finite() {
            canvas.hatch(x, y, width, ROW - 2.0, &self.tip);
            return;
        }
        let strength = if limit > 0.0 { self.value.abs() / limit } else { 0.0 };
        let shade = (strength * SHADES).ceil().clamp(1.0, SHADES);
        let side = if self.value > 0.0 { "up" } else { "down" };
        canvas.rect("track", x, y, width, ROW - 2.0, "");
        canvas.rect(&format!("heat {side} h{shade}"), x, y, width, ROW - 2.0, &self.tip);
        let shown = fitted(&self.text, width, FONT_PX - 1.0);
        canvas.text_with_tip("on-light", x + width / 2.0, y + 17.0, Anchor::Middle, &shown, &self.tip);
    }
}
