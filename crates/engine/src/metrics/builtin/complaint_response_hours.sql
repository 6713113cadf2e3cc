-- id: complaint_response_hours
-- version: 1
-- name.zh: 投诉处理时长
-- name.en: Time to settle a complaint
-- unit: hours
-- definition.zh: 周期内提出并已解决的投诉，从提出到解决的平均小时数
-- definition.en: mean hours from opening to settling, over complaints opened in the period that are settled
-- numerator.zh: 处理小时数之和
-- numerator.en: sum of the hours
-- denominator.zh: 已解决的投诉
-- denominator.en: settled complaints
-- direction: lower_is_better
-- additivity: ratio
-- interval: none
-- family: service
-- needs: service

SELECT period{dims}, response_hours AS numerator, resolved AS denominator
FROM service
