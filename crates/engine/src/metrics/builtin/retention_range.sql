-- id: retention_range
-- version: 1
-- name.zh: 留存率（区间）
-- name.en: Retention (in a range of days)
-- unit: rate
-- definition.zh: 首购后第 n 段（日 1、周 7、月 30、季 91、年 365 天一段）内购买的比例
-- definition.en: share who bought in the n-th range of days after the first (1, 7, 30, 91, 365 days by length of period)
-- numerator.zh: 到这一期龄仍购买的客户
-- numerator.en: of the cohort, customers who bought at that age
-- denominator.zh: 同期群客户数
-- denominator.en: customers of the cohort
-- direction: higher_is_better
-- additivity: ratio
-- interval: wilson
-- family: retention
-- keys: age
-- needs: cohorts_range

SELECT cohort AS period{dims}, age, retained AS numerator, size AS denominator, status
FROM cohorts_range
