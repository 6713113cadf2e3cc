//! The one place that writes SVG elements.

use std::fmt::Write;

use crate::escape::push_escaped;

/// The style sheet of all charts. A page includes it once.
pub const STYLE: &str = include_str!("chart.css");

/// Font size of chart text in pixels, as in `chart.css`.
pub const FONT_PX: f64 = 12.0;

/// Where a text is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// At its left end.
    Start,
    /// In the middle.
    Middle,
    /// At its right end.
    End,
}

/// An SVG under construction. Coordinates are pixels with one decimal, from the upper left corner.
#[derive(Clone, Debug)]
pub struct Canvas {
    body: String,
}

/// Appends a coordinate with at most one decimal; what is not finite is drawn at 0 rather than breaking the file.
fn push_number(out: &mut String, v: f64) {
    let tenths = if v.is_finite() {
        (v * 10.0).round().clamp(-1e7, 1e7) as i64
    } else {
        0
    };
    let sign = if tenths < 0 { "-" } else { "" };
    let abs = tenths.unsigned_abs();
    // Writing to a String cannot fail.
    let _ = if abs.is_multiple_of(10) {
        write!(out, "{sign}{}", abs / 10)
    } else {
        write!(out, "{sign}{}.{}", abs / 10, abs % 10)
    };
}

impl Canvas {
    /// An empty drawing with its accessible name and description.
    pub fn new(width: f64, height: f64, title: &str, description: &str) -> Self {
        let mut body = String::with_capacity(4096);
        body.push_str("<svg class=\"chart\" role=\"img\" viewBox=\"0 0 ");
        push_number(&mut body, width);
        body.push(' ');
        push_number(&mut body, height);
        body.push_str("\" width=\"");
        push_number(&mut body, width);
        body.push_str("\" height=\"");
        push_number(&mut body, height);
        body.push_str("\"><title>");
        push_escaped(&mut body, title);
        body.push_str("</title><desc>");
        push_escaped(&mut body, description);
        body.push_str("</desc>");
        Self { body }
    }

    fn open(&mut self, element: &str, class: &str) {
        self.body.push('<');
        self.body.push_str(element);
        self.body.push_str(" class=\"");
        self.body.push_str(class);
        self.body.push('"');
    }

    fn attribute(&mut self, name: &str, v: f64) {
        self.body.push(' ');
        self.body.push_str(name);
        self.body.push_str("=\"");
        push_number(&mut self.body, v);
        self.body.push('"');
    }

    /// Closes an element; a tip that is not empty is shown when the pointer rests on it.
    fn close(&mut self, element: &str, tip: &str) {
        if tip.is_empty() {
            self.body.push_str("/>");
            return;
        }
        self.body.push_str("><title>");
        push_escaped(&mut self.body, tip);
        self.body.push_str("</title></");
        self.body.push_str(element);
        self.body.push('>');
    }

    /// A rectangle; a negative width or height is drawn as none.
    pub fn rect(&mut self, class: &str, x: f64, y: f64, width: f64, height: f64, tip: &str) {
        self.open("rect", class);
        self.attribute("x", x);
        self.attribute("y", y);
        self.attribute("width", width.max(0.0));
        self.attribute("height", height.max(0.0));
        self.close("rect", tip);
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, x1: f64, y1: f64, x2: f64, y2: f64) {
        self.open("line", class);
        self.attribute("x1", x1);
        self.attribute("y1", y1);
        self.attribute("x2", x2);
        self.attribute("y2", y2);
        self.close("line", "");
    }

    /// A disc.
    pub fn disc(&mut self, class: &str, x: f64, y: f64, radius: f64, tip: &str) {
        self.open("circle", class);
        self.attribute("cx", x);
        self.attribute("cy", y);
        self.attribute("r", radius);
        self.close("circle", tip);
    }

    /// A line through points; nothing when there are none.
    pub fn polyline(&mut self, class: &str, points: &[(f64, f64)]) {
        self.points("polyline", class, points);
    }

    /// A closed area; nothing when there are no points.
    pub fn polygon(&mut self, class: &str, points: &[(f64, f64)]) {
        self.points("polygon", class, points);
    }

    fn points(&mut self, element: &str, class: &str, points: &[(f64, f64)]) {
        if points.is_empty() {
            return;
        }
        self.open(element, class);
        self.body.push_str(" points=\"");
        for (i, &(x, y)) in points.iter().enumerate() {
            if i > 0 {
                self.body.push(' ');
            }
            push_number(&mut self.body, x);
            self.body.push(',');
            push_number(&mut self.body, y);
        }
        self.body.push('"');
        self.close(element, "");
    }

    /// A text on a baseline.
    pub fn text(&mut self, class: &str, x: f64, y: f64, anchor: Anchor, text: &str) {
        self.text_with_tip(class, x, y, anchor, text, "");
    }

    /// A text with a tip, for what had to be cut.
    pub fn text_with_tip(&mut self, class: &str, x: f64, y: f64, anchor: Anchor, text: &str, tip: &str) {
        self.open("text", class);
        self.attribute("x", x);
        self.attribute("y", y);
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => self.body.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.body.push_str(" text-anchor=\"end\""),
        }
        self.body.push('>');
        push_escaped(&mut self.body, text);
        if !tip.is_empty() {
            self.body.push_str("<title>");
            push_escaped(&mut self.body, tip);
            self.body.push_str("</title>");
        }
        self.body.push_str("</text>");
    }

    /// Diagonal lines within a rectangle: "not known yet". Drawn line by line, so that no pattern id is needed that
    /// two charts of a page could share.
    pub fn hatch(&mut self, x: f64, y: f64, width: f64, height: f64, tip: &str) {
        let (width, height) = (width.max(0.0), height.max(0.0));
        self.rect("hatch-box", x, y, width, height, tip);
        const GAP: f64 = 5.0;
        let mut offset = GAP;
        while offset < width + height {
            let (x1, y1) = (x + offset.min(width), y + (offset - width).max(0.0));
            let (x2, y2) = (x + (offset - height).max(0.0), y + offset.min(height));
            self.line("hatch", x1, y1, x2, y2);
            offset += GAP;
        }
    }

    /// The finished SVG element.
    pub fn finish(mut self) -> String {
        self.body.push_str("</svg>");
        self.body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_have_one_decimal_and_hatching_stays_inside() {
        let mut canvas = Canvas::new(10.0, 10.0, "<t>", "d");
        canvas.rect("bar", -0.04, 1.26, f64::NAN, -3.0, "");
        canvas.hatch(0.0, 0.0, 8.0, 4.0, "");
        let svg = canvas.finish();
        assert!(svg.contains("<title>&lt;t&gt;</title>"));
        assert!(svg.contains("x=\"0\" y=\"1.3\" width=\"0\" height=\"0\""), "{svg}");
        assert!(svg.contains("x1=\"5\" y1=\"0\" x2=\"1\" y2=\"4\""), "{svg}");
        assert!(svg.contains("x1=\"8\" y1=\"2\" x2=\"6\" y2=\"4\""), "{svg}");
    }
}
