-- id: retention_on
-- version: 1
-- name.zh: 留存率（当日）
-- name.en: Retention (on the day)
-- unit: rate
-- definition.zh: 恰在首购后第 n 日（周 7n、月 30n、季 91n、年 365n 日）购买的比例
-- definition.en: share who bought on exactly the n-th day after the first (week 7n, month 30n, quarter 91n, year 365n)
-- numerator.zh: 到这一期龄仍购买的客户
-- numerator.en: of the cohort, customers who bought at that age
-- denominator.zh: 同期群客户数
-- denominator.en: customers of the cohort
-- direction: higher_is_better
-- additivity: ratio
-- interval: wilson
-- family: retention
-- keys: age
-- needs: cohorts_on

SELECT cohort AS period{dims}, age, retained AS numerator, size AS denominator, status
FROM cohorts_on
