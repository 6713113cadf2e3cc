-- id: lifecycle_dormant
-- version: 1
-- name.zh: 沉睡客户
-- name.en: Dormant buyers
-- unit: customers
-- definition.zh: 本周期与上一周期都没有购买、更早买过的客户
-- definition.en: customers who bought in neither the period nor the one before, but earlier
-- numerator.zh: 沉睡客户
-- numerator.en: dormant buyers
-- direction: lower_is_better
-- additivity: semi_additive
-- interval: none
-- family: lifecycle
-- needs: lifecycle

SELECT period{dims}, "dormant" AS numerator
FROM lifecycle
