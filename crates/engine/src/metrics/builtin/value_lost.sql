-- id: value_lost
-- version: 1
-- name.zh: 流失价值
-- name.en: Value lost
-- unit: money
-- definition.zh: 周期内流失客户的月均收入合计
-- definition.en: average monthly revenue of the customers lost in the period, summed
-- numerator.zh: 流失客户的月均收入
-- numerator.en: average monthly revenue of lost customers
-- direction: lower_is_better
-- additivity: additive
-- interval: none
-- family: value
-- needs: value_lost

SELECT period{dims}, value_lost_minor AS numerator
FROM value_lost
