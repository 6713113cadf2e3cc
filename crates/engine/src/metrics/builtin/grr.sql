-- id: grr
-- version: 1
-- name.zh: 总收入留存率（GRR）
-- name.en: Gross revenue retention (GRR)
-- unit: ratio
-- parts: money
-- definition.zh: 期初收入中未流失也未收缩的比例，至多 100%
-- definition.en: share of revenue at start that neither churned nor contracted; at most 100 %
-- numerator.zh: 期初收入 − 流失 − 收缩
-- numerator.en: start − churned − contraction
-- denominator.zh: 期初收入
-- denominator.en: revenue at start
-- direction: higher_is_better
-- additivity: ratio
-- interval: none
-- family: revenue
-- needs: revenue

SELECT period{dims}, start_minor - churned_minor - contraction_minor AS numerator, start_minor AS denominator
FROM revenue
