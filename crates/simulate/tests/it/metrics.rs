//! What must hold between the metrics of a company, whoever counts.

use std::collections::{BTreeMap, BTreeSet};

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_simulate::industry::Industry;
use holdfast_simulate::plan::Plan;

use crate::tables::{end, whole};

/// `truth_metrics.csv`, by metric, grain, period, dimension, group.
pub struct Metrics(BTreeMap<[String; 5], [String; 2]>);

impl Metrics {
    pub fn read(text: &str) -> Self {
        let mut rows = BTreeMap::new();
        for line in text.lines().skip(1) {
            let cells: Vec<String> = line.split(',').map(str::to_string).collect();
            let [metric, grain, period, dimension, group, numerator, denominator]: [String; 7] =
                cells.try_into().unwrap();
            let key = [metric, grain, period, dimension, group];
            assert!(rows.insert(key, [numerator, denominator]).is_none(), "twice: {line}");
        }
        Self(rows)
    }

    pub fn get(&self, metric: &str, grain: &str, period: &str, group: [&str; 2]) -> Option<[f64; 2]> {
        let key = [metric, grain, period, group[0], group[1]].map(str::to_string);
        let number = |text: &String| text.parse().unwrap_or(f64::NAN);
        self.0
            .get(&key)
            .map(|[numerator, denominator]| [number(numerator), number(denominator)])
    }

    /// The numerator of a row that is there.
    #[track_caller]
    pub fn value(&self, metric: &str, grain: &str, period: &str, group: [&str; 2]) -> f64 {
        self.get(metric, grain, period, group)
            .unwrap_or_else(|| panic!("no {metric} {grain} {period} {group:?}"))[0]
    }

    /// Periods of a grain in the order of time.
    pub fn periods(&self, grain: Grain) -> Vec<String> {
        let labels: BTreeSet<&String> = self
            .0
            .keys()
            .filter(|key| key[1] == grain.id())
            .map(|key| &key[2])
            .collect();
        let mut labels: Vec<String> = labels.into_iter().cloned().collect();
        labels.sort_by_key(|label| grain.parse_period(label));
        labels
    }

    /// Values of a dimension.
    pub fn groups(&self, dimension: &str) -> BTreeSet<String> {
        self.0
            .keys()
            .filter(|key| key[3] == dimension)
            .map(|key| key[4].clone())
            .collect()
    }
}

const ADDITIVE: [&str; 12] = [
    "customers_at_start",
    "customers_at_end",
    "customers_new",
    "customers_lost",
    "customers_on_file",
    "active_days",
    "buyers",
    "amount",
    "revenue_end",
    "revenue_churned",
    "lifecycle_dormant",
    "complaints",
];

#[test]
fn start_plus_new_plus_returned_less_lost_is_the_end() {
    for industry in Industry::ALL {
        let (company, _) = whole(&Plan::new(industry, 800, 3, end()));
        let metrics = Metrics::read(&company.metrics);
        for grain in [Grain::Week, Grain::Month, Grain::Quarter] {
            let periods = metrics.periods(grain);
            assert!(periods.len() > 7);
            let mut groups = vec![(String::new(), String::new())];
            for dimension in ["region", "channel"] {
                let names = metrics.groups(dimension);
                assert!((5..=8).contains(&names.len()));
                groups.extend(names.into_iter().map(|name| (dimension.to_string(), name)));
            }
            for (dimension, name) in &groups {
                let mut end: Option<f64> = None;
                for period in &periods {
                    let value = |metric| metrics.value(metric, grain.id(), period, [dimension, name]);
                    let start = value("customers_at_start");
                    assert!(end.is_none_or(|end| end == start), "{period}");
                    let reckoned =
                        start + value("customers_new") + value("customers_returned") - value("customers_lost");
                    assert_eq!(reckoned, value("customers_at_end"), "{period} {name}");
                    end = Some(reckoned);
                }
            }
        }
    }
}

#[test]
fn revenue_lifecycle_and_classes_add_up() {
    for industry in Industry::ALL {
        let (company, _) = whole(&Plan::new(industry, 800, 4, end()));
        let metrics = Metrics::read(&company.metrics);
        for grain in [Grain::Month, Grain::Quarter] {
            let mut before: Option<[f64; 2]> = None;
            for period in metrics.periods(grain) {
                let value = |metric: &str| metrics.value(metric, grain.id(), &period, ["", ""]);
                let revenue = |part: &str| value(&format!("revenue_{part}"));
                let end = revenue("start") - revenue("churned") - revenue("contraction")
                    + revenue("expansion")
                    + revenue("new")
                    + revenue("reactivation");
                assert_eq!(end, revenue("end"), "{period}");
                let customers = revenue("start_customers") - revenue("churned_customers")
                    + revenue("new_customers")
                    + revenue("reactivation_customers");
                assert_eq!(customers, revenue("end_customers"), "{period}");
                let lifecycle = |part: &str| value(&format!("lifecycle_{part}"));
                let buyers = lifecycle("new") + lifecycle("kept") + lifecycle("returned");
                assert_eq!(buyers, value("buyers"), "{period}");
                let known = buyers + lifecycle("lapsed") + lifecycle("dormant");
                if let Some([buyers_before, known_before]) = before {
                    assert_eq!(buyers_before, lifecycle("kept") + lifecycle("lapsed"), "{period}");
                    assert_eq!(known_before + lifecycle("new"), known, "{period}");
                }
                before = Some([buyers, known]);
                let classes = metrics.groups("rfm_class");
                let rows = classes
                    .iter()
                    .filter_map(|class| metrics.get("rfm", grain.id(), &period, ["rfm_class", class]));
                let rows: Vec<[f64; 2]> = rows.collect();
                assert_eq!(rows.len(), 8, "{period}");
                assert!(rows.iter().all(|row| row[1] == rows[0][1]));
                assert_eq!(rows.iter().map(|row| row[0]).sum::<f64>(), rows[0][1]);
            }
        }
        for period in metrics.periods(Grain::Month) {
            for metric in ADDITIVE {
                let all = metrics.value(metric, "month", &period, ["", ""]);
                for dimension in ["region", "channel"] {
                    let names = metrics.groups(dimension);
                    let parts = names
                        .iter()
                        .map(|name| metrics.value(metric, "month", &period, [dimension, name]));
                    assert_eq!(parts.sum::<f64>(), all, "{metric} {period} {dimension}");
                }
            }
        }
    }
}

#[test]
fn sizes_of_cohorts_are_the_new_buyers() {
    let (company, _) = whole(&Plan::new(Industry::Dealer, 1_000, 9, end()));
    let metrics = Metrics::read(&company.metrics);
    for period in metrics.periods(Grain::Month) {
        let new = metrics.value("lifecycle_new", "month", &period, ["", ""]);
        for kind in ["calendar", "rolling", "on", "on_or_after", "range"] {
            let name = format!("retention_{kind}");
            let first = metrics.get(&name, "month", &period, ["cohort", &format!("{period}+0")]);
            assert_eq!(first, (new > 0.0).then_some([new, new]), "{kind} {period}");
        }
    }
}

#[test]
fn a_company_of_one_may_end_early_or_be_empty() {
    for seed in 0..60 {
        let plan = Plan {
            months: 20,
            ..Plan::new(Industry::Dealer, 1, seed, end())
        };
        let (company, tables) = whole(&plan);
        let events = tables.get(holdfast_simulate::cell::TableName::Events);
        let through = events
            .rows
            .iter()
            .map(|row| Day::parse_iso(&row[1][..10]).unwrap())
            .max();
        let metrics = Metrics::read(&company.metrics);
        let last = metrics.periods(Grain::Month).pop();
        assert_eq!(last, through.map(Day::month_label));
    }
}
