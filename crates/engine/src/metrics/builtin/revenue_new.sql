-- id: revenue_new
-- version: 1
-- name.zh: 新增收入
-- name.en: New revenue
-- unit: money
-- definition.zh: 此前从未有收入的客户带来的收入
-- definition.en: revenue of customers who never paid before
-- numerator.zh: 新增收入
-- numerator.en: new revenue
-- direction: higher_is_better
-- additivity: additive
-- interval: none
-- family: revenue
-- needs: revenue

SELECT period{dims}, new_minor AS numerator
FROM revenue
