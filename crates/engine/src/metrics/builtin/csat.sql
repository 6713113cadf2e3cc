-- id: csat
-- version: 1
-- name.zh: 客户满意度（CSAT）
-- name.en: Customer satisfaction (CSAT)
-- unit: rate
-- definition.zh: 满意度题评 4–5 分的回答比例
-- definition.en: share of the answers to the satisfaction question that are 4 or 5
-- numerator.zh: 4–5 分的回答
-- numerator.en: answers of 4 or 5
-- denominator.zh: 1–5 分的回答
-- denominator.en: answers of 1 to 5
-- direction: higher_is_better
-- additivity: ratio
-- interval: wilson
-- family: survey
-- needs: survey

SELECT period{dims}, satisfied AS numerator, csat AS denominator
FROM survey
