-- id: complaint_rate
-- version: 1
-- name.zh: 投诉率
-- name.en: Complaint rate
-- unit: rate
-- definition.zh: 周期内提出过投诉的客户占期初加新增客户的比例
-- definition.en: customers with a complaint opened in the period ÷ customers at start plus new customers
-- numerator.zh: 提出投诉的客户
-- numerator.en: customers with a complaint
-- denominator.zh: 期初客户加新增客户
-- denominator.en: customers at start plus new customers
-- direction: lower_is_better
-- additivity: ratio
-- interval: wilson
-- family: service
-- needs: ledger, service

SELECT l.period{dims:l}, s.complaining AS numerator, l.at_start + l."new" AS denominator
FROM ledger AS l
JOIN service AS s ON s.cell = l.cell
