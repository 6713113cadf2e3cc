-- id: buyers
-- version: 1
-- name.zh: 购买客户数
-- name.en: Buyers
-- unit: customers
-- definition.zh: 周期内至少有一次有效事件的客户
-- definition.en: customers with at least one qualifying event in the period
-- numerator.zh: 有购买的客户
-- numerator.en: customers with a purchase
-- direction: higher_is_better
-- additivity: semi_additive
-- interval: none
-- family: purchases
-- needs: activity

SELECT period{dims}, buyers AS numerator
FROM activity
