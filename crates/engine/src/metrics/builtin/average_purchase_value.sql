-- id: average_purchase_value
-- version: 1
-- name.zh: 笔均金额
-- name.en: Average purchase value
-- unit: money
-- definition.zh: 净金额 ÷ 购买次数
-- definition.en: net amount ÷ purchases
-- numerator.zh: 净金额
-- numerator.en: net amount
-- denominator.zh: 购买次数
-- denominator.en: purchases
-- direction: higher_is_better
-- additivity: ratio
-- interval: none
-- family: purchases
-- needs: activity

SELECT period{dims}, amount_minor AS numerator, purchases AS denominator
FROM activity
