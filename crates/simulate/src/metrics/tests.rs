//! Tiny lives, counted by hand.

use std::io::Cursor;

use holdfast_domain::day::Day;

use crate::industry::Industry;
use crate::life::{Event, Life, Spell, Talk};
use crate::metrics::ledger::Ledger;
use crate::plan::Plan;
use crate::trade::trade;
use crate::world::World;

fn day(text: &str) -> i32 {
    Day::parse_iso(text).unwrap().number()
}

fn life(region: &'static str, channel: &'static str) -> Life<'static> {
    let mut life = Life::new();
    (life.region, life.channel) = (region, channel);
    life
}

fn event(at: &str, second: u32, kind: &'static str, amount: Option<i64>) -> Event {
    Event {
        day: day(at),
        second,
        kind,
        amount,
        quantity: 1,
        channel: "网页",
        product: "",
        order: 0,
    }
}

fn talk(opened: &str, resolved: Option<&str>, complaint: bool, satisfaction: Option<i64>) -> Talk {
    Talk {
        opened: day(opened),
        second: 36_000,
        resolved: resolved.map(day),
        topic: complaint.then_some(0),
        channel: "APP",
        agent: 0,
        satisfaction,
        text_seed: 0,
    }
}

/// Rows without their metric's neighbours: `key` is `metric,grain,period,dimension,group`.
struct Rows(String);

impl Rows {
    fn count(industry: Industry, through: &str, lives: &[Life<'_>]) -> Self {
        // The history begins on 2024-07-06.
        let plan = Plan {
            months: 12,
            ..Plan::new(industry, 3, 1, Day::parse_iso("2025-06-30").unwrap())
        };
        let (world, mut scratch) = (World::new(&plan), Cursor::new(Vec::new()));
        let mut ledger = Ledger::new(&world, &trade(industry), day(through), &mut scratch);
        for life in lives {
            ledger.add(life).unwrap();
        }
        Self(ledger.finish().unwrap())
    }

    #[track_caller]
    fn expect(&self, rows: &[(&str, &str)]) {
        for (key, figures) in rows {
            let found: Vec<&str> = self
                .0
                .lines()
                .filter_map(|line| line.strip_prefix(&format!("{key},")))
                .collect();
            assert_eq!(found, [*figures], "{key}");
        }
    }
}

fn shop() -> Rows {
    let mut a = life("城东", "APP");
    a.events = vec![
        event("2024-08-10", 40_000, "order", Some(10_000)),
        event("2024-09-20", 40_000, "order", Some(5_000)),
        event("2024-09-25", 40_000, "return", Some(-5_000)),
        event("2025-01-15", 40_000, "order", Some(3_000)),
    ];
    a.talks = vec![
        talk("2024-09-21", Some("2024-09-23"), true, Some(4)),
        talk("2024-09-22", None, true, Some(5)),
        talk("2024-09-24", Some("2024-09-24"), false, Some(2)),
    ];
    let mut b = life("城西", "APP");
    b.events = vec![
        event("2025-05-01", 43_200, "order", Some(2_000)),
        event("2025-05-01", 43_201, "order", Some(500)),
        event("2025-06-30", 43_199, "order", Some(1_000)),
    ];
    let mut c = life("城东", "门店");
    c.events = vec![event("2024-10-01", 1, "view", None)];
    Rows::count(Industry::Shop, "2025-06-30", &[a, b, c])
}

#[test]
fn a_buyer_leaves_returns_and_leaves_again() {
    // Silent from 2024-09-20 (lost on 12-19) and from 2025-01-15 (lost on 04-15).
    shop().expect(&[
        ("customers_new,month,2024-08,,", "1,"),
        ("customers_at_start,month,2024-08,,", "0,"),
        ("customers_at_end,month,2024-08,,", "1,"),
        ("active_days,month,2024-08,,", "21,"),
        ("customers_new,week,2024-W32,,", "1,"),
        ("customers_lost,week,2024-W51,region,城东", "1,"),
        ("churn_rate_start,month,2024-12,,", "1,1"),
        ("churn_rate_daily,month,2024-12,,", "1.000000,19"),
        ("churn_rate_trailing,month,2024-12,,", "1,1"),
        ("customers_returned,month,2025-01,,", "1,"),
        ("customers_new,month,2025-01,,", "0,"),
        ("customers_lost,month,2025-04,,", "1,"),
        ("customers_at_start,quarter,2025-Q2,,", "1,"),
        ("customers_new,quarter,2025-Q2,channel,APP", "1,"),
        ("customers_at_end,quarter,2025-Q2,,", "1,"),
        ("customers_at_end,quarter,2025-Q2,region,城东", "0,"),
        ("churn_rate_joined,quarter,2025-Q2,,", "1,2"),
        ("churn_rate_daily,quarter,2025-Q2,,", "1.000000,75"),
        ("churn_rate_trailing,quarter,2025-Q2,,", "1,2"),
        // Whoever only looks is no customer.
        ("customers_on_file,month,2025-06,channel,门店", "0,"),
        ("events,month,2024-10,channel,门店", "1,"),
    ]);
}

#[test]
fn ninety_days_of_silence_are_over_at_the_end_of_the_ninetieth() {
    let mut life = life("城东", "APP");
    // 90 days later, then 91 days later: lost on the evening before.
    life.events = ["2024-10-01", "2024-12-30", "2025-03-31"]
        .map(|at| event(at, 0, "order", Some(100)))
        .to_vec();
    Rows::count(Industry::Shop, "2025-06-28", &[life]).expect(&[
        ("customers_lost,quarter,2024-Q4,,", "0,"),
        ("customers_at_start,quarter,2025-Q1,,", "1,"),
        ("customers_lost,month,2025-03,,", "1,"),
        ("customers_returned,month,2025-03,,", "1,"),
        ("customers_at_end,month,2025-03,,", "1,"),
        ("churn_rate_start,month,2025-03,,", "1,1"),
        ("active_days,month,2025-03,,", "30,"),
        ("workshop_return,month,2024-12,,", "1,1"),
        ("workshop_return,month,2025-03,,", "0,1"),
        // Due on the day after the end of the data.
        ("workshop_return,month,2025-06,,", "0,0"),
        ("customers_lost,quarter,2025-Q2,,", "0,"),
    ]);
}

#[test]
fn purchases_lifecycle_and_due_visits() {
    shop().expect(&[
        ("purchases,month,2025-05,,", "2,"),
        ("purchase_days,month,2025-05,,", "1,"),
        ("buyers,quarter,2025-Q2,,", "1,"),
        ("purchase_days,quarter,2025-Q2,,", "2,"),
        ("amount,month,2024-09,,", "0,"),
        ("refunds,month,2024-09,,", "5000,"),
        ("purchase_interval,month,2024-09,,", "41,1"),
        ("purchase_interval,month,2025-01,,", "117,1"),
        ("purchase_interval,month,2025-05,,", "0,0"),
        ("lifecycle_new,month,2024-08,,", "1,"),
        ("lifecycle_kept,month,2024-09,,", "1,"),
        ("lifecycle_lapsed,month,2024-10,,", "1,"),
        ("lifecycle_dormant,month,2024-10,,", "0,"),
        ("lifecycle_dormant,month,2024-12,,", "1,"),
        ("lifecycle_returned,month,2025-01,,", "1,"),
        ("lifecycle_dormant,month,2025-01,,", "0,"),
        ("lifecycle_returned,quarter,2025-Q1,,", "1,"),
        ("workshop_return,month,2024-11,,", "1,1"),
        ("workshop_return,month,2024-12,,", "0,1"),
        ("workshop_return,quarter,2025-Q2,,", "0,1"),
    ]);
}

#[test]
fn money_moves_and_is_lost() {
    shop().expect(&[
        ("revenue_new,month,2024-08,,", "10000,"),
        ("revenue_start,month,2024-09,,", "10000,"),
        ("revenue_churned,month,2024-09,,", "10000,"),
        ("revenue_churned_customers,month,2024-09,,", "1,"),
        ("revenue_churn_gross,month,2024-09,,", "10000,10000"),
        ("revenue_end,month,2024-09,,", "0,"),
        ("revenue_reactivation,month,2025-01,,", "3000,"),
        ("revenue_new,month,2025-05,,", "2500,"),
        ("revenue_contraction,month,2025-06,,", "1500,"),
        ("revenue_retention_net,month,2025-06,,", "1000,2500"),
        ("revenue_reactivation,quarter,2025-Q1,,", "3000,"),
        ("historical_value,month,2024-09,,", "10000,1"),
        ("historical_value,month,2025-06,,", "16500,2"),
        // 15,000 in 42 days; 13,000 in 159 days (refund included).
        ("value_lost,month,2024-12,,", "10871,"),
        ("value_lost,quarter,2025-Q2,,", "2489,"),
    ]);
}

#[test]
fn cohorts_age_by_month_and_by_thirty_days() {
    let rows = shop();
    rows.expect(&[
        ("retention_calendar,month,2024-08,cohort,2024-08+5", "1,1"),
        ("retention_calendar,month,2024-08,cohort,2024-08+4", "0,1"),
        // 41 and 158 days after the first.
        ("retention_range,month,2024-08,cohort,2024-08+1", "1,1"),
        ("retention_range,month,2024-08,cohort,2024-08+4", "0,1"),
        ("retention_range,month,2024-08,cohort,2024-08+5", "1,1"),
        ("retention_on,month,2024-08,cohort,2024-08+1", "0,1"),
        ("retention_on_or_after,month,2024-08,cohort,2024-08+5", "1,1"),
        ("retention_on_or_after,month,2024-08,cohort,2024-08+6", "0,1"),
        // Sixty days less a second.
        ("retention_on,month,2025-05,cohort,2025-05+2", "1,1"),
        ("retention_range,month,2025-05,cohort,2025-05+1", "0,1"),
        ("retention_rolling,month,2025-05,cohort,2025-05+1", "1,1"),
        ("retention_rolling,month,2025-05,cohort,2025-05+2", "0,1"),
        ("retention_calendar,month,2025-05,cohort,2025-05+1", "1,1"),
    ]);
    // What begins after the end of the data is not there.
    assert!(!rows.0.contains("2025-05+3") && !rows.0.contains("calendar,month,2025-05,cohort,2025-05+2"));
}

#[test]
fn classes_against_the_mean() {
    // A: 166 days ago, three days, 13,000; B: today, two days, 3,500.
    let rows = shop();
    rows.expect(&[
        ("rfm,month,2025-06,rfm_class,重要保持", "1,2"),
        ("rfm,month,2025-06,rfm_class,一般发展", "1,2"),
        ("rfm,month,2025-06,rfm_class,重要价值", "0,2"),
        ("rfm,quarter,2025-Q2,rfm_class,重要保持", "1,2"),
        // Alone nobody is above the mean, and recency is the mean.
        ("rfm,month,2025-01,rfm_class,一般发展", "1,1"),
    ]);
    assert!(!rows.0.contains("rfm,month,2024-07"));
}

#[test]
fn complaints_and_scores() {
    shop().expect(&[
        ("complaints,month,2024-09,,", "2,"),
        ("complaint_rate,month,2024-09,,", "1,1"),
        ("complaint_response_hours,month,2024-09,,", "49.000000,1"),
        // An open complaint has no score.
        ("csat,month,2024-09,,", "1,2"),
        ("csat,quarter,2024-Q3,region,城东", "1,2"),
    ]);
}

#[test]
fn nothing_after_the_end_of_the_data_counts() {
    let mut late = life("城东", "APP");
    late.events = vec![
        event("2025-03-12", 0, "order", Some(100)),
        event("2025-06-10", 0, "view", None),
    ];
    late.talks = vec![
        talk("2025-06-01", Some("2025-06-11"), true, None),
        talk("2025-06-12", None, true, None),
    ];
    // Lost on 06-10 exactly, and the day after.
    let mut later = life("城东", "APP");
    later.events = vec![event("2025-03-13", 0, "order", Some(100))];
    let rows = Rows::count(Industry::Shop, "2025-06-10", &[late, later]);
    rows.expect(&[
        ("customers_lost,month,2025-06,,", "1,"),
        ("customers_at_end,month,2025-06,,", "1,"),
        ("churn_rate_daily,month,2025-06,,", "0.500000,10"),
        ("active_days,month,2025-06,,", "20,"),
        ("workshop_return,month,2025-06,,", "0,1"),
        ("complaints,month,2025-06,,", "1,"),
        ("complaint_response_hours,month,2025-06,,", "0.000000,0"),
    ]);
    assert!(!rows.0.contains("2025-07") && !rows.0.contains("2025-Q3") && !rows.0.contains("2024-06"));
}

#[test]
fn lines_change_plan_and_end() {
    let spell = |started: &str, ended: Option<&str>, fee: i64| Spell {
        plan: "",
        started: day(started),
        ended: ended.map(day),
        fee,
        end_reason: "",
    };
    let mut a = life("城东", "校园");
    a.spells = vec![
        spell("2024-01-10", Some("2024-09-15"), 5_900),
        spell("2024-09-15", Some("2025-02-10"), 9_900),
    ];
    a.events = vec![
        event("2024-07-20", 0, "bill", Some(6_000)),
        event("2024-09-20", 0, "bill", Some(9_000)),
    ];
    let mut b = life("城东", "校园");
    b.spells = vec![spell("2025-02-05", Some("2025-02-20"), 3_900)];
    let mut c = life("城东", "校园");
    c.spells = vec![spell("2025-02-28", None, 12_900)];
    c.events = vec![event("2025-06-30", 0, "data", None)];
    Rows::count(Industry::Telecom, "2025-06-30", &[a, b, c]).expect(&[
        ("customers_at_start,month,2024-07,,", "1,"),
        ("customers_at_start,week,2024-W27,,", "1,"),
        ("customers_lost,month,2024-09,,", "0,"),
        ("revenue_start,month,2024-09,,", "5900,"),
        ("revenue_expansion,month,2024-09,,", "4000,"),
        ("revenue_end,month,2024-09,,", "9900,"),
        ("customers_new,month,2025-02,,", "2,"),
        ("customers_lost,month,2025-02,,", "2,"),
        ("customers_at_end,month,2025-02,,", "1,"),
        ("churn_rate_start,month,2025-02,,", "1,1"),
        ("churn_rate_joined,month,2025-02,,", "2,3"),
        // A alone on the 1st to 5th, A and B on the 6th to 10th, B on the 11th to 20th: 1/2 on the 10th, 1 on the 20th.
        ("churn_rate_daily,month,2025-02,,", "1.500000,20"),
        ("revenue_churned,month,2025-02,,", "9900,"),
        ("revenue_new,month,2025-02,,", "12900,"),
        ("revenue_new_customers,month,2025-02,,", "1,"),
        ("value_lost,month,2025-02,,", "13800,"),
        ("historical_value,month,2024-07,,", "6000,1"),
        ("historical_value,quarter,2025-Q1,,", "15000,3"),
        ("purchase_interval,quarter,2024-Q3,,", "62,1"),
    ]);
}
