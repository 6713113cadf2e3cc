//! The customer's own figures, then and now.

use holdfast_domain::grain::Grain;
use holdfast_learn::frame::{Frame, MISSING, UNSEEN};
use holdfast_panel::features::{Family, Meaning, Measure};

use super::plan::{ConceptPlan, Sum};
use super::read;
use super::said::Said;
use super::table::Reasoner;
use crate::concept::Concept;
use crate::words::number;

/// The window that is told where the lead does not name one, and the longest that is looked back on if there is a choice.
const TOLD_WINDOW: u32 = 3;
const LONG_WINDOW: u32 = 12;

impl Reasoner {
    /// What is said of a concept, and of which column.
    pub(super) fn figures(&self, frame: &Frame, row: usize, concept: u16, lead: u16, sum: f64) -> (Said, u16) {
        let plan = &self.concepts[usize::from(concept)];
        let told = match plan.concept {
            Concept::Silence => self.silence(frame, row),
            Concept::Complaints => self.complaints(frame, row),
            Concept::Basket => self.at_a_time(plan, frame, row, lead, sum),
            _ => self.quantity(plan, frame, row, lead, sum),
        };
        told.unwrap_or_else(|| (self.as_such(frame, row, lead), lead))
    }

    /// The cell of a row's value in the population.
    pub(super) fn cell(&self, frame: &Frame, row: usize, column: u16) -> u16 {
        let summary = &self.population.columns[usize::from(column)];
        read::code(frame, column, row).map_or_else(
            || summary.cell_of_number(read::number(frame, column, row)),
            |code| summary.cell_of_code(code),
        )
    }

    /// The lead's value without more.
    pub(crate) fn as_such(&self, frame: &Frame, row: usize, column: u16) -> Said {
        match read::code(frame, column, row) {
            Some(MISSING) => Said::Missing,
            Some(UNSEEN) => Said::Unseen,
            Some(code) => Said::LevelOf { code },
            None => match read::number(frame, column, row) {
                value if value.is_nan() => Said::Missing,
                value => Said::Number { value },
            },
        }
    }

    fn silence(&self, frame: &Frame, row: usize) -> Option<(Said, u16)> {
        let recency = self.beside.recency?;
        let days = read::number(frame, recency, row);
        let usual = self.beside.gap_mean.map(|gap| read::number(frame, gap, row));
        let usual = usual.filter(|usual| !usual.is_nan());
        (!days.is_nan()).then_some((Said::Silent { days, usual }, recency))
    }

    fn complaints(&self, frame: &Frame, row: usize) -> Option<(Said, u16)> {
        let read = |column: Option<u16>| {
            let value = read::number(frame, column?, row);
            (!value.is_nan()).then_some(value)
        };
        let (count, days) = (read(self.beside.complaint_count), read(self.beside.complaint_recency));
        let told = self.beside.complaint_count.or(self.beside.complaint_recency)?;
        Some((Said::Complaints { count, days }, told))
    }

    /// A sum per period against the periods before, if that shows what the sign suggests; as it stands otherwise.
    fn quantity(&self, plan: &ConceptPlan, frame: &Frame, row: usize, lead: u16, sum: f64) -> Option<(Said, u16)> {
        if self.is_share(lead) {
            return None;
        }
        let order = order(&plan.sums, |own| {
            own.column == lead || Some(own.window) == self.window(lead)
        })?;
        let tenure = self.beside.tenure.map(|column| read::number(frame, column, row));
        for &now in &order {
            let Some(said) = changed(now, &plan.sums, frame, row, tenure, self.wording.grain) else {
                continue;
            };
            let Said::Changed { now: new, then, .. } = said else {
                continue;
            };
            if self.shows(now.column, new, then, sum) {
                return Some((said, now.column));
            }
        }
        let first = order.first()?;
        let now = first.scale * read::number(frame, first.column, row) / f64::from(first.window);
        let window = first.window as u16;
        (!now.is_nan()).then_some((Said::Level { now, window }, first.column))
    }

    fn at_a_time(&self, plan: &ConceptPlan, frame: &Frame, row: usize, lead: u16, sum: f64) -> Option<(Said, u16)> {
        let order = order(&plan.at_a_time, |own| own.column == lead)?;
        order.iter().find_map(|&now| {
            let usual = longer(&plan.at_a_time, now.window)?;
            let value = read::number(frame, now.column, row);
            let before = read::number(frame, usual.column, row);
            let said = Said::AtATime {
                now: value,
                usual: before,
                window: now.window as u16,
                longer: usual.window as u16,
            };
            self.shows(now.column, value, before, sum).then_some((said, now.column))
        })
    }

    /// Whether a change is large enough to be called one, can be seen in the figures as they are written, and goes the way in which customers of the
    /// population are at more (sum above 0) or less risk.
    fn shows(&self, column: u16, now: f64, then: f64, sum: f64) -> bool {
        if now.is_nan() || then.is_nan() {
            return false;
        }
        let towards = if sum > 0.0 { 1.0 } else { -1.0 };
        let expected = towards * f64::from(self.population.columns[usize::from(column)].direction());
        let large = (now - then).abs() >= self.settings.change_at_least * then.abs();
        let written = |value: f64| {
            if self.is_money(column) {
                // Adding zero: minus nothing is written as nothing.
                (value.round() + 0.0).to_string()
            } else {
                number::rate(value)
            }
        };
        large && expected * (now - then) > 0.0 && written(now) != written(then)
    }

    fn is_money(&self, column: u16) -> bool {
        matches!(
            self.columns[usize::from(column)].spec().map(|spec| &spec.meaning),
            Some(Meaning::Window(Measure::Amount | Measure::Refund, _))
        )
    }

    fn window(&self, column: u16) -> Option<u32> {
        self.columns[usize::from(column)].spec()?.window_periods
    }

    fn is_share(&self, column: u16) -> bool {
        self.columns[usize::from(column)]
            .spec()
            .is_some_and(|spec| spec.family == Family::Share)
    }
}

/// The windows that may be told, best first: the lead's own, then the nearest to three periods. The longest has nothing before it.
fn order(sums: &[Sum], is_lead: impl Fn(&Sum) -> bool) -> Option<Vec<Sum>> {
    let last = sums.last()?;
    let mut order: Vec<Sum> = sums.iter().filter(|sum| sum.window < last.window).copied().collect();
    if order.is_empty() {
        order.push(*last);
    }
    order.sort_by_key(|sum| (!is_lead(sum), sum.window.abs_diff(TOLD_WINDOW), sum.window));
    Some(order)
}

/// What a window is compared with: the longest up to a year of months, or the next one.
fn longer(sums: &[Sum], window: u32) -> Option<Sum> {
    let longer = || sums.iter().filter(|sum| sum.window > window).copied();
    longer()
        .rfind(|sum| sum.window <= LONG_WINDOW)
        .or_else(|| longer().next())
}

fn changed(now: Sum, sums: &[Sum], frame: &Frame, row: usize, tenure: Option<f64>, grain: Grain) -> Option<Said> {
    let long = longer(sums, now.window)?;
    let sum = |of: Sum| of.scale * read::number(frame, of.column, row);
    let (recent, whole) = (sum(now), sum(long));
    // Nobody can have come before the first time: those periods are not counted.
    let there = tenure.map_or(long.window, |days| (days / days_of(grain)).ceil().max(0.0) as u32);
    let before = long.window.min(there).checked_sub(now.window)?;
    if before == 0 || recent.is_nan() || whole.is_nan() {
        return None;
    }
    Some(Said::Changed {
        now: recent / f64::from(now.window),
        then: (whole - recent) / f64::from(before),
        window: now.window as u16,
        before: before as u16,
    })
}

/// Mean length of a period in days (Gregorian calendar).
fn days_of(grain: Grain) -> f64 {
    match grain {
        Grain::Day => 1.0,
        Grain::Week => 7.0,
        Grain::Month => 365.2425 / 12.0,
        Grain::Quarter => 365.2425 / 4.0,
        Grain::Year => 365.2425,
    }
}
