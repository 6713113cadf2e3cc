-- id: revenue_churn_gross
-- version: 1
-- name.zh: 总收入流失率
-- name.en: Gross revenue churn
-- unit: ratio
-- parts: money
-- definition.zh: 流失与收缩的收入占期初收入的比例
-- definition.en: churned and contracted revenue as a share of revenue at start
-- numerator.zh: 流失收入 + 收缩收入
-- numerator.en: churned + contraction revenue
-- denominator.zh: 期初收入
-- denominator.en: revenue at start
-- direction: lower_is_better
-- additivity: ratio
-- interval: none
-- family: revenue
-- needs: revenue

SELECT period{dims}, churned_minor + contraction_minor AS numerator, start_minor AS denominator
FROM revenue
