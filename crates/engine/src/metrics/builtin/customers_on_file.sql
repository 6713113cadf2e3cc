-- id: customers_on_file
-- version: 1
-- name.zh: 累计客户数
-- name.en: Customers on file
-- unit: customers
-- definition.zh: 到周期末为止曾经成为客户的人数，含已流失的
-- definition.en: everybody who ever became a customer by the end of the period, lost ones included
-- numerator.zh: 累计成为过客户的人
-- numerator.en: customers whose first spell started by the end of the period
-- direction: higher_is_better
-- additivity: semi_additive
-- interval: none
-- family: customers
-- needs: ledger

SELECT period{dims}, on_file AS numerator
FROM ledger
