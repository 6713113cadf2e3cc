-- id: nps
-- version: 1
-- name.zh: 净推荐值（NPS）
-- name.en: Net promoter score (NPS)
-- unit: score
-- definition.zh: 推荐者（9–10 分）占比减去贬损者（0–6 分）占比，单位为分，−100 到 100
-- definition.en: share of promoters (9–10) minus share of detractors (0–6), in points from −100 to 100
-- numerator.zh: 推荐者 − 贬损者
-- numerator.en: promoters − detractors
-- denominator.zh: 回答数
-- denominator.en: answers
-- direction: higher_is_better
-- additivity: ratio
-- interval: nps
-- family: survey
-- needs: survey

SELECT period{dims}, promoters - detractors AS numerator, nps AS denominator, promoters, detractors
FROM survey
