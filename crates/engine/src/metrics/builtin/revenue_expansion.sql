-- id: revenue_expansion
-- version: 1
-- name.zh: 扩张收入
-- name.en: Expansion revenue
-- unit: money
-- definition.zh: 期初有收入的客户增加的收入
-- definition.en: what customers with revenue at the start pay more
-- numerator.zh: 扩张收入
-- numerator.en: expansion revenue
-- direction: higher_is_better
-- additivity: additive
-- interval: none
-- family: revenue
-- needs: revenue

SELECT period{dims}, expansion_minor AS numerator
FROM revenue
