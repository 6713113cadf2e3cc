-- id: average_revenue_per_customer
-- version: 1
-- name.zh: 客均收入
-- name.en: Average revenue per customer
-- unit: money
-- definition.zh: 净金额 ÷（期初客户数 + 新增客户数）
-- definition.en: net amount ÷ (customers at start + new customers)
-- numerator.zh: 净金额
-- numerator.en: net amount
-- denominator.zh: 期初客户加新增客户
-- denominator.en: customers at start plus new customers
-- direction: higher_is_better
-- additivity: ratio
-- interval: none
-- family: value
-- needs: activity, ledger

SELECT l.period{dims:l}, a.amount_minor AS numerator, l.at_start + l."new" AS denominator
FROM ledger AS l
JOIN activity AS a ON a.cell = l.cell
