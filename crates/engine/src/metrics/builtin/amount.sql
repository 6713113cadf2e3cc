-- id: amount
-- version: 1
-- name.zh: 净金额
-- name.en: Net amount
-- unit: money
-- definition.zh: 周期内全部事件的金额合计，退款已扣除
-- definition.en: sum of the amounts of all events in the period, refunds deducted
-- numerator.zh: 全部事件金额
-- numerator.en: amounts of all events
-- direction: higher_is_better
-- additivity: additive
-- interval: none
-- family: purchases
-- needs: activity

SELECT period{dims}, amount_minor AS numerator
FROM activity
