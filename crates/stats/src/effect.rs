//! How two groups of customers differ, by size of effect and by test.

use crate::check;
use crate::error::StatsError;
use crate::interval::mean_and_variance;
use crate::tail::{chi_squared_upper, student_two_sided};

/// Result of a test of a hypothesis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TestResult {
    /// The test statistic.
    pub statistic: f64,
    /// Its degrees of freedom, above 0, not always a whole number.
    pub degrees_of_freedom: f64,
    /// Probability of a statistic at least this extreme if nothing differs, 0–1.
    pub p_value: f64,
}

/// Standardised mean difference (Cohen's d): (mean(a) − mean(b)) ÷ pooled standard deviation. 0 is no difference, about
/// 0.2 small, 0.5 medium, 0.8 large; positive where `a` is larger.
///
/// Pooled: √(((nₐ−1)sₐ² + (n_b−1)s_b²)/(nₐ+n_b−2)). Without any spread the difference is 0 if the means are equal.
///
/// Errors: either side empty, fewer than three values in all, a value that is not finite, different means without any
/// spread, overflow.
pub fn standardised_mean_difference(a: &[f64], b: &[f64]) -> Result<f64, StatsError> {
    let (a, b) = (Moments::of(a, 1)?, Moments::of(b, 1)?);
    if a.n + b.n < 3.0 {
        return Err(StatsError::TooFew {
            name: "both groups",
            needed: 3,
            found: (a.n + b.n) as u64,
        });
    }
    let pooled = ((a.n - 1.0) * a.variance + (b.n - 1.0) * b.variance) / (a.n + b.n - 2.0);
    standardise(a.mean - b.mean, pooled)
}

/// Welch's (1947) t test of equal means with unequal variances, two-sided; degrees of freedom by Satterthwaite.
///
/// Positive where `a` is larger. Without any spread and with equal means the statistic is 0 and p is 1.
///
/// Errors: fewer than two values on either side, a value that is not finite, different means without any spread,
/// overflow.
pub fn welch_t(a: &[f64], b: &[f64]) -> Result<TestResult, StatsError> {
    let (a, b) = (Moments::of(a, 2)?, Moments::of(b, 2)?);
    let (of_a, of_b) = (a.variance / a.n, b.variance / b.n);
    let statistic = standardise(a.mean - b.mean, of_a + of_b)?;
    let (share_a, share_b) = if of_a + of_b > 0.0 {
        (of_a / (of_a + of_b), of_b / (of_a + of_b))
    } else {
        (0.5, 0.5)
    };
    // Shares instead of squared variances, which might under- or overflow.
    let degrees_of_freedom = 1.0 / (share_a * share_a / (a.n - 1.0) + share_b * share_b / (b.n - 1.0));
    Ok(TestResult {
        statistic,
        degrees_of_freedom,
        p_value: student_two_sided(statistic, degrees_of_freedom),
    })
}

/// Pearson's χ² test of independence, rows = categories, columns = retained and lost, without continuity correction.
///
/// Degrees of freedom: rows − 1 after empty rows are dropped. Unreliable where expected counts fall below about 5.
///
/// Errors: no counts, fewer than two rows with customers, one column only.
pub fn chi_squared(counts: &[[u64; 2]]) -> Result<TestResult, StatsError> {
    let table = Table::of(counts)?;
    Ok(TestResult {
        statistic: table.chi_squared,
        degrees_of_freedom: table.rows - 1.0,
        p_value: chi_squared_upper(table.chi_squared, table.rows - 1.0),
    })
}

/// Cramér's V with the bias correction of Bergsma (2013), 0–1: how strongly a category goes with churn. About 0.1 is
/// small, 0.3 medium, 0.5 large.
///
/// φ̃² = max(0, χ²/n − (r−1)(c−1)/(n−1)), r̃ = r − (r−1)²/(n−1), c̃ likewise, V = √(φ̃²/(min(r̃, c̃) − 1)), c = 2. Where
/// every customer is its own category nothing is left after the correction: 0.
///
/// Errors as [`chi_squared`].
pub fn cramers_v(counts: &[[u64; 2]]) -> Result<f64, StatsError> {
    let table = Table::of(counts)?;
    let spare = table.n - 1.0;
    let phi = (table.chi_squared / table.n - (table.rows - 1.0) / spare).max(0.0);
    let rows = table.rows - 1.0 - (table.rows - 1.0).powi(2) / spare;
    let columns = 1.0 - 1.0 / spare;
    let scale = rows.min(columns);
    if scale <= 0.0 {
        return Ok(0.0);
    }
    Ok((phi / scale).sqrt().min(1.0))
}

struct Moments {
    n: f64,
    mean: f64,
    variance: f64,
}

impl Moments {
    fn of(values: &[f64], needed: usize) -> Result<Self, StatsError> {
        if values.is_empty() {
            return Err(StatsError::Empty);
        }
        check::finite(values)?;
        if values.len() < needed {
            return Err(StatsError::TooFew {
                name: "a group",
                needed: needed as u64,
                found: values.len() as u64,
            });
        }
        let (mean, variance) = mean_and_variance(values);
        check::no_overflow("the variance", mean.abs() + variance)?;
        Ok(Self {
            n: values.len() as f64,
            mean,
            variance,
        })
    }
}

/// A difference in units of its spread.
fn standardise(difference: f64, variance: f64) -> Result<f64, StatsError> {
    if difference == 0.0 {
        return Ok(0.0);
    }
    if variance == 0.0 {
        return Err(StatsError::NoSpread { name: "both groups" });
    }
    check::no_overflow("the standardised difference", difference / variance.sqrt())
}

/// A table of counts with its χ².
struct Table {
    n: f64,
    /// Rows that have customers.
    rows: f64,
    chi_squared: f64,
}

impl Table {
    fn of(counts: &[[u64; 2]]) -> Result<Self, StatsError> {
        let filled = || {
            counts
                .iter()
                .map(|row| row.map(|count| count as f64))
                .filter(|[a, b]| a + b > 0.0)
        };
        let rows = filled().count();
        if rows == 0 {
            return Err(StatsError::Empty);
        }
        let [retained, lost] = filled().fold([0.0, 0.0], |[x, y], [a, b]| [x + a, y + b]);
        if retained == 0.0 || lost == 0.0 {
            return Err(StatsError::OneClass);
        }
        if rows < 2 {
            return Err(StatsError::TooFew {
                name: "categories with customers",
                needed: 2,
                found: rows as u64,
            });
        }
        let n = retained + lost;
        // With two columns both cells of a row deviate by the same amount: Σ (lost − row·rate)²/(row·rate·(1−rate)).
        let rate = lost / n;
        let chi_squared = filled()
            .map(|[a, b]| {
                let deviation = b - (a + b) * rate;
                deviation * deviation / ((a + b) * rate * (retained / n))
            })
            .sum();
        Ok(Self {
            n,
            rows: rows as f64,
            chi_squared,
        })
    }
}
