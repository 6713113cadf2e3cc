-- id: customers_new
-- version: 1
-- name.zh: 新增客户数
-- name.en: New customers
-- unit: customers
-- definition.zh: 在周期内第一次成为客户的人数
-- definition.en: customers who became customers for the first time in the period
-- numerator.zh: 首次成为客户的人
-- numerator.en: customers whose first spell starts in the period
-- direction: higher_is_better
-- additivity: additive
-- interval: none
-- family: customers
-- needs: ledger

SELECT period{dims}, new AS numerator
FROM ledger
