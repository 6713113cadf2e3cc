-- id: customers_returned
-- version: 1
-- name.zh: 回流客户数
-- name.en: Returned customers
-- unit: customers
-- definition.zh: 流失后在周期内重新成为客户的次数
-- definition.en: returns in the period of customers who had been lost
-- numerator.zh: 周期内的回流
-- numerator.en: returns in the period
-- direction: higher_is_better
-- additivity: additive
-- interval: none
-- family: customers
-- needs: ledger

SELECT period{dims}, returned AS numerator
FROM ledger
