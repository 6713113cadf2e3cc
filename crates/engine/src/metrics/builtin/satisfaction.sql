-- id: satisfaction
-- version: 1
-- name.zh: 服务满意率
-- name.en: Satisfaction with service
-- unit: rate
-- definition.zh: 有评分的服务记录中评 4–5 分的比例
-- definition.en: share of the rated interactions with a rating of 4 or 5
-- numerator.zh: 评 4–5 分的服务记录
-- numerator.en: interactions rated 4 or 5
-- denominator.zh: 有评分的服务记录
-- denominator.en: interactions with a rating
-- direction: higher_is_better
-- additivity: ratio
-- interval: wilson
-- family: service
-- needs: service

SELECT period{dims}, satisfied AS numerator, rated AS denominator
FROM service
