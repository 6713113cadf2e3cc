-- id: rfm_amount
-- version: 1
-- name.zh: RFM 各类客户金额
-- name.en: Amount by RFM class
-- unit: money
-- definition.zh: 八类客户在周期末以前 365 天的净金额
-- definition.en: net amount of each class in the 365 days up to the end of the period
-- numerator.zh: 该类客户的净金额
-- numerator.en: net amount of the class
-- direction: higher_is_better
-- additivity: semi_additive
-- interval: none
-- family: rfm
-- keys: class
-- needs: rfm

SELECT period{dims}, class, amount_minor AS numerator
FROM rfm
