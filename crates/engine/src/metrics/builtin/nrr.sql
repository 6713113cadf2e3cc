-- id: nrr
-- version: 1
-- name.zh: 净收入留存率（NRR）
-- name.en: Net revenue retention (NRR)
-- unit: ratio
-- parts: money
-- definition.zh: 期初客户在期末的收入占期初收入的比例，含扩张，不含新增与回流
-- definition.en: revenue at the end of customers with revenue at the start, expansion included, new and reactivated ones not, as a share of revenue at start
-- numerator.zh: 期初收入 − 流失 − 收缩 + 扩张
-- numerator.en: start − churned − contraction + expansion
-- denominator.zh: 期初收入
-- denominator.en: revenue at start
-- direction: higher_is_better
-- additivity: ratio
-- interval: none
-- family: revenue
-- needs: revenue

SELECT period{dims}, start_minor - churned_minor - contraction_minor + expansion_minor AS numerator, start_minor AS denominator
FROM revenue
