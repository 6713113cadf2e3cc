//! Customers of several days with what was known of them, stacked into one frame.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_domain::lang::Bilingual;
use holdfast_engine::lake::{LakeView, Moment};
use holdfast_engine::panel::{AGE, AttributeValues, FeatureTable, Wants, feature_table};
use holdfast_learn::contract::row_key::mix;
use holdfast_learn::frame::{Feature, FeatureData, Frame, MISSING};
use holdfast_panel::features::{FeatureOptions, FeatureSet, FeatureSpec, contract_specs, service_specs};

use super::outcomes::{Outcomes, Present};
use super::question::Question;
use crate::error::AppError;
use crate::lake::Session;

/// What a column of the frame is.
#[derive(Clone, Debug)]
pub enum Source {
    /// A feature of the panel, of subscriptions or of conversations.
    Feature(FeatureSpec),
    /// An attribute of the customer, with its name in the data.
    Attribute(String),
}

impl Source {
    /// The column in words.
    pub fn label(&self) -> Bilingual {
        match self {
            Self::Feature(spec) => spec.label.clone(),
            Self::Attribute(name) => super::scoring::reasoning::attribute_label(name),
        }
    }
}

/// Rows of customers as of their cutoffs.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Their features.
    pub frame: Frame,
    /// What each column is.
    pub sources: Vec<Source>,
    /// Key of each row's customer.
    pub customers: Vec<u32>,
    /// Index of each row's cutoff.
    pub cuts: Vec<u16>,
    /// Days from the beginning of the outcome window to the loss of each row's customer, `i32::MAX` if none is known.
    pub lost_after_days: Vec<i32>,
}

/// How much is read.
#[derive(Clone, Copy, Debug)]
pub struct Extent<'a> {
    /// Rows over all cutoffs at most: customers are drawn, each with all its rows.
    pub most_rows: usize,
    /// Only these features; `None`: all.
    pub names: Option<&'a BTreeSet<String>>,
    /// Attributes that are left out.
    pub exclude: &'a [String],
    /// Seed of the draw.
    pub seed: u64,
}

/// Observes the customers of some days, each with what was known before its start.
///
/// # Errors
/// When the lake cannot be read.
pub fn observe(
    session: &Session,
    view: &LakeView,
    outcomes: &Outcomes,
    question: &Question,
    days: &[i32],
    extent: &Extent,
    step: &dyn Fn(u64, u64),
) -> Result<Observed, AppError> {
    let mut present: Vec<Present> = days.iter().map(|&day| outcomes.present(day)).collect();
    let rows: usize = present.iter().map(|present| present.customers.len()).sum();
    if rows > extent.most_rows {
        let below = (extent.most_rows as f64 / rows as f64 * u64::MAX as f64) as u64;
        present.iter_mut().for_each(|present| draw(present, below, extent.seed));
    }
    let mut stack = Stack::default();
    for (cut, (&day, present)) in days.iter().zip(present).enumerate() {
        let look = Look {
            day,
            known: Known::ByThen,
            names: extent.names,
        };
        let table = features_on(session, view, question, &present.customers, &look)?;
        stack.push(table, cut as u16, present, day, extent.exclude);
        step(cut as u64 + 1, days.len() as u64);
    }
    Ok(stack.finish())
}

/// Up to when what became known counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Before the start of the day that is looked back from: a day of the past, as it was seen then.
    ByThen,
    /// Up to now: the day after the last day with data. Its last rows are imported after it has begun, and scoring it must see them.
    ByNow,
}

impl Known {
    /// What counts for a day after the last day with data (`through`), or before.
    pub fn of(day: i32, through: i32) -> Self {
        if day > through { Self::ByNow } else { Self::ByThen }
    }
}

/// From where is looked back, and at what.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The day, days since 1970.
    pub day: i32,
    /// What counts as known.
    pub known: Known,
    /// Only these features; `None`: all.
    pub names: Option<&'a BTreeSet<String>>,
}

/// Features of customers as of the start of a day: nothing that occurred on it or later is read, and nothing that was not known by then or by now.
///
/// # Errors
/// When the lake cannot be read.
pub fn features_on(
    session: &Session,
    view: &LakeView,
    question: &Question,
    customers: &[u32],
    look: &Look,
) -> Result<FeatureTable, AppError> {
    let zone = &session.workspace.zone;
    let at_us = zone.day_start_us(holdfast_domain::day::Day::from_number(look.day));
    let known_by_us = view.moment().known_by_us;
    let seen = view.at(Moment {
        occurred_before_us: at_us,
        known_by_us: match look.known {
            // What becomes known with the day's first moment is of that day: days are all that many sources know.
            Known::ByThen => (at_us - 1).min(known_by_us),
            Known::ByNow => known_by_us,
        },
    });
    let options = FeatureOptions::telling(question.periods, question.kinds.clone());
    let wants = Wants {
        zone,
        grain: question.grain,
        periods: question.periods,
        counts: question.counts.as_ref(),
        options: &options,
        names: look.names,
    };
    Ok(feature_table(&seen, customers, &wants)?)
}

/// What every feature that a question's models may read is.
pub fn specs_of(question: &Question) -> Vec<FeatureSpec> {
    let options = FeatureOptions::telling(question.periods, question.kinds.clone());
    let mut specs = FeatureSet::specs(&options, question.grain, question.periods);
    specs.extend(service_specs());
    specs.extend(contract_specs());
    specs
}

/// The rows of one day as a frame; nothing is known of their outcome.
pub fn stacked(table: FeatureTable, present: Present, exclude: &[String]) -> Observed {
    let mut stack = Stack::default();
    stack.push(table, 0, present, 0, exclude);
    stack.finish()
}

/// Keeps the customers whose number falls below a bound.
fn draw(present: &mut Present, below: u64, seed: u64) {
    let keep: Vec<bool> = present
        .customers
        .iter()
        .map(|&customer| mix(seed ^ mix(u64::from(customer))) < below)
        .collect();
    let mut flags = keep.iter();
    present.customers.retain(|_| flags.next() == Some(&true));
    let mut flags = keep.iter();
    present.lost_on.retain(|_| flags.next() == Some(&true));
}

/// Tables under each other; a column that one of them has not is missing in its rows.
#[derive(Debug, Default)]
struct Stack {
    rows: usize,
    numbers: BTreeMap<(usize, String), (Source, Vec<f64>)>,
    categories: BTreeMap<String, (Vec<u32>, BTreeMap<String, u32>)>,
    order: BTreeMap<String, usize>,
    customers: Vec<u32>,
    cuts: Vec<u16>,
    lost_after_days: Vec<i32>,
}

impl Stack {
    fn push(&mut self, table: FeatureTable, cut: u16, present: Present, window_from: i32, exclude: &[String]) {
        let rows = present.customers.len();
        for (spec, column) in table.specs.into_iter().zip(table.columns) {
            self.number(Source::Feature(spec), column);
        }
        for attribute in table.attributes {
            if exclude.iter().any(|name| attribute.name.trim_end_matches(AGE) == name) {
                continue;
            }
            match attribute.values {
                AttributeValues::Number(values) => self.number(Source::Attribute(attribute.name), values),
                AttributeValues::Category { codes, levels } => self.category(attribute.name, &codes, &levels),
            }
        }
        self.lost_after_days.extend(present.lost_on.iter().map(|&lost| {
            if lost == holdfast_panel::spells::STILL_HERE {
                i32::MAX
            } else {
                lost - window_from
            }
        }));
        self.customers.extend(present.customers);
        self.cuts.extend(std::iter::repeat_n(cut, rows));
        self.rows += rows;
        for (_, values) in self.numbers.values_mut() {
            values.resize(self.rows, f64::NAN);
        }
        for (codes, _) in self.categories.values_mut() {
            codes.resize(self.rows, MISSING);
        }
    }

    fn number(&mut self, source: Source, values: Vec<f64>) {
        let name = column_name(&source);
        let next = self.order.len();
        let at = *self.order.entry(name.clone()).or_insert(next);
        let (_, column) = self.numbers.entry((at, name)).or_insert((source, Vec::new()));
        column.resize(self.rows, f64::NAN);
        // An infinite ratio says no more than that there was nothing to divide by.
        column.extend(
            values
                .into_iter()
                .map(|value| if value.is_finite() { value } else { f64::NAN }),
        );
    }

    fn category(&mut self, name: String, codes: &[u32], levels: &[String]) {
        let (column, known) = self.categories.entry(name).or_default();
        column.resize(self.rows, MISSING);
        let translated: Vec<u32> = levels
            .iter()
            .map(|level| {
                let next = known.len() as u32;
                *known.entry(level.clone()).or_insert(next)
            })
            .collect();
        column.extend(
            codes
                .iter()
                .map(|&code| translated.get(code as usize).copied().unwrap_or(MISSING)),
        );
    }

    fn finish(self) -> Observed {
        let mut frame = Frame {
            columns: Vec::new(),
            rows: self.rows,
        };
        let mut sources = Vec::new();
        for ((_, name), (source, values)) in self.numbers {
            frame.columns.push(Feature {
                name,
                data: FeatureData::Number(values),
            });
            sources.push(source);
        }
        for (name, (mut codes, known)) in self.categories {
            // Levels in the order of their text, whichever cutoff saw them first.
            let mut place = vec![0; known.len()];
            let mut levels = Vec::with_capacity(known.len());
            for (rank, (level, code)) in known.into_iter().enumerate() {
                place[code as usize] = rank as u32;
                levels.push(level);
            }
            codes
                .iter_mut()
                .filter(|code| **code != MISSING)
                .for_each(|code| *code = place[*code as usize]);
            frame.columns.push(Feature {
                name: format!("{ATTRIBUTE}{name}"),
                data: FeatureData::Category { codes, levels },
            });
            sources.push(Source::Attribute(name));
        }
        Observed {
            frame,
            sources,
            customers: self.customers,
            cuts: self.cuts,
            lost_after_days: self.lost_after_days,
        }
    }
}

/// What names of attribute columns begin with.
pub const ATTRIBUTE: &str = "attribute_";

fn column_name(source: &Source) -> String {
    match source {
        Source::Feature(spec) => spec.name.clone(),
        Source::Attribute(name) => format!("{ATTRIBUTE}{name}"),
    }
}

impl Observed {
    /// Whether the customer of each row was lost within so many days from the beginning of the outcome window.
    pub fn labels(&self, horizon_days: i32) -> Vec<bool> {
        self.lost_after_days.iter().map(|&days| days < horizon_days).collect()
    }

    /// Rows of some cutoffs.
    pub fn rows_of(&self, wanted: impl Fn(u16) -> bool) -> Vec<u32> {
        (0..self.frame.rows as u32)
            .filter(|&row| wanted(self.cuts[row as usize]))
            .collect()
    }
}
