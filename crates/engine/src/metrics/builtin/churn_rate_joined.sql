-- id: churn_rate_joined
-- version: 1
-- name.zh: 流失率（期初加新增）
-- name.en: Churn rate (start plus new)
-- unit: rate
-- definition.zh: 期初客户与新增客户中在周期内流失过的比例
-- definition.en: share of the customers at start and the new ones who were lost in the period
-- numerator.zh: 期初与新增客户中流失过的
-- numerator.en: of those at start and the new, customers with a loss in the period
-- denominator.zh: 期初客户加新增客户
-- denominator.en: customers at start plus new customers
-- direction: lower_is_better
-- additivity: ratio
-- interval: wilson
-- family: churn
-- needs: ledger

SELECT period{dims}, lost_of_start + lost_of_joined AS numerator, at_start + "new" AS denominator
FROM ledger
