-- id: workshop_return
-- version: 1
-- name.zh: 回厂率
-- name.en: Workshop return rate
-- unit: rate
-- definition.zh: 应在本周期内回厂的到店中，按期（N 天内）再次到店的比例，N 为流失定义的天数
-- definition.en: share of the visits that fell due in the period after which the customer came again within N days, N being the days of the churn definition
-- numerator.zh: 按期再次到店的
-- numerator.en: visits followed by another in time
-- denominator.zh: 在本周期到期的到店
-- denominator.en: visits that fell due in the period
-- direction: higher_is_better
-- additivity: ratio
-- interval: wilson
-- family: workshop
-- needs: workshop

SELECT period{dims}, returned AS numerator, due AS denominator
FROM workshop
