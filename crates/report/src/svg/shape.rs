//! A shape function: what each value of a number does to the odds, with its band, over the distribution of the values.

use super::canvas::{Anchor, Canvas, FONT_PX};
use super::scale::{AxisKind, Frame, Scale, log_ticks, plain, tick_labels, ticks};
use crate::escape::width_px;

const WIDTH: f64 = 420.0;
const LEFT: f64 = 46.0;
const TOP: f64 = 8.0;
const PLOT_HEIGHT: f64 = 170.0;
/// Height of the distribution at the foot of the plot.
const FOOT: f64 = 26.0;
/// Room of a mark beside the curve.
const ASIDE: f64 = 58.0;
/// Steps narrower than this are drawn as one.
const NARROWEST: f64 = 4.0;
/// Columns of the distribution.
const COLUMNS: usize = 48;
/// Where the middle half of the customers takes less of the axis than this, the axis counts customers and not units.
const CROWDED: f64 = 0.08;

/// The function on one interval. Factors are log-odds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Left end.
    pub from: f64,
    /// Right end.
    pub to: f64,
    /// Effect, in log-odds.
    pub value: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end of its interval.
    pub high: f64,
    /// Customers in it.
    pub weight: f64,
}

/// A mark beside the curve: what has no place on the axis.
#[derive(Clone, Debug)]
pub struct Aside {
    /// What it is.
    pub label: String,
    /// Effect, in log-odds.
    pub value: f64,
    /// Its interval.
    pub interval: (f64, f64),
    /// What the pointer shows.
    pub tip: String,
}

/// A chart of one shape function.
#[derive(Clone, Debug)]
pub struct ShapeChart {
    /// Accessible name.
    pub title: String,
    /// Accessible description.
    pub description: String,
    /// Name of the horizontal axis.
    pub x_name: String,
    /// Added to the name where the axis counts customers.
    pub by_rank: String,
    /// How the horizontal axis is written.
    pub x_kind: AxisKind,
    /// Ends of the vertical axis in log-odds; the same in all charts of a page, so that they compare.
    pub ends: (f64, f64),
    /// The function, from left to right, one step beginning where the other ends.
    pub steps: Vec<Step>,
    /// Marks beside the curve, at most one or two.
    pub asides: Vec<Aside>,
}

/// A step in pixels.
#[derive(Clone, Copy)]
struct Drawn {
    from: f64,
    to: f64,
    of: Step,
}

impl ShapeChart {
    /// Draws the chart. Nothing but the frame where no step is finite.
    pub fn draw(&self) -> String {
        let base = TOP + PLOT_HEIGHT;
        let mut canvas = Canvas::new(WIDTH, base + 42.0, &self.title, &self.description);
        let right = WIDTH - 10.0 - ASIDE * self.asides.len() as f64;
        let steps: Vec<Step> = self.steps.iter().copied().filter(|step| step.is_finite()).collect();
        let axis = Axis::of(&steps, right);
        let y = Scale::new(self.ends.0, self.ends.1, base - FOOT, TOP);
        let frame = Frame { x: axis.x, y };
        for factor in log_ticks(self.ends.0.exp(), self.ends.1.exp()) {
            let at = y.at(factor.ln());
            canvas.line("grid", LEFT, at, WIDTH - 10.0, at);
            canvas.text(
                "small",
                LEFT - 6.0,
                at + 4.0,
                Anchor::End,
                &format!("{}×", plain(factor)),
            );
        }
        let drawn = joined(&axis, &steps);
        if axis.ranked.is_empty() {
            distribution(&mut canvas, &drawn, frame.x, base);
        }
        let average = y.at(0.0);
        canvas.line("reference", LEFT, average, WIDTH - 10.0, average);
        draw_band(&mut canvas, &drawn, y);
        canvas.line("axis", LEFT, base, right, base);
        for (value, label) in axis.ticks(self.x_kind) {
            let at = axis.pixel(value);
            canvas.line("axis", at, base, at, base + 4.0);
            let half = width_px(&label, FONT_PX) / 2.0;
            let centre = if self.asides.is_empty() {
                at.min(WIDTH - half)
            } else {
                at
            };
            canvas.text("small", centre, base + 17.0, Anchor::Middle, &label);
        }
        let name = if axis.ranked.is_empty() {
            ""
        } else {
            self.by_rank.as_str()
        };
        let name = format!("{}{name}", self.x_name);
        canvas.text("small", (LEFT + right) / 2.0, base + 34.0, Anchor::Middle, &name);
        for (i, aside) in self.asides.iter().enumerate() {
            aside.draw(&mut canvas, right + ASIDE * (i as f64 + 0.5), y, base);
        }
        canvas.finish()
    }
}

impl Step {
    fn is_finite(&self) -> bool {
        [self.from, self.to, self.value, self.low, self.high, self.weight]
            .iter()
            .all(|v| v.is_finite())
    }
}

/// The horizontal axis: in units, or in shares of customers where these crowd in a corner.
struct Axis {
    x: Scale,
    /// Ends of the steps with the share of customers up to them; empty: the axis is in units.
    ranked: Vec<(f64, f64)>,
}

impl Axis {
    fn of(steps: &[Step], right: f64) -> Self {
        let (Some(first), Some(last)) = (steps.first(), steps.last()) else {
            return Self {
                x: Scale::new(0.0, 1.0, LEFT, right),
                ranked: Vec::new(),
            };
        };
        let all: f64 = steps.iter().map(|step| step.weight).sum();
        let mut places = vec![(first.from, 0.0)];
        let mut sum = 0.0;
        for step in steps {
            sum += step.weight;
            places.push((step.to, if all > 0.0 { sum / all } else { 0.0 }));
        }
        let middle = value_at(&places, 0.75) - value_at(&places, 0.25);
        if all > 0.0 && middle < CROWDED * (last.to - first.from) {
            Self {
                x: Scale::new(0.0, 1.0, LEFT, right),
                ranked: places,
            }
        } else {
            Self {
                x: Scale::new(first.from, last.to, LEFT, right),
                ranked: Vec::new(),
            }
        }
    }

    fn pixel(&self, value: f64) -> f64 {
        if self.ranked.is_empty() {
            return self.x.at(value);
        }
        let after = self.ranked.partition_point(|place| place.0 <= value);
        let (Some(a), Some(b)) = (self.ranked.get(after.wrapping_sub(1)), self.ranked.get(after)) else {
            return self.x.at(if after == 0 { 0.0 } else { 1.0 });
        };
        self.x.at(a.1 + (b.1 - a.1) * (value - a.0) / (b.0 - a.0))
    }

    fn ticks(&self, kind: AxisKind) -> Vec<(f64, String)> {
        let at: Vec<f64> = if self.ranked.is_empty() {
            ticks(self.x.low, self.x.high, 6)
                .into_iter()
                .filter(|tick| (self.x.low..=self.x.high).contains(tick))
                .collect()
        } else {
            // At the ends of steps: between them nothing is known of where the customers are.
            let near = |share: f64| {
                let far = |place: &&(f64, f64)| (place.1 - share).abs();
                let nearest = self.ranked.iter().min_by(|a, b| far(a).total_cmp(&far(b)));
                nearest.map(|place| place.0)
            };
            let mut at: Vec<f64> = [0.0, 0.25, 0.5, 0.75, 1.0].into_iter().filter_map(near).collect();
            // A quarter of the customers or more may have one value.
            at.dedup_by(|b, a| self.pixel(*b) - self.pixel(*a) < 45.0);
            at
        };
        let labels = if self.ranked.is_empty() {
            tick_labels(&at, kind)
        } else {
            at.iter().map(|&value| rounded(value, kind)).collect()
        };
        at.into_iter().zip(labels).collect()
    }
}

/// A number at about three digits.
fn rounded(value: f64, kind: AxisKind) -> String {
    let factor = if kind == AxisKind::Percent { 100.0 } else { 1.0 };
    let size = (value * factor).abs();
    let step = if size >= 100.0 {
        1.0
    } else if size >= 10.0 {
        0.1
    } else {
        0.01
    };
    tick_labels(&[value, value + step / factor], kind).swap_remove(0)
}

/// The value up to which this share of the customers lie.
fn value_at(places: &[(f64, f64)], share: f64) -> f64 {
    let after = places.partition_point(|place| place.1 < share);
    match (places.get(after.wrapping_sub(1)), places.get(after)) {
        (Some(a), Some(b)) => a.0 + (b.0 - a.0) * (share - a.1) / (b.1 - a.1),
        (None, Some(first)) => first.0,
        (Some(last), None) => last.0,
        (None, None) => 0.0,
    }
}

/// The steps in pixels, neighbours that nobody could tell apart drawn as their mean.
fn joined(axis: &Axis, steps: &[Step]) -> Vec<Drawn> {
    let mut out: Vec<Drawn> = Vec::new();
    for &of in steps {
        let (from, to) = (axis.pixel(of.from), axis.pixel(of.to));
        match out.last_mut() {
            Some(last) if last.to - last.from < NARROWEST => {
                let all = last.of.weight + of.weight;
                let share = if all > 0.0 { of.weight / all } else { 0.5 };
                let mean = |a: f64, b: f64| a + share * (b - a);
                last.of = Step {
                    from: last.of.from,
                    to: of.to,
                    value: mean(last.of.value, of.value),
                    low: mean(last.of.low, of.low),
                    high: mean(last.of.high, of.high),
                    weight: all,
                };
                last.to = to;
            }
            _ => out.push(Drawn { from, to, of }),
        }
    }
    out
}

fn draw_band(canvas: &mut Canvas, drawn: &[Drawn], y: Scale) {
    let stairs = |of: fn(&Step) -> f64| -> Vec<(f64, f64)> {
        drawn
            .iter()
            .flat_map(|step| [(step.from, y.at(of(&step.of))), (step.to, y.at(of(&step.of)))])
            .collect()
    };
    let mut area = stairs(|step| step.high);
    area.extend(stairs(|step| step.low).into_iter().rev());
    canvas.polygon("area band", &area);
    canvas.polyline("plot s0", &stairs(|step| step.value));
}

/// How many customers there are along the axis, as one low silhouette.
fn distribution(canvas: &mut Canvas, drawn: &[Drawn], x: Scale, base: f64) {
    let width = (x.to - x.from) / COLUMNS as f64;
    let mut sums = [0.0; COLUMNS];
    for step in drawn {
        let place = |pixel: f64| ((pixel - x.from) / width).clamp(0.0, COLUMNS as f64);
        let (from, to) = (place(step.from), place(step.to));
        let first = (from as usize).min(COLUMNS - 1);
        let last = (to.ceil() as usize).clamp(first + 1, COLUMNS);
        for (column, sum) in sums.iter_mut().enumerate().take(last).skip(first) {
            let covered = (to.min(column as f64 + 1.0) - from.max(column as f64)).max(0.0);
            let share = if to > from { covered / (to - from) } else { 1.0 };
            *sum += step.of.weight * share;
        }
    }
    let most = sums.iter().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return;
    }
    let mut outline = vec![(x.from, base)];
    for (column, sum) in sums.iter().enumerate() {
        // Few customers are still some customers.
        let height = if *sum > 0.0 {
            (sum / most * (FOOT - 4.0)).max(1.0)
        } else {
            0.0
        };
        let left = x.from + width * column as f64;
        outline.extend([(left, base - height), (left + width, base - height)]);
    }
    outline.push((x.to, base));
    canvas.polygon("silhouette", &outline);
}

impl Aside {
    fn draw(&self, canvas: &mut Canvas, x: f64, y: Scale, base: f64) {
        canvas.line("grid", x - ASIDE / 2.0 + 6.0, TOP, x - ASIDE / 2.0 + 6.0, base);
        canvas.text("small", x + 4.0, base + 17.0, Anchor::Middle, &self.label);
        let (low, high) = self.interval;
        if [self.value, low, high].iter().all(|v| v.is_finite()) {
            canvas.line("whisker", x + 4.0, y.at(low), x + 4.0, y.at(high));
            canvas.disc("dot", x + 4.0, y.at(self.value), 4.5, &self.tip);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(ends: &[f64], weights: &[f64]) -> Vec<Step> {
        ends.windows(2)
            .zip(weights)
            .map(|(ends, &weight)| Step {
                from: ends[0],
                to: ends[1],
                value: 0.1,
                low: 0.0,
                high: 0.2,
                weight,
            })
            .collect()
    }

    #[test]
    fn crowded_values_get_room_by_the_number_of_customers() {
        let even = Axis::of(&steps(&[0.0, 10.0, 20.0, 30.0], &[1.0; 3]), 400.0);
        assert!(even.ranked.is_empty());
        assert_eq!(even.pixel(0.0), LEFT);
        let skewed = Axis::of(&steps(&[0.0, 1.0, 2.0, 1000.0], &[4.0, 4.0, 1.0]), 400.0);
        // The first step holds four ninths of the customers and takes four ninths of the axis.
        let share = (skewed.pixel(1.0) - LEFT) / (400.0 - LEFT);
        assert!((share - 4.0 / 9.0).abs() < 1e-9);
        assert_eq!((skewed.pixel(-5.0), skewed.pixel(5000.0)), (LEFT, 400.0));
    }

    #[test]
    fn narrow_steps_are_joined_by_weight() {
        let mut narrow = steps(&[0.0, 0.1, 0.2, 100.0], &[1.0, 3.0, 1.0]);
        (narrow[0].value, narrow[1].value) = (0.0, 1.0);
        let axis = Axis {
            x: Scale::new(0.0, 100.0, LEFT, 400.0),
            ranked: Vec::new(),
        };
        let drawn = joined(&axis, &narrow);
        assert!((drawn[0].of.value - 0.62).abs() < 0.01 || (drawn[0].of.value - 0.75).abs() < 1e-12);
        assert_eq!(drawn.iter().map(|d| d.of.weight).sum::<f64>(), 5.0);
    }
}
