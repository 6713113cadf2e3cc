-- id: lifecycle_new
-- version: 1
-- name.zh: 首购客户
-- name.en: First-time buyers
-- unit: customers
-- definition.zh: 第一次购买就在本周期的客户
-- definition.en: customers who bought for the first time ever in the period
-- numerator.zh: 首购客户
-- numerator.en: first-time buyers
-- direction: higher_is_better
-- additivity: semi_additive
-- interval: none
-- family: lifecycle
-- needs: lifecycle

SELECT period{dims}, "new" AS numerator
FROM lifecycle
