-- id: retention_on_or_after
-- version: 1
-- name.zh: 留存率（当日及以后）
-- name.en: Retention (on the day or later)
-- unit: rate
-- definition.zh: 在首购后第 n 日（周 7n、月 30n、季 91n、年 365n 日）或更晚购买的比例；永远可能再增
-- definition.en: share who bought on the n-th day after the first (week 7n, month 30n, quarter 91n, year 365n) or later; it may always still grow
-- numerator.zh: 到这一期龄仍购买的客户
-- numerator.en: of the cohort, customers who bought at that age
-- denominator.zh: 同期群客户数
-- denominator.en: customers of the cohort
-- direction: higher_is_better
-- additivity: ratio
-- interval: wilson
-- family: retention
-- keys: age
-- needs: cohorts_on_or_after

SELECT cohort AS period{dims}, age, retained AS numerator, size AS denominator, status
FROM cohorts_on_or_after
