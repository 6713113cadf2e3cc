//! What all sources become: one history a customer.

use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;

use super::options::Unit;
use crate::columns::design::Design;

/// Customers who may come back at any time. Times are in units, money in minor units.
pub struct Base {
    /// Id of each customer.
    pub ids: Vec<String>,
    /// Repeat purchases.
    pub frequency: Vec<f64>,
    /// Time from the first purchase to the last; 0 without a repeat purchase.
    pub recency: Vec<f64>,
    /// Time from the first purchase to the end of observation.
    pub age: Vec<f64>,
    /// Customers that each row stands for; none: one.
    pub weight: Option<Vec<f64>>,
    /// Money, where it is known.
    pub money: Option<Money>,
    /// Columns that act on the purchase rate.
    pub purchase: Design,
    /// Columns that act on the dropout.
    pub dropout: Design,
    /// The purchases themselves (event logs).
    pub log: Option<Log>,
    /// Unit of time, if it is known.
    pub unit: Option<Unit>,
    /// What was left out or assumed.
    pub notes: Vec<Bilingual>,
}

/// What customers spent.
pub struct Money {
    /// Mean spend of a repeat purchase in major units; 0 for customers without one.
    pub mean_spend: Vec<f64>,
    /// Revenue so far, returns deducted; none where only means are known.
    pub revenue_minor: Option<Vec<i64>>,
    /// Cost to serve so far.
    pub cost_minor: Option<Vec<i64>>,
    /// Share of the gross revenue that is returned.
    pub returned_share: f64,
    /// Purchases of all customers, the first ones included: what a cost is spread over.
    pub purchases: f64,
    /// What the money comes from.
    pub source: String,
}

/// Purchase days of every customer.
pub struct Log {
    /// First entry of each customer in `days`; one more than customers.
    pub starts: Vec<usize>,
    /// Days with a purchase, rising within a customer, each once.
    pub days: Vec<i32>,
    /// First day of the data.
    pub first: i32,
    /// Last day of observation.
    pub last: i32,
}

impl Base {
    /// Customers.
    pub fn len(&self) -> usize {
        self.frequency.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.frequency.is_empty()
    }

    /// The last day of observation.
    pub fn observed_through(&self) -> Option<Day> {
        self.log.as_ref().map(|log| Day::from_number(log.last))
    }
}

impl Log {
    /// Customers.
    pub fn customers(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Purchase days of a customer.
    pub fn of(&self, customer: usize) -> &[i32] {
        &self.days[self.starts[customer]..self.starts[customer + 1]]
    }

    /// Frequency, recency and age of each customer as of the end of `last`, in units of `unit_days`; customers who came
    /// later are left out. Also gives the number of each customer who is in.
    pub fn histories(&self, last: i32, unit_days: f64) -> Histories {
        let mut out = Histories::default();
        for customer in 0..self.customers() {
            let days = self.of(customer);
            let known = &days[..days.partition_point(|&day| day <= last)];
            let (Some(&first), Some(&latest)) = (known.first(), known.last()) else {
                continue;
            };
            out.customer.push(customer);
            out.frequency.push((known.len() - 1) as f64);
            out.recency.push(f64::from(latest - first) / unit_days);
            out.age.push(f64::from(last - first) / unit_days);
        }
        out
    }
}

/// Columns of histories, and whose they are.
#[derive(Debug, Default)]
pub struct Histories {
    /// Customer numbers.
    pub customer: Vec<usize>,
    /// Repeat purchases.
    pub frequency: Vec<f64>,
    /// Time of the last purchase since the first.
    pub recency: Vec<f64>,
    /// Time observed since the first.
    pub age: Vec<f64>,
}
