-- id: revenue_end
-- version: 1
-- name.zh: 期末收入
-- name.en: Revenue at end
-- unit: money
-- definition.zh: 期末的月费合计（合约），否则为本周期净额（按客户，负数记 0）
-- definition.en: monthly fees held at the end (contracts), otherwise net amounts of the period (by customer, negative ones as 0)
-- numerator.zh: 期末收入
-- numerator.en: revenue at end
-- direction: higher_is_better
-- additivity: semi_additive
-- interval: none
-- family: revenue
-- needs: revenue

SELECT period{dims}, end_minor AS numerator
FROM revenue
