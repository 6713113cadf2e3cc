-- id: lifecycle_lapsed
-- version: 1
-- name.zh: 中断客户
-- name.en: Lapsed buyers
-- unit: customers
-- definition.zh: 上一周期购买而本周期没有的客户
-- definition.en: customers who bought in the period before and not in this one
-- numerator.zh: 中断客户
-- numerator.en: lapsed buyers
-- direction: lower_is_better
-- additivity: semi_additive
-- interval: none
-- family: lifecycle
-- needs: lifecycle

SELECT period{dims}, "lapsed" AS numerator
FROM lifecycle
