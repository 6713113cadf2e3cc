-- id: churn_rate_start
-- version: 1
-- name.zh: 流失率（期初）
-- name.en: Churn rate (of those at start)
-- unit: rate
-- definition.zh: 期初客户中在周期内流失过的比例
-- definition.en: share of the customers at the start of the period who were lost in it
-- numerator.zh: 期初客户中流失过的
-- numerator.en: of the customers at start, those with a loss in the period
-- denominator.zh: 期初客户
-- denominator.en: customers at start
-- direction: lower_is_better
-- additivity: ratio
-- interval: wilson
-- family: churn
-- needs: ledger

SELECT period{dims}, lost_of_start AS numerator, at_start AS denominator
FROM ledger
