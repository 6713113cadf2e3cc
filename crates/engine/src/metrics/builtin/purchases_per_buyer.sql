-- id: purchases_per_buyer
-- version: 1
-- name.zh: 人均购买次数
-- name.en: Purchases per buyer
-- unit: ratio
-- definition.zh: 购买次数 ÷ 购买客户数
-- definition.en: purchases ÷ buyers
-- numerator.zh: 购买次数
-- numerator.en: purchases
-- denominator.zh: 购买客户数
-- denominator.en: buyers
-- direction: higher_is_better
-- additivity: ratio
-- interval: none
-- family: purchases
-- needs: activity

SELECT period{dims}, purchases AS numerator, buyers AS denominator
FROM activity
