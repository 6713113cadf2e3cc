-- id: complaint_resolution_rate
-- version: 1
-- name.zh: 投诉解决率
-- name.en: Complaint resolution rate
-- unit: rate
-- definition.zh: 周期内提出的投诉中到数据截至日已解决的比例
-- definition.en: share of the complaints opened in the period that are settled by the last day with data
-- numerator.zh: 已解决的投诉
-- numerator.en: settled complaints
-- denominator.zh: 投诉
-- denominator.en: complaints
-- direction: higher_is_better
-- additivity: ratio
-- interval: wilson
-- family: service
-- needs: service

SELECT period{dims}, resolved AS numerator, complaints AS denominator
FROM service
