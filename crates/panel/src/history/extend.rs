//! Days of more events, without looking at those that were there.

use std::ops::Range;

use rayon::prelude::*;

use super::DayHistory;

/// `base` with the days of `more`: as if all events had been there when it was built. `more` has at least as many customers; both were built with the same
/// definition and zone. The columns of customers with nothing new are copied as they are.
pub fn extend(base: &DayHistory, more: &DayHistory) -> DayHistory {
    let customers = more.customers();
    let plan = Plan::new(base, more, customers);
    let mut out = DayHistory {
        starts: plan.starts(base, customers),
        ..DayHistory::default()
    };
    let add = |a: u32, b: u32| a + b;
    let sum = |a: i64, b: i64| a.wrapping_add(b);
    let days: (&mut Vec<i32>, &mut Vec<i64>) = (&mut out.day, &mut out.amount_minor);
    let counts: (&mut Vec<u32>, &mut Vec<u32>) = (&mut out.events, &mut out.qualifying);
    let money: (&mut Vec<i64>, &mut Vec<i64>) = (&mut out.refund_minor, &mut out.qualifying_minor);
    rayon::scope(|scope| {
        scope.spawn(|_| *days.0 = plan.column(&base.day, &more.day, |day, _| day));
        scope.spawn(|_| *days.1 = plan.column(&base.amount_minor, &more.amount_minor, sum));
        scope.spawn(|_| *counts.0 = plan.column(&base.events, &more.events, add));
        scope.spawn(|_| *counts.1 = plan.column(&base.qualifying, &more.qualifying, add));
        scope.spawn(|_| *money.0 = plan.column(&base.refund_minor, &more.refund_minor, sum));
        scope.spawn(|_| *money.1 = plan.column(&base.qualifying_minor, &more.qualifying_minor, sum));
    });
    out
}

/// Where the entries of the result come from, in order.
enum Piece {
    /// Entries that were there.
    Kept(Range<usize>),
    /// Entries that are new.
    New(Range<usize>),
    /// A day that was there and has more now.
    Both(usize, usize),
}

struct Plan {
    pieces: Vec<Piece>,
    /// Customer, and days that it has more than before; growing.
    grown: Vec<(usize, u32)>,
    entries: usize,
}

impl Plan {
    fn new(base: &DayHistory, more: &DayHistory, customers: usize) -> Self {
        let mut plan = Self {
            pieces: Vec::new(),
            grown: Vec::new(),
            entries: base.day.len(),
        };
        let touched: Vec<usize> = (0..customers)
            .into_par_iter()
            .filter(|&customer| !more.span(customer).is_empty())
            .collect();
        let mut kept = 0;
        for customer in touched {
            let own = if customer < base.customers() {
                base.span(customer)
            } else {
                base.day.len()..base.day.len()
            };
            let (mut at, mut grown) = (own.start, 0);
            for new in more.span(customer) {
                // Usually what is new is the latest.
                let place = at + base.day[at..own.end].partition_point(|&day| day < more.day[new]);
                plan.pieces.push(Piece::Kept(kept..place));
                if place < own.end && base.day[place] == more.day[new] {
                    plan.pieces.push(Piece::Both(place, new));
                    kept = place + 1;
                } else {
                    plan.pieces.push(Piece::New(new..new + 1));
                    kept = place;
                    grown += 1;
                }
                at = kept;
            }
            plan.grown.push((customer, grown));
            plan.entries += grown as usize;
        }
        plan.pieces.push(Piece::Kept(kept..base.day.len()));
        plan
    }

    fn starts(&self, base: &DayHistory, customers: usize) -> Vec<u32> {
        let mut starts = Vec::with_capacity(customers + 1);
        let (mut grown, mut next) = (0u32, self.grown.iter().peekable());
        let last = base.day.len() as u32;
        for customer in 0..=customers {
            starts.push(base.starts.get(customer).copied().unwrap_or(last) + grown);
            if let Some(&(_, more)) = next.next_if(|&&(touched, _)| touched == customer) {
                grown += more;
            }
        }
        starts
    }

    fn column<T: Copy>(&self, base: &[T], more: &[T], both: impl Fn(T, T) -> T) -> Vec<T> {
        let mut out = Vec::with_capacity(self.entries);
        for piece in &self.pieces {
            match piece {
                Piece::Kept(range) => out.extend_from_slice(&base[range.clone()]),
                Piece::New(range) => out.extend_from_slice(&more[range.clone()]),
                &Piece::Both(old, new) => out.push(both(base[old], more[new])),
            }
        }
        out
    }
}
