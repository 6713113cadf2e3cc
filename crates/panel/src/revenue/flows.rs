//! Movements of revenue.

use crate::period_index::period_of;
use crate::tally::Tally;
use crate::window::Window;

/// Revenue in minor units and customers by period and group; every column but `start_known` is indexed `[period * groups + group]`.
///
/// `start − churned − contraction + expansion + new + reactivation = end` everywhere where the start is known and nobody changes groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RevenueCounts {
    /// Periods.
    pub periods: usize,
    /// Groups.
    pub groups: usize,
    /// By period: whether the period before it lies within the data; where not, `start` is 0 and rates are null.
    pub start_known: Vec<bool>,
    /// Revenue at the start.
    pub start_minor: Vec<i64>,
    /// Revenue at the end.
    pub end_minor: Vec<i64>,
    /// Of customers who never paid before.
    pub new_minor: Vec<i64>,
    /// Of customers who paid before, but not at the start.
    pub reactivation_minor: Vec<i64>,
    /// What customers who pay nothing any more paid at the start.
    pub churned_minor: Vec<i64>,
    /// What customers pay more.
    pub expansion_minor: Vec<i64>,
    /// What customers pay less.
    pub contraction_minor: Vec<i64>,
    /// Customers with revenue at the start.
    pub start_customers: Vec<u64>,
    /// Customers with revenue at the end.
    pub end_customers: Vec<u64>,
    /// Customers of `new_minor`.
    pub new_customers: Vec<u64>,
    /// Customers of `reactivation_minor`.
    pub reactivation_customers: Vec<u64>,
    /// Customers of `churned_minor`.
    pub churned_customers: Vec<u64>,
    /// Customers of `expansion_minor`.
    pub expansion_customers: Vec<u64>,
    /// Customers of `contraction_minor`.
    pub contraction_customers: Vec<u64>,
}

/// Fields of the tally.
const START: usize = 0;
const END: usize = 1;
const NEW: usize = 2;
const REACTIVATION: usize = 3;
const CHURNED: usize = 4;
const EXPANSION: usize = 5;
const CONTRACTION: usize = 6;
/// Customers of a field come so many fields behind its money.
const CUSTOMERS: usize = 7;
/// What customers pay whose revenue stays, as differences from period to period; and how many they are.
pub(super) const STEADY: usize = 14;
pub(super) const STEADY_CUSTOMERS: usize = 15;
pub(super) const FIELDS: usize = 16;

pub(super) type Flows = Tally<FIELDS>;

/// Adds a customer who pays `start` at the start of a period and `end` at its end, neither below 0; `known` tells whether they paid
/// at any time before it.
#[inline]
pub(super) fn record(cell: &mut [i64; FIELDS], start: i64, end: i64, known: bool) {
    let mut add = |field: usize, amount: i64| {
        cell[field] = cell[field].wrapping_add(amount);
        cell[field + CUSTOMERS] += 1;
    };
    if start > 0 {
        add(START, start);
    }
    if end > 0 {
        add(END, end);
    }
    match (start > 0, end > 0) {
        (false, true) if known => add(REACTIVATION, end),
        (false, true) => add(NEW, end),
        (true, false) => add(CHURNED, start),
        (true, true) if end > start => add(EXPANSION, end - start),
        (true, true) if end < start => add(CONTRACTION, start - end),
        _ => {}
    }
}

impl RevenueCounts {
    /// Out of a tally of the window; `data_from` is the first day with data.
    pub(super) fn out_of(mut sums: Flows, window: &Window, groups: usize, data_from: Option<i32>) -> Self {
        sums.run_up(&[STEADY, STEADY_CUSTOMERS]);
        let periods = window.len();
        let steady = sums.sums(STEADY, periods);
        let steady_customers = sums.counts(STEADY_CUSTOMERS, periods);
        let with_steady = |mut column: Vec<i64>| {
            for (sum, steady) in column.iter_mut().zip(&steady) {
                *sum = sum.wrapping_add(*steady);
            }
            column
        };
        let with_customers = |mut column: Vec<u64>| {
            for (sum, steady) in column.iter_mut().zip(&steady_customers) {
                *sum += steady;
            }
            column
        };
        let first_period = data_from.map(|day| period_of(window.grain, day));
        let money = |field| sums.sums(field, periods);
        let customers = |field| sums.counts(field + CUSTOMERS, periods);
        Self {
            periods,
            groups,
            start_known: (0..periods)
                .map(|index| first_period.is_some_and(|first| first < window.first.saturating_add(index as i32)))
                .collect(),
            start_minor: with_steady(money(START)),
            end_minor: with_steady(money(END)),
            new_minor: money(NEW),
            reactivation_minor: money(REACTIVATION),
            churned_minor: money(CHURNED),
            expansion_minor: money(EXPANSION),
            contraction_minor: money(CONTRACTION),
            start_customers: with_customers(customers(START)),
            end_customers: with_customers(customers(END)),
            new_customers: customers(NEW),
            reactivation_customers: customers(REACTIVATION),
            churned_customers: customers(CHURNED),
            expansion_customers: customers(EXPANSION),
            contraction_customers: customers(CONTRACTION),
        }
    }
}
