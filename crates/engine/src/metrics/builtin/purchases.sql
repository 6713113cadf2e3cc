-- id: purchases
-- version: 1
-- name.zh: 购买次数
-- name.en: Purchases
-- unit: count
-- definition.zh: 周期内计入流失定义的事件数
-- definition.en: events in the period that count by the churn definition
-- numerator.zh: 有效事件
-- numerator.en: qualifying events
-- direction: higher_is_better
-- additivity: additive
-- interval: none
-- family: purchases
-- needs: activity

SELECT period{dims}, purchases AS numerator
FROM activity
