-- id: complaints
-- version: 1
-- name.zh: 投诉量
-- name.en: Complaints
-- unit: count
-- definition.zh: 周期内提出的投诉数
-- definition.en: complaints opened in the period
-- numerator.zh: 投诉
-- numerator.en: complaints
-- direction: lower_is_better
-- additivity: additive
-- interval: none
-- family: service
-- needs: service

SELECT period{dims}, complaints AS numerator
FROM service
