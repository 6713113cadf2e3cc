-- id: churn_rate_trailing
-- version: 1
-- name.zh: 流失占比（累计）
-- name.en: Lapsed share of customers on file
-- unit: rate
-- definition.zh: 到周期末曾经成为客户的人中，此时已流失的比例（汽车售后常用）
-- definition.en: share of everybody on file who is lost at the end of the period (usual in car service)
-- numerator.zh: 期末已流失的客户
-- numerator.en: customers on file who are not active at the end
-- denominator.zh: 累计客户
-- denominator.en: customers on file
-- direction: lower_is_better
-- additivity: ratio
-- interval: wilson
-- family: churn
-- needs: ledger

SELECT period{dims}, on_file - at_end AS numerator, on_file AS denominator
FROM ledger
