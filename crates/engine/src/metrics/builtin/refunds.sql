-- id: refunds
-- version: 1
-- name.zh: 退款额
-- name.en: Refunds
-- unit: money
-- definition.zh: 周期内负金额的绝对值合计
-- definition.en: sum of the negative amounts in the period, as a positive number
-- numerator.zh: 负金额的绝对值
-- numerator.en: absolute negative amounts
-- direction: lower_is_better
-- additivity: additive
-- interval: none
-- family: purchases
-- needs: activity

SELECT period{dims}, refunds_minor AS numerator
FROM activity
