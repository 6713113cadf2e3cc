//! Few customers, much of the value: ABC classes, Lorenz curve and Gini coefficient.

use super::money::narrow;
use crate::error::StatsError;

/// The class of a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Those who together make up the first part of the value.
    A,
    /// The part up to the second cut.
    B,
    /// The rest, and everybody whose value is not above zero.
    C,
}

/// How many customers and how much value a class holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassShare {
    /// Customers.
    pub customers: u64,
    /// Their share of all, 0–1.
    pub customer_share: f64,
    /// Their value, minor units; that of class C is less its customers of negative value.
    pub value_minor: i64,
    /// Their share of the value above zero, 0–1 (negative values count as 0).
    pub value_share: f64,
}

/// How value spreads over customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Pareto {
    /// By customer, in the order of the rows.
    pub class: Vec<Class>,
    /// Classes A, B and C.
    pub shares: [ClassShare; 3],
    /// Share of the value that the fifth of highest value holds, 0–1 (the 2/8 rule says .8).
    pub top_fifth: f64,
    /// Gini coefficient, 0 (all alike) to 1 − 1/n (one has all).
    pub gini: f64,
    /// Lorenz curve: share of customers, lowest value first, and share of value, at most 101 points from (0, 0) to (1, 1).
    pub lorenz: Vec<(f64, f64)>,
    /// Customers whose value is not above zero; in shares, Gini and Lorenz they count as 0.
    pub not_positive: u64,
}

const POINTS: usize = 100;

/// Which customers make up most of the value?
///
/// Customers by falling value; class A until the share of value before them reaches the first of `cuts` (0.8 is usual), B until
/// the second (0.95). Customers of equal value are in one class, that of the first of them, so that the order of rows does
/// not matter. Gini G = Σ (2i − n − 1)·xᵢ/(n·Σx), xᵢ rising. Sums are exact.
///
/// Errors: no rows, cuts outside 0–1 or falling, nobody of positive value.
pub fn pareto(values_minor: &[i64], cuts: (f64, f64)) -> Result<Pareto, StatsError> {
    if values_minor.is_empty() {
        return Err(StatsError::Empty);
    }
    let ordered = 0.0 < cuts.0 && cuts.0 <= cuts.1 && cuts.1 <= 1.0;
    if !ordered {
        return Err(StatsError::OutOfRange {
            name: "the cuts of the classes",
            value: cuts.0,
            expected: "above 0, rising and at most 1",
        });
    }
    // Rising; negative values count as 0.
    let mut sorted: Vec<i64> = values_minor.iter().map(|&value| value.max(0)).collect();
    sorted.sort_unstable();
    let total: i128 = sorted.iter().map(|&value| i128::from(value)).sum();
    let not_positive = sorted.partition_point(|&value| value == 0);
    if total == 0 {
        return Err(StatsError::TooFew {
            name: "customers of positive value",
            needed: 1,
            found: 0,
        });
    }
    let (least_a, least_b) = (least(&sorted, total, cuts.0), least(&sorted, total, cuts.1));
    let class: Vec<Class> = values_minor
        .iter()
        .map(|&value| match value {
            value if value >= least_a => Class::A,
            value if value >= least_b => Class::B,
            _ => Class::C,
        })
        .collect();
    let (gini, lorenz, top_fifth) = spread(&sorted, total);
    Ok(Pareto {
        shares: [
            share(values_minor, &class, Class::A, total)?,
            share(values_minor, &class, Class::B, total)?,
            share(values_minor, &class, Class::C, total)?,
        ],
        class,
        top_fifth,
        gini,
        lorenz,
        not_positive: not_positive as u64,
    })
}

/// The least positive value of customers before whom less than `cut` of the value lies, highest first.
fn least(sorted: &[i64], total: i128, cut: f64) -> i64 {
    let mut before = 0_i128;
    let mut least = i64::MAX;
    for tie in sorted.chunk_by(|a, b| a == b).rev() {
        let Some(&value) = tie.first() else { continue };
        if value == 0 || before as f64 / total as f64 >= cut {
            break;
        }
        least = value;
        before += i128::from(value) * tie.len() as i128;
    }
    least
}

fn share(values_minor: &[i64], class: &[Class], which: Class, total: i128) -> Result<ClassShare, StatsError> {
    let (mut customers, mut value, mut positive) = (0_u64, 0_i128, 0_i128);
    let members = values_minor.iter().zip(class).filter(|&(_, &class)| class == which);
    for (&member, _) in members {
        customers += 1;
        value += i128::from(member);
        positive += i128::from(member.max(0));
    }
    Ok(ClassShare {
        customers,
        customer_share: customers as f64 / values_minor.len() as f64,
        value_minor: narrow(value)?,
        value_share: positive as f64 / total as f64,
    })
}

/// Gini coefficient, Lorenz curve and the share of the top fifth of values that rise.
fn spread(sorted: &[i64], total: i128) -> (f64, Vec<(f64, f64)>, f64) {
    let n = sorted.len();
    let points = POINTS.min(n);
    let mut lorenz = vec![(0.0, 0.0)];
    let mut ranked = 0_i128;
    let mut so_far = 0_i128;
    // The poorest four fifths, the last of them perhaps in part.
    let (whole, part) = (n * 4 / 5, (n * 4 % 5) as f64 / 5.0);
    let mut poorest = 0.0;
    for (at, &value) in sorted.iter().enumerate() {
        if at == whole {
            poorest = so_far as f64 + part * value as f64;
        }
        so_far += i128::from(value);
        ranked += (2 * (at as i128 + 1) - n as i128 - 1) * i128::from(value);
        // A point wherever another hundredth of the customers is complete.
        if (at + 1) * points / n > at * points / n {
            lorenz.push(((at + 1) as f64 / n as f64, so_far as f64 / total as f64));
        }
    }
    let gini = (ranked as f64 / (n as f64 * total as f64)).clamp(0.0, 1.0);
    (gini, lorenz, (1.0 - poorest / total as f64).clamp(0.0, 1.0))
}
