-- id: revenue_churned
-- version: 1
-- name.zh: 流失收入
-- name.en: Churned revenue
-- unit: money
-- definition.zh: 期初有收入、期末没有的客户在期初的收入
-- definition.en: what customers who pay nothing any more paid at the start
-- numerator.zh: 流失收入
-- numerator.en: churned revenue
-- direction: lower_is_better
-- additivity: additive
-- interval: none
-- family: revenue
-- needs: revenue

SELECT period{dims}, churned_minor AS numerator
FROM revenue
