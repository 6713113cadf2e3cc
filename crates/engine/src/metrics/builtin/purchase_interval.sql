-- id: purchase_interval
-- version: 1
-- name.zh: 购买间隔
-- name.en: Purchase interval
-- unit: days
-- definition.zh: 周期内每个购买日距该客户上一个购买日的平均天数
-- definition.en: mean number of days since the same customer’s previous purchase day, over the purchase days of the period
-- numerator.zh: 间隔天数之和
-- numerator.en: sum of the intervals in days
-- denominator.zh: 间隔个数
-- denominator.en: number of intervals
-- direction: lower_is_better
-- additivity: ratio
-- interval: none
-- family: purchases
-- needs: activity

SELECT period{dims}, interval_days AS numerator, intervals AS denominator
FROM activity
