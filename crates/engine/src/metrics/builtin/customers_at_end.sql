-- id: customers_at_end
-- version: 1
-- name.zh: 期末客户数
-- name.en: Customers at end
-- unit: customers
-- definition.zh: 周期最后一天结束时仍是客户的人数；未完周期算到数据截至日
-- definition.en: customers who were there when the last day of the period ended; of a running period, the last day with data
-- numerator.zh: 期末未流失的客户
-- numerator.en: customers active at the end of the period
-- direction: higher_is_better
-- additivity: semi_additive
-- interval: none
-- family: customers
-- needs: ledger

SELECT period{dims}, at_end AS numerator
FROM ledger
