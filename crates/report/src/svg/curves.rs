//! Lines and steps with bands: survival, gains, lift, response, profit, return, ROC.

use super::canvas::{Anchor, Canvas, FONT_PX};
use super::scale::{AxisKind, Frame, Scale, ticks};
use crate::escape::{fitted, width_px};

const WIDTH: f64 = 420.0;
const PLOT_HEIGHT: f64 = 220.0;
/// More points than this are thinned: a curve of 420 pixels shows no more.
const MOST_POINTS: usize = 200;

/// One line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name in the legend; empty: not listed.
    pub name: String,
    /// `s0` … `s5`, `base` or `best`.
    pub class: &'static str,
    /// Points from left to right; those that are not finite are left out.
    pub points: Vec<(f64, f64)>,
    /// Band as (x, low, high); empty when there is none.
    pub band: Vec<(f64, f64, f64)>,
    /// Whether the value holds until the next point.
    pub step: bool,
}

/// A vertical line at a place worth marking.
#[derive(Clone, Debug)]
pub struct Marker {
    /// Where.
    pub x: f64,
    /// The height of the dot on the line, if any.
    pub y: Option<f64>,
    /// What it says.
    pub text: String,
}

/// A chart of lines.
#[derive(Clone, Debug)]
pub struct LineChart {
    /// Accessible name.
    pub title: String,
    /// Accessible description.
    pub description: String,
    /// Name of the horizontal axis.
    pub x_name: String,
    /// How the horizontal axis is written.
    pub x_kind: AxisKind,
    /// How the vertical axis is written.
    pub y_kind: AxisKind,
    /// Ends of the vertical axis; `None`: from the data, zero included (as on the horizontal axis).
    pub y_range: Option<(f64, f64)>,
    /// The lines, the first one on top.
    pub lines: Vec<Line>,
    /// A marked place.
    pub marker: Option<Marker>,
    /// Numbers under the horizontal axis (customers at risk), one row a line; their name stands above them.
    pub under: Option<(String, Vec<UnderRow>)>,
}

/// A row of numbers under the axis.
#[derive(Clone, Debug)]
pub struct UnderRow {
    /// The line that it belongs to: its class.
    pub class: &'static str,
    /// What stands under each place of the axis.
    pub cells: Vec<(f64, String)>,
}

/// Evenly thinned items, first and last kept.
fn thinned<T: Copy>(items: Vec<T>) -> Vec<T> {
    let n = items.len();
    if n <= MOST_POINTS {
        return items;
    }
    (0..MOST_POINTS)
        .map(|i| items[i * (n - 1) / (MOST_POINTS - 1)])
        .collect()
}

/// Turns points into the corners of a staircase.
fn stairs(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut out = Vec::with_capacity(points.len() * 2);
    for &(x, y) in points {
        if let Some(&(_, before)) = out.last() {
            out.push((x, before));
        }
        out.push((x, y));
    }
    out
}

impl Line {
    fn finite_points(&self) -> Vec<(f64, f64)> {
        let ok = self
            .points
            .iter()
            .copied()
            .filter(|p| p.0.is_finite() && p.1.is_finite());
        thinned(ok.collect())
    }

    fn draw(&self, canvas: &mut Canvas, frame: Frame) {
        let pixel = |points: Vec<(f64, f64)>| -> Vec<(f64, f64)> {
            let points = if self.step { stairs(&points) } else { points };
            points
                .into_iter()
                .map(|(x, y)| (frame.x.at(x), frame.y.at(y)))
                .collect()
        };
        let finite = |b: &(f64, f64, f64)| b.0.is_finite() && b.1.is_finite() && b.2.is_finite();
        let band = thinned(self.band.iter().copied().filter(finite).collect());
        if band.len() > 1 {
            let mut area = pixel(band.iter().map(|b| (b.0, b.2)).collect());
            area.extend(pixel(band.iter().map(|b| (b.0, b.1)).collect()).into_iter().rev());
            canvas.polygon(&format!("area {}", self.class), &area);
        }
        canvas.polyline(&format!("plot {}", self.class), &pixel(self.finite_points()));
    }
}

impl LineChart {
    /// Draws the chart; the legend stands above it.
    pub fn draw(&self) -> String {
        let legend = self.legend_places();
        let top = legend.last().map_or(10.0, |place| place.1 + 16.0);
        let base = top + PLOT_HEIGHT;
        let rows = self
            .under
            .as_ref()
            .map_or(0.0, |(_, rows)| 18.0 + UNDER_ROW * rows.len() as f64);
        let mut canvas = Canvas::new(WIDTH, base + 44.0 + rows, &self.title, &self.description);

        let all = || self.lines.iter().flat_map(Line::finite_points);
        let (x_low, x_high) = bounds(all().map(|p| p.0));
        let x_at: Vec<f64> = ticks(x_low, x_high, 6)
            .into_iter()
            .filter(|t| *t <= x_high * (1.0 + 1e-9) && *t >= x_low)
            .collect();
        let bands = self.lines.iter().flat_map(|l| l.band.iter().flat_map(|b| [b.1, b.2]));
        let (y_low, y_high) = self.y_range.unwrap_or_else(|| bounds(all().map(|p| p.1).chain(bands)));
        let y_at = ticks(y_low, y_high, 5);
        let (y_first, y_last) = (y_at.first().copied(), y_at.last().copied());
        let frame = Frame {
            x: Scale::new(x_low, x_high, 50.0, WIDTH - 14.0),
            y: Scale::new(y_first.unwrap_or(0.0), y_last.unwrap_or(1.0), base, top),
        };
        frame.draw_y(&mut canvas, &y_at, self.y_kind);
        frame.draw_x(&mut canvas, &x_at, self.x_kind, &self.x_name);
        if frame.y.low < 0.0 {
            canvas.line("axis", frame.x.from, frame.y.at(0.0), frame.x.to, frame.y.at(0.0));
        }
        for line in self.lines.iter().rev() {
            line.draw(&mut canvas, frame);
        }
        if let Some(marker) = self.marker.as_ref().filter(|m| m.x.is_finite()) {
            marker.draw(&mut canvas, frame);
        }
        self.draw_under(&mut canvas, frame, base + 56.0);
        for (line, (x, y)) in self.lines.iter().filter(|l| !l.name.is_empty()).zip(legend) {
            canvas.polyline(&format!("plot {}", line.class), &[(x, y), (x + 22.0, y)]);
            let shown = fitted(&line.name, LEGEND_TEXT, FONT_PX);
            canvas.text_with_tip("soft", x + 28.0, y + 4.0, Anchor::Start, &shown, &line.name);
        }
        canvas.finish()
    }

    fn draw_under(&self, canvas: &mut Canvas, frame: Frame, top: f64) {
        let Some((name, rows)) = &self.under else { return };
        canvas.text("small", 4.0, top, Anchor::Start, name);
        for (i, row) in rows.iter().enumerate() {
            let y = top + UNDER_ROW * (i + 1) as f64;
            canvas.polyline(&format!("plot {}", row.class), &[(4.0, y - 4.0), (24.0, y - 4.0)]);
            for (x, text) in row
                .cells
                .iter()
                .filter(|(x, _)| (frame.x.low..=frame.x.high).contains(x))
            {
                canvas.text("small", frame.x.at(*x), y, Anchor::Middle, text);
            }
        }
    }

    /// Where each legend entry stands, wrapped at the right edge.
    fn legend_places(&self) -> Vec<(f64, f64)> {
        let (mut x, mut y) = (50.0, 10.0);
        let mut places = Vec::new();
        for line in self.lines.iter().filter(|l| !l.name.is_empty()) {
            let width = 28.0 + width_px(&line.name, FONT_PX).min(LEGEND_TEXT) + 16.0;
            if x + width > WIDTH + 10.0 && x > 50.0 {
                x = 50.0;
                y += 18.0;
            }
            places.push((x, y));
            x += width;
        }
        places
    }
}

const LEGEND_TEXT: f64 = 250.0;
/// Height of a row of numbers under the axis.
const UNDER_ROW: f64 = 15.0;

impl Marker {
    fn draw(&self, canvas: &mut Canvas, frame: Frame) {
        let x = frame.x.at(self.x);
        canvas.line("marker", x, frame.y.from, x, frame.y.to);
        if let Some(y) = self.y.filter(|y| y.is_finite()) {
            canvas.disc("dot alarm", x, frame.y.at(y), 4.5, &self.text);
        }
        let on_the_left = x > (frame.x.from + frame.x.to) / 2.0;
        let (at, anchor) = if on_the_left {
            (x - 6.0, Anchor::End)
        } else {
            (x + 6.0, Anchor::Start)
        };
        canvas.text("strong", at, frame.y.from - 8.0, anchor, &self.text);
    }
}

/// Smallest and largest finite value, zero included.
fn bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values
        .filter(|v| v.is_finite())
        .fold((0.0, 0.0), |(low, high): (f64, f64), v| (low.min(v), high.max(v)));
    if high > low { (low, high) } else { (0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stairs_hold_the_value_until_the_next_step() {
        assert_eq!(
            stairs(&[(0.0, 1.0), (2.0, 0.5)]),
            vec![(0.0, 1.0), (2.0, 1.0), (2.0, 0.5)]
        );
    }

    #[test]
    fn long_curves_are_thinned_and_keep_their_ends() {
        let thin = thinned((0..1001).collect());
        assert_eq!((thin.len(), thin[0], thin[199]), (200, 0, 1000));
    }
}
