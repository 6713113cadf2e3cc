//! How customers like this one fared.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_stats::interval::wilson;

use super::number;
use crate::reasoner::Reasoner;
use crate::reasoner::coded::Coded;
use crate::reasoner::reason::Evidence;

impl Reasoner {
    /// The population's customers in the cell of the reason's lead; `None` where they are too few.
    pub(super) fn evidence(&self, coded: &Coded) -> Option<Evidence> {
        let count = self.population.columns.get(usize::from(coded.lead))?.cell(coded.cell);
        let churn_rate = count
            .rate()
            .filter(|_| count.customers >= self.settings.evidence_at_least)?;
        let interval = wilson(count.churned, count.customers);
        Some(Evidence {
            customers: count.customers,
            churn_rate,
            ci_low: interval.low,
            ci_high: interval.high,
            churn_rate_all: self.population.all.rate()?,
        })
    }
}

/// 此项数值相近的 1,204 名客户流失率 31%，全体 18%.
pub(super) fn words(evidence: &Evidence) -> Bilingual {
    let n = number::count(evidence.customers);
    let rate = number::percent(evidence.churn_rate);
    let all = number::percent(evidence.churn_rate_all);
    bilingual!(
        "此项相近的 {n} 名客户流失率 {rate}，全体 {all}",
        "churn rate of {n} customers alike in this {rate}, of all {all}"
    )
}
