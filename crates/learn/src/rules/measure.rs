//! A rule in numbers.

use holdfast_stats::hypergeometric::upper_tail;
use holdfast_stats::interval::{Interval, wilson};
use serde::{Deserialize, Serialize};

use super::condition::RuleCondition;
use crate::error::LearnError;
use crate::frame::Frame;

/// What a rule was worth on some customers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Customers to whom it applies.
    pub customers: u64,
    /// Churned among them.
    pub churned: u64,
    /// All customers.
    pub all_customers: u64,
    /// All churned customers.
    pub all_churned: u64,
    /// 95 % Wilson interval of the confidence.
    pub interval: Interval,
    /// Probability of as many churned among as many customers taken at random (Fisher's exact test, one-sided), 0–1. On the customers that the rule was
    /// searched on it is no evidence: the search looked for it.
    pub p_value: f64,
    /// Sum of the values of the customers to whom it applies, where values are known.
    pub value: Option<f64>,
    /// Value at risk: the part of that sum that churned, i.e. value × confidence as it came out.
    pub value_at_risk: Option<f64>,
}

impl Measure {
    /// Customers to whom it applies ÷ all, 0–1; 0 without customers.
    pub fn support(&self) -> f64 {
        self.customers as f64 / self.all_customers.max(1) as f64
    }

    /// Churned ÷ customers to whom it applies, 0–1; 0 where there are none.
    pub fn confidence(&self) -> f64 {
        self.churned as f64 / self.customers.max(1) as f64
    }

    /// Churn rate of all customers, 0–1.
    pub fn rate(&self) -> f64 {
        self.all_churned as f64 / self.all_customers.max(1) as f64
    }

    /// Confidence ÷ churn rate; 0 where nobody churned.
    pub fn lift(&self) -> f64 {
        if self.all_churned == 0 {
            0.0
        } else {
            self.confidence() / self.rate()
        }
    }

    /// Weighted relative accuracy: support · (confidence − churn rate), −¼ to ¼ (Lavrač, Flach & Zupan 1999).
    pub fn wracc(&self) -> f64 {
        self.support() * (self.confidence() - self.rate())
    }

    /// Share of all churned customers to whom it applies, 0–1.
    pub fn recall(&self) -> f64 {
        self.churned as f64 / self.all_churned.max(1) as f64
    }
}

/// Counts a rule on the rows `rows`. `labels` and `values` by row of the frame.
///
/// # Errors
/// None for counts that fit each other, which these do.
pub fn measure(
    frame: &Frame,
    labels: &[bool],
    values: Option<&[f64]>,
    rows: &[u32],
    conditions: &[RuleCondition],
) -> Result<Measure, LearnError> {
    let (mut customers, mut churned, mut all_churned) = (0, 0, 0);
    let (mut value, mut lost) = (0.0, 0.0);
    for &row in rows {
        let row = row as usize;
        let left = labels[row];
        all_churned += u64::from(left);
        if conditions.iter().all(|c| c.holds(frame, row)) {
            customers += 1;
            churned += u64::from(left);
            let own = values.map_or(0.0, |values| values[row]);
            value += own;
            lost += if left { own } else { 0.0 };
        }
    }
    let all_customers = rows.len() as u64;
    Ok(Measure {
        customers,
        churned,
        all_customers,
        all_churned,
        interval: wilson(churned, customers),
        p_value: upper_tail(churned, customers, all_churned, all_customers)?,
        value: values.map(|_| value),
        value_at_risk: values.map(|_| lost),
    })
}
