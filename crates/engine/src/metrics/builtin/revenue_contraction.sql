-- id: revenue_contraction
-- version: 1
-- name.zh: 收缩收入
-- name.en: Contraction revenue
-- unit: money
-- definition.zh: 仍有收入的客户减少的收入
-- definition.en: what customers who still pay, pay less
-- numerator.zh: 收缩收入
-- numerator.en: contraction revenue
-- direction: lower_is_better
-- additivity: additive
-- interval: none
-- family: revenue
-- needs: revenue

SELECT period{dims}, contraction_minor AS numerator
FROM revenue
