-- id: historical_value
-- version: 1
-- name.zh: 客户历史价值
-- name.en: Historical value
-- unit: money
-- definition.zh: 到周期末为止，累计客户人均带来的净金额
-- definition.en: net amount that a customer on file has brought on average by the end of the period
-- numerator.zh: 累计客户的全部净金额
-- numerator.en: all net amounts of customers on file
-- denominator.zh: 累计客户数
-- denominator.en: customers on file
-- direction: higher_is_better
-- additivity: ratio
-- interval: none
-- family: value
-- needs: value

SELECT period{dims}, historical_minor AS numerator, on_file AS denominator
FROM value
