//! The net promoter score and how sure it is.

use crate::error::StatsError;
use crate::interval::{Interval, Z_975};

/// 95 % interval of (promoters − detractors) ÷ n, within −1 to 1.
///
/// Question: how far could the share of promoters minus that of detractors be off by chance? Adjusted Wald (Agresti & Min 2005, as
/// recommended for NPS by Rocks 2016): ¾ is added to promoters and to detractors and 3 to n, then p̂ − q̂ ± z·√((p̂ + q̂ − (p̂ − q̂)²) / n).
/// It covers well from about ten answers, and does not shrink to nothing where all answers are alike.
///
/// # Errors
/// No answers; more promoters and detractors than answers.
pub fn net_promoter(promoters: u64, detractors: u64, answers: u64) -> Result<Interval, StatsError> {
    if answers == 0 {
        return Err(StatsError::Empty);
    }
    if promoters.saturating_add(detractors) > answers {
        return Err(StatsError::OutOfRange {
            name: "promoters and detractors",
            value: promoters.saturating_add(detractors) as f64,
            expected: "at most the number of answers",
        });
    }
    let n = answers as f64 + 3.0;
    let (p, q) = ((promoters as f64 + 0.75) / n, (detractors as f64 + 0.75) / n);
    let half = Z_975 * ((p + q - (p - q) * (p - q)) / n).sqrt();
    Ok(Interval {
        low: (p - q - half).max(-1.0),
        high: (p - q + half).min(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_by_hand() {
        // 5 promoters, 2 detractors of 10: p = 5.75/13 = .4423077, q = 2.75/13 = .2115385, difference .2307692,
        // variance (.6538462 − .0532544)/13 = .0461994, half width 1.959964 × .2149405 = .4212757.
        let interval = net_promoter(5, 2, 10).unwrap();
        assert!((interval.low + 0.190_506_5).abs() < 1e-5, "{interval:?}");
        assert!((interval.high - 0.652_044_9).abs() < 1e-5, "{interval:?}");
        let all = net_promoter(4, 0, 4).unwrap();
        assert!(all.low < 0.9 && all.high == 1.0);
        assert_eq!(net_promoter(0, 0, 0), Err(StatsError::Empty));
        assert!(net_promoter(3, 3, 5).is_err());
    }
}
