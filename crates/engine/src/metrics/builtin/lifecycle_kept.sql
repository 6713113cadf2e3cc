-- id: lifecycle_kept
-- version: 1
-- name.zh: 保持客户
-- name.en: Kept buyers
-- unit: customers
-- definition.zh: 本周期与上一周期都购买的客户
-- definition.en: customers who bought in the period and in the one before
-- numerator.zh: 保持客户
-- numerator.en: kept buyers
-- direction: higher_is_better
-- additivity: semi_additive
-- interval: none
-- family: lifecycle
-- needs: lifecycle

SELECT period{dims}, "kept" AS numerator
FROM lifecycle
