-- id: customers_lost
-- version: 1
-- name.zh: 流失客户数
-- name.en: Lost customers
-- unit: customers
-- definition.zh: 周期内发生的流失次数；同一客户流失、回来又流失计两次
-- definition.en: losses in the period; a customer who leaves, returns and leaves again counts twice
-- numerator.zh: 周期内的流失
-- numerator.en: losses in the period
-- direction: lower_is_better
-- additivity: additive
-- interval: none
-- family: customers
-- needs: ledger

SELECT period{dims}, lost AS numerator
FROM ledger
