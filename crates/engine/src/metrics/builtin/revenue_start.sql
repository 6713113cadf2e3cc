-- id: revenue_start
-- version: 1
-- name.zh: 期初收入
-- name.en: Revenue at start
-- unit: money
-- definition.zh: 期初的月费合计（合约），否则为上一周期净额（按客户，负数记 0）
-- definition.en: monthly fees held at the start (contracts), otherwise net amounts of the period before (by customer, negative ones as 0)
-- numerator.zh: 期初收入
-- numerator.en: revenue at start
-- direction: higher_is_better
-- additivity: semi_additive
-- interval: none
-- family: revenue
-- needs: revenue

SELECT period{dims}, start_minor AS numerator
FROM revenue
