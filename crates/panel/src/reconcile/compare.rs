//! Two ways of counting, customer by customer.

use std::ops::Range;

use holdfast_domain::lang::Bilingual;
use holdfast_domain::rule::ChurnRule;

use super::find::find;
use super::measure::Own;
use super::{Measure, Reason, Standing};
use crate::spells::Spells;
use crate::window::Window;

/// The table that a definition reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reads {
    /// Events.
    Events,
    /// Subscriptions.
    Subscriptions,
    /// Snapshots.
    Snapshots,
}

impl Reads {
    /// What a rule reads.
    pub fn of(rule: &ChurnRule) -> Self {
        match rule {
            ChurnRule::Contract { .. } => Self::Subscriptions,
            ChurnRule::Label {} => Self::Snapshots,
            ChurnRule::Inactivity { .. } | ChurnRule::OwnRhythm { .. } | ChurnRule::Decline { .. } => Self::Events,
        }
    }
}

/// One way of counting.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Spells by its definition.
    pub spells: &'a Spells,
    /// The table that the definition reads.
    pub reads: Reads,
    /// What it counts; the counts are added (`[AtStart, New]` is start plus new).
    pub measures: &'a [Measure],
}

/// A customer whom the sides count differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Dense customer key.
    pub customer: u32,
    /// A's count.
    pub a: i64,
    /// B's count.
    pub b: i64,
    /// What A's definition says.
    pub a_says: Standing,
    /// What B's definition says.
    pub b_says: Standing,
    /// Why they differ.
    pub reason: Reason,
}

/// All that makes the difference: `a − b` is exactly the sum of `a − b` over `differences`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// A's count.
    pub a: i64,
    /// B's count.
    pub b: i64,
    /// Customers counted differently, in order of key.
    pub differences: Vec<Difference>,
}

/// The differences of one kind of reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReasonTotal {
    /// What they have in common.
    pub title: Bilingual,
    /// Customers counted differently for it.
    pub customers: u64,
    /// Σ of A's count over them.
    pub a: i64,
    /// Σ of B's count over them.
    pub b: i64,
}

impl Reconciliation {
    /// By kind of reason, the largest difference first; Σ (a − b) over them is the difference of the counts.
    pub fn totals(&self) -> Vec<ReasonTotal> {
        let mut totals: Vec<ReasonTotal> = (0..Reason::KINDS)
            .map(|kind| ReasonTotal {
                title: Reason::title(kind),
                customers: 0,
                a: 0,
                b: 0,
            })
            .collect();
        for difference in &self.differences {
            let total = &mut totals[difference.reason.kind()];
            total.customers += 1;
            total.a += difference.a;
            total.b += difference.b;
        }
        totals.retain(|total| total.customers > 0);
        totals.sort_by_key(|total| std::cmp::Reverse((total.a - total.b).abs()));
        totals
    }
}

/// Compares two counts of one period (`index` of the window). Two rates are compared by their numerators and by their denominators.
pub fn compare(a: Side<'_>, b: Side<'_>, window: &Window, index: usize) -> Reconciliation {
    let (s, e) = (window.start(index), window.seen_end(index));
    let mut out = Reconciliation::default();
    if s > e {
        return out;
    }
    let (mut at_a, mut at_b) = (0, 0);
    while at_a < a.spells.len() || at_b < b.spells.len() {
        let key = |spells: &Spells, at: usize| spells.customer.get(at).copied().unwrap_or(u32::MAX);
        let customer = key(a.spells, at_a).min(key(b.spells, at_b));
        let own_a = Own::new(a.spells, rows(a.spells, at_a, customer), s, e);
        let own_b = Own::new(b.spells, rows(b.spells, at_b, customer), s, e);
        at_a = rows(a.spells, at_a, customer).end;
        at_b = rows(b.spells, at_b, customer).end;
        let value =
            |own: &Own<'_>, side: &Side<'_>| side.measures.iter().map(|&measure| own.value(measure)).sum::<i64>();
        let (of_a, of_b) = (value(&own_a, &a), value(&own_b, &b));
        out.a += of_a;
        out.b += of_b;
        if of_a != of_b {
            out.differences.push(Difference {
                customer,
                a: of_a,
                b: of_b,
                a_says: Standing::of(&own_a),
                b_says: Standing::of(&own_b),
                reason: find(&own_a, &own_b, a.reads == b.reads),
            });
        }
    }
    out
}

/// The rows of a customer, who can only begin at `at`.
fn rows(spells: &Spells, at: usize, customer: u32) -> Range<usize> {
    let own = spells.customer[at..].iter().take_while(|&&key| key == customer).count();
    at..at + own
}
