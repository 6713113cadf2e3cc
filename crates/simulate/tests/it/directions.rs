//! What was planted is visible in the snapshot's raw rates, and noise is not.

use std::collections::BTreeMap;

use holdfast_simulate::cell::TableName;
use holdfast_simulate::industry::Industry;

use crate::tables::{Table, company};

struct Rates<'t>(&'t Table);

impl Rates<'_> {
    /// Churn rate where `test` holds for the column's value (missing ones left out), and where it does not.
    fn split(&self, column: &str, test: impl Fn(&str) -> bool) -> (f64, f64) {
        let (at, label) = (self.0.at(column), self.0.at("是否流失"));
        let mut counts = [[0.0_f64; 2]; 2];
        for row in self.0.rows.iter().filter(|row| !row[at].is_empty()) {
            counts[usize::from(test(&row[at]))][usize::from(row[label] == "是")] += 1.0;
        }
        let rate = |[stay, churn]: [f64; 2]| {
            assert!(stay + churn > 100.0, "{column}: too few rows");
            churn / (stay + churn)
        };
        (rate(counts[1]), rate(counts[0]))
    }

    fn raises(&self, column: &str, by: f64, test: impl Fn(&str) -> bool) {
        let (with, without) = self.split(column, test);
        assert!(with > by * without, "{column}: {with:.3} against {without:.3}");
    }

    fn above(&self, column: &str, by: f64, threshold: f64) {
        self.raises(column, by, |value| value.parse::<f64>().unwrap() > threshold);
    }

    fn below(&self, column: &str, by: f64, threshold: f64) {
        self.raises(column, by, |value| value.parse::<f64>().unwrap() < threshold);
    }

    /// Pearson's χ² of a noise column's levels against the label stays within five standard deviations of its mean.
    fn is_noise(&self, column: &str) {
        let (at, label) = (self.0.at(column), self.0.at("是否流失"));
        let mut levels: BTreeMap<&str, [f64; 2]> = BTreeMap::new();
        let mut all = [0.0, 0.0];
        for row in self.0.rows.iter().filter(|row| !row[at].is_empty()) {
            let churned = usize::from(row[label] == "是");
            levels.entry(&row[at]).or_default()[churned] += 1.0;
            all[churned] += 1.0;
        }
        let n = all[0] + all[1];
        let cells = levels
            .values()
            .flat_map(|level| (0..2).map(move |c| (level[c], (level[0] + level[1]) * all[c] / n)));
        let chi_square: f64 = cells.map(|(seen, expected)| (seen - expected).powi(2) / expected).sum();
        let freedom = levels.len() as f64 - 1.0;
        assert!(
            freedom > 1.0 && chi_square < freedom + 5.0 * (2.0 * freedom).sqrt(),
            "{column}: {chi_square}"
        );
    }
}

#[test]
fn telecom_causes_are_visible() {
    let (truth, tables) = company(Industry::Telecom, 8_000);
    let rates = Rates(tables.get(TableName::Snapshot));
    rates.raises("合约类型", 2.0, |value| value == "无合约");
    rates.above("近90天未解决投诉数", 2.0, 0.0);
    rates.above("账单涨幅(%)", 1.5, 20.0);
    rates.below("流量变化(%)", 1.5, -25.0);
    rates.raises("近4个月客户经理是否离职", 1.5, |value| value == "是");
    rates.below("在网月数", 1.2, 5.0);
    rates.raises("宽带", 1.25, |value| value == "无");
    truth.noise_columns.iter().for_each(|column| rates.is_noise(column));
}

#[test]
fn dealer_causes_are_visible() {
    let (truth, tables) = company(Industry::Dealer, 8_000);
    let rates = Rates(tables.get(TableName::Snapshot));
    rates.above("沉默节奏比", 1.8, 1.1);
    rates.above("近9个月价格投诉次数", 1.8, 0.0);
    rates.raises("保修状态", 1.5, |value| value == "已过保");
    rates.above("近一年距离变化(公里)", 1.5, 0.0);
    rates.raises("近半年服务顾问是否离职", 1.5, |value| value == "是");
    rates.above("近半年保险事故维修次数", 1.2, 0.0);
    rates.raises("保养套餐", 1.3, |value| value == "无");
    truth.noise_columns.iter().for_each(|column| rates.is_noise(column));
}

#[test]
fn shop_causes_are_visible() {
    let (truth, tables) = company(Industry::Shop, 8_000);
    let rates = Rates(tables.get(TableName::Snapshot));
    rates.above("沉默节奏比", 1.8, 1.5);
    rates.above("近5单退货次数", 1.4, 0.0);
    rates.above("近3单延迟次数", 1.5, 0.0);
    rates.above("近8单用券占比(%)", 1.5, 60.0);
    rates.raises("近4个月导购是否离职", 1.4, |value| value == "是");
    rates.raises("付费会员", 1.3, |value| value == "否");
    rates.below("累计订单数", 1.3, 3.0);
    truth.noise_columns.iter().for_each(|column| rates.is_noise(column));
}

#[test]
fn truth_names_columns_that_exist_and_an_auc_that_can_be_reached() {
    for industry in Industry::ALL {
        let (truth, tables) = company(industry, 5_000);
        let snapshot = tables.get(TableName::Snapshot);
        assert!((20..=45).contains(&snapshot.columns.len()));
        let named = truth.causes.iter().flat_map(|cause| &cause.columns);
        let others = truth
            .noise_columns
            .iter()
            .chain(&truth.decoy_columns)
            .chain(&truth.personal_columns);
        named
            .chain(others)
            .for_each(|column| assert!(snapshot.columns.contains(column), "{column}"));
        let names: Vec<&str> = truth.causes.iter().map(|cause| cause.name.as_str()).collect();
        let spoken = truth.topics.iter().filter_map(|topic| topic.cause.as_deref());
        let paired = truth
            .interactions
            .iter()
            .flat_map(|pair| pair.causes.iter().map(String::as_str));
        spoken
            .chain(paired)
            .for_each(|name| assert!(names.contains(&name), "{name}"));
        let best = truth.churn.best_auc.unwrap();
        assert!((0.84..0.93).contains(&best), "{best}");
        assert!(
            (0.08..0.30).contains(&truth.churn.snapshot_rate),
            "{}",
            truth.churn.snapshot_rate
        );
        assert!(truth.causes.windows(2).all(|pair| pair[0].strength >= pair[1].strength));
    }
}
