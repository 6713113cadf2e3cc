-- id: lifecycle_returned
-- version: 1
-- name.zh: 回购客户
-- name.en: Returned buyers
-- unit: customers
-- definition.zh: 本周期购买、上一周期没有、更早买过的客户
-- definition.en: customers who bought in the period, not in the one before, but earlier
-- numerator.zh: 回购客户
-- numerator.en: returned buyers
-- direction: higher_is_better
-- additivity: semi_additive
-- interval: none
-- family: lifecycle
-- needs: lifecycle

SELECT period{dims}, "returned" AS numerator
FROM lifecycle
