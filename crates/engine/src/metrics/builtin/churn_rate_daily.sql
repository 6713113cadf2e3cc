-- id: churn_rate_daily
-- version: 1
-- name.zh: 日均流失率
-- name.en: Mean daily churn rate
-- unit: rate
-- definition.zh: 周期内每天“当天流失 ÷ 当天开始时的客户”的平均
-- definition.en: mean over the days of the period of losses of the day ÷ customers at its start
-- numerator.zh: 各天流失率之和
-- numerator.en: sum of the daily rates
-- denominator.zh: 有客户的天数
-- denominator.en: days with customers
-- direction: lower_is_better
-- additivity: none
-- interval: none
-- family: churn
-- needs: ledger

SELECT period{dims}, daily_rates AS numerator, days AS denominator
FROM ledger
