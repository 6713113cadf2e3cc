//! Sentences by hand, in both languages.

use holdfast_domain::grain::Grain;
use holdfast_learn::frame::FeatureData;
use holdfast_reasons::concept::Concept;
use holdfast_reasons::reasoner::reason::Direction;

use crate::world::{Customer, World, fallen, visits};

#[track_caller]
fn says(world: &World, column: &str, added: f64, zh: &str, en: &str) {
    assert_eq!(world.text(column, added), (zh.to_owned(), en.to_owned()), "{column}");
}

#[test]
fn a_fall_is_told_then_and_now() {
    let world = World::of(fallen(), Grain::Month);
    // 1 visit in October to December, 19 from January to September.
    says(
        &world,
        "kind_visit_events_3m_count",
        1.0,
        "近3个月到店次数从每月2.1次降到0.3次（对比此前9个月）",
        "visits fell from 2.1 to 0.3 a month in the last 3 months (against the 9 months before)",
    );
    // The lead's own window: 7 visits of ¥100 from July to December, 13 before. A slope over 12 months has nothing before it: ¥100 ÷ 3, ¥1,900 ÷ 9.
    says(
        &world,
        "amount_slope_6m_minor_per_month",
        1.0,
        "近6个月消费从每月¥216.67降到¥116.67（对比此前6个月）",
        "spending fell from ¥216.67 to ¥116.67 a month in the last 6 months (against the 6 months before)",
    );
    says(
        &world,
        "amount_slope_12m_minor_per_month",
        1.0,
        "近3个月消费从每月¥211.11降到¥33.33（对比此前9个月）",
        "spending fell from ¥211.11 to ¥33.33 a month in the last 3 months (against the 9 months before)",
    );
    // None in December.
    says(
        &world,
        "events_sum_1m_count",
        1.0,
        "近1个月没有活动，此前11个月平均每月1.8次",
        "no activities in the last month, against 1.8 a month in the 11 months before",
    );
}

#[test]
fn figures_that_do_not_show_the_sign_are_told_as_they_stand() {
    let world = World::of(fallen(), Grain::Month);
    // Fewer visits lower no risk in this population: no word of a fall. The population's median is 6 or 7 visits in three months, 2 a month.
    says(
        &world,
        "kind_visit_events_3m_count",
        -1.0,
        "近3个月到店次数每月0.3次（一般客户每月2次）",
        "visits: 0.3 a month in the last 3 months (typical customer: 2 a month)",
    );
    let steady = World::of(
        Customer {
            visits: visits(365, 5, 15, 10_000),
            ..fallen()
        },
        Grain::Month,
    );
    let (zh, en) = steady.text("kind_visit_events_3m_count", 1.0);
    assert_eq!(zh, "近3个月到店次数每月2次（一般客户每月2次）");
    assert!(!en.contains("fell") && !en.contains("rose"));
}

#[test]
fn a_rise_lowers_the_risk() {
    // 2 visits from January to September, 9 in the last three months.
    let mut visits = visits(365, 200, 150, 10_000);
    visits.extend((0..9).map(|at| (5 + at * 9, 10_000)));
    let risen = World::of(Customer { visits, ..fallen() }, Grain::Month);
    says(
        &risen,
        "events_sum_3m_count",
        -1.0,
        "近3个月活动次数从每月0.2次升到3次（对比此前9个月）",
        "activities rose from 0.2 to 3 a month in the last 3 months (against the 9 months before)",
    );
}

#[test]
fn a_new_customer_is_compared_with_the_time_there_was() {
    // First visit 150 days ago: five months; 4 visits in the two before the last three.
    let visits = vec![(150, 10_000), (140, 10_000), (110, 10_000), (100, 10_000), (80, 10_000)];
    let young = World::of(Customer { visits, ..fallen() }, Grain::Month);
    says(
        &young,
        "events_sum_3m_count",
        1.0,
        "近3个月活动次数从每月2次降到0.3次（对比此前2个月）",
        "activities fell from 2 to 0.3 a month in the last 3 months (against the 2 months before)",
    );
}

#[test]
fn silence_tenure_and_complaints() {
    let world = World::of(fallen(), Grain::Month);
    // 20 days with a visit over 291 days: a gap of 15.3.
    says(
        &world,
        "silence_to_gap_ratio",
        1.0,
        "已经 74 天没有活动，平常每 15 天一次",
        "not seen for 74 days; usually every 15 days",
    );
    // The same silence where it lowers the risk is no alarm.
    says(
        &world,
        "silence_to_gap_ratio",
        -1.0,
        "最近一次活动在 74 天前，平常每 15 天一次",
        "last seen 74 days ago; usually every 15 days",
    );
    says(
        &world,
        "tenure_days",
        -1.0,
        "首次活动在 365 天前（一般客户 365 天）",
        "first seen 365 days ago (typical customer: 365 days)",
    );
    says(
        &world,
        "complaint_recency_days",
        1.0,
        "共投诉 2 次，最近一次在 8 天前",
        "2 complaints, the last 8 days ago",
    );
    let once = Customer {
        visits: vec![(74, 10_000)],
        complaints: Vec::new(),
        ..fallen()
    };
    let once = World::of(once, Grain::Month);
    says(
        &once,
        "recency_days",
        1.0,
        "只在一天有过活动，距今 74 天",
        "seen on a single day only, 74 days ago",
    );
    says(
        &once,
        "complaints_count",
        -1.0,
        "没有投诉记录",
        "no complaints on record",
    );
    says(
        &once,
        "complaint_recency_days",
        -1.0,
        "没有投诉记录",
        "no complaints on record",
    );
    let lively = Customer {
        visits: visits(365, 5, 15, 10_000),
        complaints: vec![9],
        ..fallen()
    };
    let lively = World::of(lively, Grain::Month);
    says(
        &lively,
        "recency_days",
        -1.0,
        "最近一次活动在 5 天前，平常每 15 天一次",
        "last seen 5 days ago; usually every 15 days",
    );
    says(
        &lively,
        "complaints_count",
        1.0,
        "投诉过 1 次，在 9 天前",
        "1 complaint, 9 days ago",
    );
}

#[test]
fn attributes_stand_beside_the_population() {
    let world = World::of(fallen(), Grain::Month);
    // 40 of 40 prepaid customers churned, 40 of 100 of all.
    says(
        &world,
        "attribute_plan",
        1.0,
        "套餐：预付费（40 名同类客户的流失率 100%，全体 40%）",
        "plan: 预付费 (churn rate of 40 such customers 100%, of all 40%)",
    );
    // 52 is beyond the last cut (30): the 60 customers of age 40.
    says(
        &world,
        "attribute_age",
        -1.0,
        "年龄：52，一般客户 40（60 名同类客户的流失率 0%，全体 40%）",
        "age: 52, typical customer 40 (churn rate of 60 such customers 0%, of all 40%)",
    );
    let unknown = Customer {
        plan: None,
        age: f64::NAN,
        ..fallen()
    };
    let unknown = World::of(unknown, Grain::Month);
    says(
        &unknown,
        "attribute_plan",
        1.0,
        "没有“套餐”记录（同类客户不足 30 名；全体流失率 40%）",
        "no “plan” on record (fewer than 30 such customers; churn rate of all 40%)",
    );
    assert!(unknown.text("attribute_age", 1.0).0.starts_with("没有“年龄”记录"));
    let mut unseen = World::of(fallen(), Grain::Month);
    let place = unseen.place("attribute_plan");
    if let FeatureData::Category { codes, .. } = &mut unseen.frame.columns[place].data {
        codes[unseen.row as usize] = holdfast_learn::frame::UNSEEN;
    }
    says(
        &unseen,
        "attribute_plan",
        1.0,
        "套餐：训练数据中没有出现过的取值",
        "plan: a value that the training data do not have",
    );
}

#[test]
fn other_features_are_told_by_their_labels() {
    let world = World::of(fallen(), Grain::Month);
    // Months of the last three: October 1, November 0, December 0: mean 1/3, sd √(1/3) = 0.577; the population's median is the lively one's 0.
    let (zh, en) = world.text("events_cv_3m_ratio", 1.0);
    assert!(
        zh.starts_with("最近 3 个月：各月事件数的变异系数为 1.73（一般客户 "),
        "{zh}"
    );
    assert!(
        en.starts_with(
            "coefficient of variation of events between months, the last 3 months: 1.73 (typical customer: "
        ),
        "{en}"
    );
    // No event in the last month: its share is not defined.
    says(
        &world,
        "kind_visit_share_1m_ratio",
        1.0,
        "最近 1 个月：“visit”占全部事件的比例：没有足够的记录，无法计算",
        "share of kind “visit” in all events, the last month: too few records to compute it",
    );
    says(
        &world,
        "kind_visit_share_3m_ratio",
        1.0,
        "最近 3 个月：“visit”占全部事件的比例为 100%（一般客户 100%）",
        "share of kind “visit” in all events, the last 3 months: 100% (typical customer: 100%)",
    );
    let (zh, _) = world.text("amount_sd_3m_minor", 1.0);
    assert!(zh.contains("¥57.74"), "{zh}");
    // ¥100 each, always.
    let (zh, _) = world.text("amount_intensity_3m_minor_per_paid_event", 1.0);
    assert_eq!(
        zh,
        "最近 3 个月：每有金额的事件的金额为 ¥100.00/有金额的事件（一般客户 ¥100.00/有金额的事件）"
    );
}

#[test]
fn smaller_purchases_are_told_against_the_usual_ones() {
    // 60 who stay spend ¥100 each time; 40 who leave spent ¥100 until a hundred days ago and ¥40 since.
    let spending = |recent: i64, churned: bool| {
        let visits = visits(360, 10, 10, 10_000)
            .into_iter()
            .map(|(day, amount)| (day, if day < 100 { recent } else { amount }))
            .collect();
        Customer {
            visits,
            churned,
            ..fallen()
        }
    };
    let everybody = [vec![spending(10_000, false); 60], vec![spending(4_000, true); 40]].concat();
    let world = World::with(everybody, spending(4_000, true), Grain::Month);
    let basket = "amount_intensity_3m_minor_per_paid_event";
    // October to December: 9 visits, 90 to 10 days before the end. The year: 9 of ¥40, 27 of ¥100.
    says(
        &world,
        basket,
        1.0,
        "近3个月平均每笔¥40.00，低于近12个月的¥85.00",
        "¥40.00 each time in the last 3 months, below the ¥85.00 of the last 12 months",
    );
    assert_eq!(world.reasons(&[(basket, 1.0)])[0].concept, Concept::Basket);
    // As a reason to stay it is no word of lower or higher.
    let (zh, _) = world.text(basket, -1.0);
    assert!(
        !zh.contains("低于") && zh.contains("¥40.00") && zh.contains("一般客户 ¥100.00"),
        "{zh}"
    );
}

#[test]
fn a_reason_carries_its_evidence_and_small_ones_are_not_named() {
    let world = World::of(fallen(), Grain::Month);
    let reasons = world.reasons(&[
        ("kind_visit_events_3m_count", 0.9),
        ("kind_visit_events_6m_count", 0.3),
        ("attribute_plan", 0.6),
        ("tenure_days", -0.5),
        ("attribute_age", 0.06),
    ]);
    let told: Vec<_> = reasons
        .iter()
        .map(|reason| (&reason.concept, reason.direction))
        .collect();
    // Age is below 5 % of 2.36.
    assert_eq!(
        told,
        [
            (&Concept::Kind("visit".to_owned()), Direction::Raises),
            (&Concept::Attribute("attribute_plan".to_owned()), Direction::Raises),
            (&Concept::Tenure, Direction::Lowers),
        ]
    );
    let first = &reasons[0];
    assert!((first.log_odds - 1.2).abs() < 1e-6 && (first.share - 1.2 / 2.36).abs() < 1e-6);
    assert_eq!((first.value, first.then), (Some(1.0 / 3.0), Some(19.0 / 9.0)));
    assert_eq!(first.feature, "kind_visit_events_3m_count");
    assert_eq!(first.direction.arrow(), '↑');
    // The 40 quiet customers are those with at most as few visits.
    let evidence = first.evidence.unwrap();
    assert_eq!(
        (evidence.customers, evidence.churn_rate, evidence.churn_rate_all),
        (60, 0.0, 0.4)
    );
    assert!(evidence.ci_high < 0.1);
    assert_eq!(
        first.comparison.as_ref().unwrap().zh,
        "此项相近的 60 名客户流失率 0%，全体 40%"
    );
}
