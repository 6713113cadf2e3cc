-- id: revenue_churn_net
-- version: 1
-- name.zh: 净收入流失率
-- name.en: Net revenue churn
-- unit: ratio
-- parts: money
-- definition.zh: 流失与收缩减去扩张的收入占期初收入的比例；可为负
-- definition.en: churned and contracted less expanded revenue as a share of revenue at start; may be negative
-- numerator.zh: 流失收入 + 收缩收入 − 扩张收入
-- numerator.en: churned + contraction − expansion revenue
-- denominator.zh: 期初收入
-- denominator.en: revenue at start
-- direction: lower_is_better
-- additivity: ratio
-- interval: none
-- family: revenue
-- needs: revenue

SELECT period{dims}, churned_minor + contraction_minor - expansion_minor AS numerator, start_minor AS denominator
FROM revenue
