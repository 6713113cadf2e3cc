-- id: rfm_customers
-- version: 1
-- name.zh: RFM 各类客户数
-- name.en: Customers by RFM class
-- unit: customers
-- definition.zh: 周期末按最近购买、频次、金额高低划分的八类客户的人数
-- definition.en: customers at the end of the period by class: recency, frequency and monetary value high or low
-- numerator.zh: 该类客户
-- numerator.en: customers of the class
-- direction: neutral
-- additivity: semi_additive
-- interval: none
-- family: rfm
-- keys: class
-- needs: rfm

SELECT period{dims}, class, customers AS numerator
FROM rfm
