//! The cohort triangle as a heat map. What is not known is hatched or blank, never drawn as 0.

use super::canvas::{Anchor, Canvas};

const LABEL: f64 = 112.0;
const CELL_WIDTH: f64 = 40.0;
const CELL_HEIGHT: f64 = 24.0;

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum CohortCell {
    /// A share, 0–1, with what the pointer shows.
    Known(f64, String),
    /// The month is running: hatched, with what the pointer shows.
    Running(String),
    /// The month has not come: blank.
    NotYet,
}

/// One cohort.
#[derive(Clone, Debug)]
pub struct CohortRow {
    /// Its month.
    pub label: String,
    /// Its size, as shown.
    pub size: String,
    /// Month 0, 1, 2…
    pub cells: Vec<CohortCell>,
}

/// A cohort triangle.
#[derive(Clone, Debug)]
pub struct CohortChart {
    /// Accessible name.
    pub title: String,
    /// Accessible description.
    pub description: String,
    /// Head of the first column.
    pub corner: String,
    /// Oldest cohort first.
    pub rows: Vec<CohortRow>,
}

impl CohortChart {
    /// Draws the chart.
    pub fn draw(&self) -> String {
        let columns = self.rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        let width = LABEL + CELL_WIDTH * columns as f64 + 2.0;
        let height = 24.0 + CELL_HEIGHT * self.rows.len() as f64 + 2.0;
        let mut canvas = Canvas::new(width, height, &self.title, &self.description);
        canvas.text("small", 0.0, 16.0, Anchor::Start, &self.corner);
        for i in 0..columns {
            let x = LABEL + CELL_WIDTH * (i as f64 + 0.5);
            canvas.text("small", x, 16.0, Anchor::Middle, &i.to_string());
        }
        // Month 0 is 100 % by definition; the colours are spread over what follows, from half of the weakest up.
        let (weakest, strongest) = self
            .rows
            .iter()
            .flat_map(|r| r.cells.iter().skip(1))
            .filter_map(|c| match c {
                CohortCell::Known(share, _) if share.is_finite() => Some(*share),
                _ => None,
            })
            .fold((1.0, 0.01), |(low, high): (f64, f64), share| {
                (low.min(share), high.max(share))
            });
        for (r, row) in self.rows.iter().enumerate() {
            let y = 24.0 + CELL_HEIGHT * r as f64;
            canvas.text("", 0.0, y + 16.0, Anchor::Start, &row.label);
            canvas.text("small", LABEL - 8.0, y + 16.0, Anchor::End, &row.size);
            for (c, cell) in row.cells.iter().enumerate() {
                cell.draw(
                    &mut canvas,
                    LABEL + CELL_WIDTH * c as f64,
                    y,
                    (weakest / 2.0, strongest),
                );
            }
        }
        canvas.finish()
    }
}

impl CohortCell {
    fn draw(&self, canvas: &mut Canvas, x: f64, y: f64, (low, high): (f64, f64)) {
        let (width, height) = (CELL_WIDTH - 2.0, CELL_HEIGHT - 2.0);
        match self {
            Self::Known(share, tip) if share.is_finite() => {
                let depth = (((share - low) / (high - low)).clamp(0.0, 1.0) * 7.0).round() as usize + 1;
                canvas.rect(&format!("heat h{depth}"), x, y, width, height, tip);
                // chart.css keeps the six paler steps light enough for dark text, at WCAG AA.
                let class = if depth >= 7 { "on-dark" } else { "on-light" };
                let text = format!("{:.0}%", share * 100.0);
                canvas.text_with_tip(class, x + width / 2.0, y + 15.0, Anchor::Middle, &text, tip);
            }
            Self::Running(tip) => canvas.hatch(x, y, width, height, tip),
            Self::Known(..) | Self::NotYet => {}
        }
    }
}
