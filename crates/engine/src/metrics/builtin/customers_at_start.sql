-- id: customers_at_start
-- version: 1
-- name.zh: 期初客户数
-- name.en: Customers at start
-- unit: customers
-- definition.zh: 周期第一天开始时仍是客户的人数
-- definition.en: customers who were there when the first day of the period began
-- numerator.zh: 期初在册且未流失的客户
-- numerator.en: customers active at the start of the period
-- direction: higher_is_better
-- additivity: semi_additive
-- interval: none
-- family: customers
-- needs: ledger

SELECT period{dims}, at_start AS numerator
FROM ledger
