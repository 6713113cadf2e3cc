-- id: retention_calendar
-- version: 1
-- name.zh: 留存率（日历周期）
-- name.en: Retention (calendar periods)
-- unit: rate
-- definition.zh: 首次购买后第 n 个日历周期内再次购买的客户比例（第 0 期为首购周期）
-- definition.en: share of the customers of a first-purchase cohort who bought in the n-th calendar period after it (0: the period itself)
-- numerator.zh: 到这一期龄仍购买的客户
-- numerator.en: of the cohort, customers who bought at that age
-- denominator.zh: 同期群客户数
-- denominator.en: customers of the cohort
-- direction: higher_is_better
-- additivity: ratio
-- interval: wilson
-- family: retention
-- keys: age
-- needs: cohorts_calendar

SELECT cohort AS period{dims}, age, retained AS numerator, size AS denominator, status
FROM cohorts_calendar
