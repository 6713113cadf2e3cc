-- id: retention_rolling
-- version: 1
-- name.zh: 留存率（滚动小时）
-- name.en: Retention (rolling hours)
-- unit: rate
-- definition.zh: 从首次购买的时刻起按 24 小时（周 7、月 30、季 91、年 365 个 24 小时）切段，第 n 段内购买的比例
-- definition.en: share who bought in the n-th stretch of 24 hours (week 7, month 30, quarter 91, year 365 times 24 hours) counted from the instant of the first purchase
-- numerator.zh: 到这一期龄仍购买的客户
-- numerator.en: of the cohort, customers who bought at that age
-- denominator.zh: 同期群客户数
-- denominator.en: customers of the cohort
-- direction: higher_is_better
-- additivity: ratio
-- interval: wilson
-- family: retention
-- keys: age
-- needs: cohorts_rolling

SELECT cohort AS period{dims}, age, retained AS numerator, size AS denominator, status
FROM cohorts_rolling
