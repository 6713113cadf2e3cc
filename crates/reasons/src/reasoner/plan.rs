//! Which columns speak of which concept, found once for all customers.

use holdfast_panel::features::{Meaning, Measure, Statistic};

use crate::column::Column;
use crate::concept::Concept;

/// A concept's columns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ConceptPlan {
    pub(crate) concept: Concept,
    /// Its columns.
    pub(crate) columns: Vec<u16>,
    /// What `sums` are sums of.
    pub(crate) quantity: Option<Quantity>,
    /// Sums of that quantity over windows, shortest first.
    pub(crate) sums: Vec<Sum>,
    /// The mean amount of an event over windows, shortest first (`Basket` only).
    pub(crate) at_a_time: Vec<Sum>,
}

/// What is added up over a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    Measure(Measure),
    Kind(String),
}

/// A column that holds a sum over a window, or a multiple of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Sum {
    pub(crate) window: u32,
    pub(crate) column: u16,
    /// Sum ÷ value.
    pub(crate) scale: f64,
}

/// Columns that sentences read beside the concept's sums.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Beside {
    pub(crate) recency: Option<u16>,
    pub(crate) gap_mean: Option<u16>,
    pub(crate) tenure: Option<u16>,
    pub(crate) complaint_count: Option<u16>,
    pub(crate) complaint_recency: Option<u16>,
}

/// Concepts in the order of their first column, and columns beside them.
pub(crate) fn plan(columns: &[Column]) -> (Vec<ConceptPlan>, Beside) {
    let mut concepts: Vec<ConceptPlan> = Vec::new();
    let mut beside = Beside::default();
    for (column, at) in columns.iter().zip(0_u16..) {
        let concept = Concept::of(column);
        let found = concepts.iter().position(|plan| plan.concept == concept);
        let place = found.unwrap_or_else(|| {
            concepts.push(ConceptPlan {
                quantity: main(&concept, columns),
                concept,
                columns: Vec::new(),
                sums: Vec::new(),
                at_a_time: Vec::new(),
            });
            concepts.len() - 1
        });
        let plan = &mut concepts[place];
        plan.columns.push(at);
        if let Some(spec) = column.spec() {
            let window = spec.window_periods.unwrap_or(0);
            if let Some(scale) = sum_of(&spec.meaning, plan.quantity.as_ref(), window) {
                add(&mut plan.sums, window, at, scale);
            }
            if spec.meaning == Meaning::Window(Measure::Amount, Statistic::Intensity) {
                add(&mut plan.at_a_time, window, at, 1.0);
            }
            match spec.meaning {
                Meaning::Recency => beside.recency = Some(at),
                Meaning::GapMean => beside.gap_mean = Some(at),
                Meaning::Tenure => beside.tenure = Some(at),
                Meaning::ComplaintCount => beside.complaint_count = Some(at),
                Meaning::ComplaintRecency => beside.complaint_recency = Some(at),
                _ => {}
            }
        }
    }
    (concepts, beside)
}

/// Keeps the first column of each window, shortest window first.
fn add(sums: &mut Vec<Sum>, window: u32, column: u16, scale: f64) {
    let place = sums.partition_point(|sum| sum.window < window);
    if sums.get(place).is_none_or(|sum| sum.window != window) {
        sums.insert(place, Sum { window, column, scale });
    }
}

/// The quantity that a concept is told by.
fn main(concept: &Concept, columns: &[Column]) -> Option<Quantity> {
    let measured = |measure: Measure| {
        let quantity = Quantity::Measure(measure);
        columns
            .iter()
            .filter_map(Column::spec)
            .any(|spec| sum_of(&spec.meaning, Some(&quantity), 1).is_some())
            .then_some(quantity)
    };
    match concept {
        Concept::Frequency => measured(Measure::Events),
        Concept::Kind(kind) => Some(Quantity::Kind(kind.clone())),
        Concept::Spending => measured(Measure::Amount),
        Concept::Quantity => measured(Measure::Quantity),
        Concept::Variety => measured(Measure::Products).or_else(|| measured(Measure::Kinds)),
        Concept::Refunds => measured(Measure::Refund),
        _ => None,
    }
}

/// Sum ÷ value of a column that holds the sum of a quantity or its mean.
fn sum_of(meaning: &Meaning, quantity: Option<&Quantity>, window: u32) -> Option<f64> {
    match (meaning, quantity?) {
        (Meaning::Window(measure, statistic), Quantity::Measure(wanted)) if measure == wanted => match statistic {
            Statistic::Sum => Some(1.0),
            Statistic::Mean => Some(f64::from(window)),
            _ => None,
        },
        (Meaning::KindEvents(kind), Quantity::Kind(wanted)) if kind == wanted => Some(1.0),
        _ => None,
    }
}
