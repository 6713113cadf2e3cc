//! The findings of a purchase model in sentences.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_report::model::lifetime::LifetimeReport;

use super::base::Base;
use super::money;
use super::words::{count, money as amount, percent, time, undetermined};

/// A correlation of frequency and spend from which the value needs a caution.
const NOTABLE_CORRELATION: f64 = 0.2;

/// The findings, most important first.
pub fn narrative(report: &LifetimeReport, base: &Base) -> Vec<Bilingual> {
    let mut out = Vec::new();
    let totals = &report.totals;
    let (unit_zh, unit_en) = (&report.unit.zh, &report.unit.en);
    let (customers, alive) = (count(totals.customers), count(totals.alive));
    let share = percent(totals.alive / totals.customers.max(1.0));
    let name = &report.model_name;
    out.push(bilingual!(
        "按 {name}，{customers} 个客户里预计还有 {alive} 个（{share}）没有离开。",
        "{name} expects {alive} of {customers} customers ({share}) to be still there."
    ));
    let poor = undetermined(&report.parameters);
    if !poor.is_empty() {
        let (zh, en) = (poor.join("、"), poor.join(", "));
        out.push(bilingual!(
            "注意：数据几乎定不下参数 {zh}（标准误比估计值还大），依赖它的数字（如仍在概率）不可靠；换一个模型或加 --penalty 再看。",
            "Note: the data hardly determine {en} (the standard error exceeds the estimate), so figures that rest on it, such as who is still there, are unreliable; try another model or --penalty."
        ));
    }
    if report.model == "bg-nbd" {
        out.push(bilingual!(
            "BG/NBD 认为只买过一次的客户都还在（它假设只在复购之后才会离开）；MBG/NBD 没有这个假设。",
            "BG/NBD takes everybody who bought only once to be still there (in it customers leave after a repeat purchase); MBG/NBD does not."
        ));
    }
    let ahead = time(report.horizon);
    if let Some(purchases) = totals.expected_purchases {
        let purchases = count(purchases);
        out.push(match (totals.potential_minor, totals.potential_low_minor, totals.potential_high_minor) {
            (Some(value), Some(low), Some(high)) => {
                let (value, low, high) = (amount(value), amount(low), amount(high));
                bilingual!(
                    "未来 {ahead} {unit_zh}预计再买 {purchases} 次，价值 {value}（95% 区间 {low}–{high}，含参数误差与客户抽样误差，不含客户今后行为的随机性）。",
                    "Over the next {ahead} {unit_en} they are expected to buy {purchases} times, worth {value} (95 % interval {low}–{high}: with the errors of the parameters and of sampling customers, without the chance in what they will do)."
                )
            }
            _ => bilingual!(
                "未来 {ahead} {unit_zh}预计再买 {purchases} 次。",
                "Over the next {ahead} {unit_en} they are expected to buy {purchases} times."
            ),
        });
    }
    if let Some(money) = &base.money {
        out.push(money::definition(money, &ahead, &report.unit, totals.margin));
    }
    if let Some(holdout) = &report.holdout {
        let length = time(holdout.length);
        let (expected, actual) = (count(holdout.expected), count(holdout.actual));
        let off = percent((holdout.expected / holdout.actual.max(1.0) - 1.0).abs());
        let (error, naive) = (holdout.mean_absolute_error, holdout.naive_absolute_error);
        out.push(bilingual!(
            "检验：不看最后 {length} {unit_zh}去拟合，预计购买 {expected} 次，实际 {actual} 次（相差 {off}）；平均每人误差 {error:.2} 次，照过去速度外推为 {naive:.2} 次。",
            "Checked: fitted without the last {length} {unit_en}, {expected} purchases were expected there and {actual} made ({off} off); the mean error a customer is {error:.2}, against {naive:.2} when everybody goes on at their past rate."
        ));
    }
    if let Some((other, gain)) = better(report) {
        out.push(bilingual!(
            "同一数据下 {other} 的 AIC 更低（低 {gain:.1}）：可加 --model {other} 再看。",
            "On the same data {other} has a lower AIC (by {gain:.1}): see what --model {other} says."
        ));
    }
    if let Some(pareto) = &report.pareto {
        let top = percent(pareto.top_fifth);
        out.push(bilingual!(
            "至今毛利最高的五分之一客户占 {top}。",
            "The best fifth of customers holds {top} of the margin so far."
        ));
    }
    if let Some(r) = report
        .spend
        .as_ref()
        .and_then(|s| s.correlation)
        .filter(|r| r.abs() > NOTABLE_CORRELATION)
    {
        out.push(bilingual!(
            "注意：购买频次与每次金额相关（r = {r:.2}），而 Gamma–Gamma 假设二者无关，价值可能偏差。",
            "Note: how often and how much customers buy are correlated (r = {r:.2}); Gamma–Gamma takes them to be unrelated, so values may be off."
        ));
    }
    out
}

/// Another model of the family with a clearly lower AIC, and by how much.
pub fn better(report: &LifetimeReport) -> Option<(String, f64)> {
    let best = report
        .comparison
        .iter()
        .filter_map(|other| Some((other.model.clone(), report.aic - other.aic?)))
        .max_by(|a, b| a.1.total_cmp(&b.1))?;
    (best.1 > 2.0).then_some(best)
}
