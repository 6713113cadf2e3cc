-- id: revenue_reactivation
-- version: 1
-- name.zh: 回流收入
-- name.en: Reactivation revenue
-- unit: money
-- definition.zh: 期初没有收入、更早有过的客户带来的收入
-- definition.en: revenue of customers who paid nothing at the start but had paid before
-- numerator.zh: 回流收入
-- numerator.en: reactivation revenue
-- direction: higher_is_better
-- additivity: additive
-- interval: none
-- family: revenue
-- needs: revenue

SELECT period{dims}, reactivation_minor AS numerator
FROM revenue
