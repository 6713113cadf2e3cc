//! What the simulator planted is found again in drivers, rules and reasons, and what it sprinkled over them is not.
//!
//! The lake does not hold all that the simulator acts on. Of a telephone company it has neither the end of a contract nor the day on which an account
//! manager left; of a dealer neither the warranty, the distance nor who left; of a shop not who left. What can be known is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use holdfast_app::models::registry::record::RunRecord;
use holdfast_app::simulate::Industry;
use holdfast_domain::day::Day;
use serde_json::Value;

use super::lab::{Lab, day, quick};

/// A cause, what names of columns about it begin with, and concepts of reasons about it.
struct Cause {
    name: &'static str,
    columns: &'static [&'static str],
    concepts: &'static [&'static str],
}

const TELECOM: [Cause; 5] = [
    Cause {
        name: "complaint",
        columns: &["complaint", "conversations"],
        concepts: &["complaints", "attribute:complaint", "attribute:conversations"],
    },
    Cause {
        name: "usage_fall",
        columns: &["quantity", "events_", "kind_data", "kind_call", "active_days"],
        concepts: &["quantity", "frequency", "kind:data", "kind:call", "steadiness"],
    },
    Cause {
        name: "bill_shock",
        columns: &["amount", "largest_amount", "kind_bill"],
        concepts: &["spending", "basket", "kind:bill"],
    },
    Cause {
        name: "bundle",
        columns: &["attribute_broadband", "attribute_family_lines"],
        concepts: &["attribute:broadband", "attribute:family_lines"],
    },
    Cause {
        name: "new_customer",
        columns: &["tenure", "contract_age", "attribute_first_seen"],
        concepts: &["tenure", "attribute:contract_age_days", "attribute:first_seen_on"],
    },
];

const DEALER: [Cause; 5] = [
    Cause {
        name: "silence",
        columns: &["recency", "silence", "gap", "frequency", "events_", "active_"],
        concepts: &["silence", "frequency", "kind:maintenance"],
    },
    Cause {
        name: "price_complaint",
        columns: &["complaint", "conversations"],
        concepts: &["complaints", "attribute:complaint", "attribute:conversations"],
    },
    Cause {
        // The lake knows when the car was bought.
        name: "warranty",
        columns: &["attribute_car_bought_on", "tenure", "attribute_first_seen"],
        concepts: &["attribute:car_bought_on", "tenure", "attribute:first_seen_on"],
    },
    Cause {
        name: "insurer_repair",
        columns: &["kind_insurer_repair"],
        concepts: &["kind:insurer_repair"],
    },
    Cause {
        name: "package",
        columns: &["attribute_maintenance_package"],
        concepts: &["attribute:maintenance_package"],
    },
];

const SHOP: [Cause; 6] = [
    Cause {
        name: "silence",
        columns: &[
            "recency",
            "silence",
            "gap",
            "frequency",
            "events_",
            "active_",
            "kind_order",
        ],
        concepts: &["silence", "frequency", "kind:order"],
    },
    Cause {
        name: "late_delivery",
        columns: &["kind_late_delivery"],
        concepts: &["kind:late_delivery"],
    },
    Cause {
        name: "returns",
        columns: &["kind_return", "refund"],
        concepts: &["kind:return", "refunds"],
    },
    Cause {
        name: "discount",
        columns: &["kind_coupon"],
        concepts: &["kind:coupon"],
    },
    Cause {
        name: "membership",
        columns: &["attribute_paid_member"],
        concepts: &["attribute:paid_member"],
    },
    Cause {
        name: "new_customer",
        columns: &["tenure", "attribute_first_seen"],
        concepts: &["tenure", "attribute:first_seen_on"],
    },
];

/// Attributes that cause nothing.
const NOISE: [&str; 9] = [
    "attribute_gender",
    "attribute_birth_year",
    "attribute_device",
    "attribute_payment",
    "attribute_channel",
    "attribute_region",
    "attribute_favourite_category",
    "attribute_car_series",
    "attribute_pickup_service",
];

impl Cause {
    fn has_column(&self, name: &str) -> bool {
        self.columns.iter().any(|start| name.starts_with(start))
    }

    fn has_concept(&self, concept: &str) -> bool {
        self.concepts.iter().any(|start| concept.starts_with(start))
    }
}

/// A cause is said to be recovered when so many of the strongest columns have one about it.
const DRIVERS: usize = 15;

struct Found {
    record: RunRecord,
    /// Reasons that raise the risk, strongest first, of each customer.
    reasons: BTreeMap<String, Vec<String>>,
    warned: BTreeSet<String>,
    main_cause: BTreeMap<String, String>,
    best_auc: f64,
}

/// Trained and scored as of the answer key's day.
fn recover(industry: Industry, customers: u64, seed: u64) -> Found {
    let lab = Lab::of(industry, customers, seed);
    lab.refresh();
    let truth: Value = serde_json::from_slice(&fs::read(lab.path().join("truth.json")).unwrap()).unwrap();
    let cutoff: Day = day(truth["cutoff"].as_str().unwrap());
    let record = lab.train(&quick(&["boosting"], 6)).record;
    lab.score(Some(cutoff));
    let scores = lab.scores(cutoff, "m0001");
    let table = lab.table("truth_customers.csv");
    let (id, cause) = (table.at("customer_id"), table.at("main_cause"));
    let reasons = scores
        .iter()
        .map(|(customer, row)| {
            let coded: Vec<Value> = serde_json::from_str(row["reasons"].as_str().unwrap()).unwrap();
            let raising = coded.into_iter().filter(|one| one["log_odds"].as_f64().unwrap() > 0.0);
            let concepts = raising.map(|one| one["concept"].as_str().unwrap().to_owned()).collect();
            (customer.clone(), concepts)
        })
        .collect();
    Found {
        record,
        reasons,
        warned: scores
            .iter()
            .filter(|(_, row)| row["level"] != "none")
            .map(|(customer, _)| customer.clone())
            .collect(),
        main_cause: table
            .rows
            .iter()
            .filter(|row| !row[cause].is_empty())
            .map(|row| (row[id].clone(), row[cause].clone()))
            .collect(),
        best_auc: truth["churn"]["best_auc"].as_f64().unwrap(),
    }
}

/// Shares of what was found that was planted, and of what was planted that was found.
#[derive(Debug)]
struct Recovery {
    driver_precision: f64,
    driver_recall: f64,
    rule_precision: f64,
    rule_recall: f64,
    reason_precision: f64,
    reason_recall: f64,
}

fn share(of: usize, all: usize) -> f64 {
    of as f64 / all.max(1) as f64
}

fn measure(industry: Industry, found: &Found, causes: &[Cause]) -> Recovery {
    let top: Vec<&str> = found
        .record
        .features
        .iter()
        .take(DRIVERS)
        .map(|one| one.name.as_str())
        .collect();
    println!("{} drivers: {top:?}", industry.name());
    // Who looks after a customer stands for the planted leaving of staff, of which the lake knows the first name alone.
    let planted = |name: &str| name == "attribute_owner" || causes.iter().any(|cause| cause.has_column(name));
    let hit = top.iter().filter(|name| planted(name)).count();
    let recovered: Vec<&str> = causes
        .iter()
        .filter(|cause| top.iter().any(|name| cause.has_column(name)))
        .map(|cause| cause.name)
        .collect();
    // Rules speak in labels: a condition is about a cause if it has the label of one of its columns.
    let labels: BTreeMap<&str, &str> = found
        .record
        .features
        .iter()
        .map(|feature| (feature.name.as_str(), feature.label.en.as_str()))
        .collect();
    let mut about = BTreeSet::new();
    let mut speaking = 0;
    for rule in &found.record.rules {
        let mut own = false;
        for condition in rule.text.en.split(" and ") {
            let name = labels
                .iter()
                .filter(|(_, label)| condition.starts_with(**label))
                .max_by_key(|(_, label)| label.len())
                .map(|(name, _)| *name);
            for cause in causes
                .iter()
                .filter(|cause| name.is_some_and(|name| cause.has_column(name)))
            {
                about.insert(cause.name);
                own = true;
            }
        }
        speaking += usize::from(own);
    }
    // The first reason of those who are warned about; and the planted cause among the reasons of those whose main cause can be known.
    let first: Vec<&String> = found
        .warned
        .iter()
        .filter_map(|customer| found.reasons[customer].first())
        .collect();
    let right = first
        .iter()
        .filter(|concept| {
            concept.as_str() == "attribute:owner" || causes.iter().any(|cause| cause.has_concept(concept))
        })
        .count();
    let (mut asked, mut said) = (0, 0);
    let mut by_cause: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for customer in &found.warned {
        let Some(cause) = found
            .main_cause
            .get(customer)
            .and_then(|name| causes.iter().find(|cause| cause.name == name))
        else {
            continue;
        };
        let is_said = found.reasons[customer]
            .iter()
            .take(4)
            .any(|concept| cause.has_concept(concept));
        asked += 1;
        said += usize::from(is_said);
        let slot = by_cause.entry(cause.name).or_default();
        slot.0 += usize::from(is_said);
        slot.1 += 1;
    }
    println!(
        "{}: drivers {recovered:?}; {} rules about {about:?}; reasons by main cause {by_cause:?} of {} warned",
        industry.name(),
        found.record.rules.len(),
        found.warned.len()
    );
    Recovery {
        driver_precision: share(hit, top.len()),
        driver_recall: share(recovered.len(), causes.len()),
        rule_precision: share(speaking, found.record.rules.len()),
        rule_recall: share(about.len(), causes.len()),
        reason_precision: share(right, first.len()),
        reason_recall: share(said, asked),
    }
}

fn honest(found: &Found) {
    let record = &found.record;
    let auc = record.figures.auc.unwrap();
    assert!(
        auc.value < found.best_auc,
        "{auc:?} above the best possible {}",
        found.best_auc
    );
    assert!(auc.low.unwrap() > 0.6, "{auc:?}");
    // Every kind of event has its columns.
    assert!(record.question.kinds.len() >= 4, "{:?}", record.question.kinds);
    let top: Vec<&str> = record.features.iter().take(8).map(|one| one.name.as_str()).collect();
    let sum = |wanted: &dyn Fn(&str) -> bool| -> f64 {
        let of = |one: &&holdfast_app::models::registry::record::FeatureRecord| wanted(&one.name);
        record.features.iter().filter(of).map(|one| one.importance).sum()
    };
    let (noise, all) = (sum(&|name| NOISE.contains(&name)), sum(&|_| true));
    println!(
        "noise has {:.1} % of the importance; first {top:?}",
        100.0 * noise / all
    );
    assert!(!NOISE.contains(&top[0]) && !NOISE.contains(&top[1]), "{top:?}");
    assert!(noise < 0.25 * all, "{noise} of {all}: {top:?}");
    let slope = record.figures.calibration_slope.unwrap();
    assert!((0.7..1.4).contains(&slope), "{slope}");
}

#[test]
fn of_a_telephone_company() {
    let found = recover(Industry::Telecom, 2400, 61);
    honest(&found);
    let recovery = measure(Industry::Telecom, &found, &TELECOM);
    println!("{recovery:.2?}");
    assert!(
        recovery.driver_precision >= 0.7 && recovery.driver_recall >= 0.6,
        "{recovery:?}"
    );
    assert!(
        recovery.rule_precision >= 0.7 && recovery.rule_recall >= 0.4,
        "{recovery:?}"
    );
    assert!(
        recovery.reason_precision >= 0.7 && recovery.reason_recall >= 0.5,
        "{recovery:?}"
    );
}

#[test]
fn of_a_dealer() {
    let found = recover(Industry::Dealer, 3000, 62);
    honest(&found);
    let recovery = measure(Industry::Dealer, &found, &DEALER);
    println!("{recovery:.2?}");
    assert!(
        recovery.driver_precision >= 0.7 && recovery.driver_recall >= 0.6,
        "{recovery:?}"
    );
    assert!(
        recovery.rule_precision >= 0.7 && recovery.rule_recall >= 0.2,
        "{recovery:?}"
    );
    assert!(
        recovery.reason_precision >= 0.7 && recovery.reason_recall >= 0.5,
        "{recovery:?}"
    );
}

#[test]
fn of_a_shop() {
    let found = recover(Industry::Shop, 2000, 63);
    honest(&found);
    let recovery = measure(Industry::Shop, &found, &SHOP);
    println!("{recovery:.2?}");
    assert!(
        recovery.driver_precision >= 0.7 && recovery.driver_recall >= 0.5,
        "{recovery:?}"
    );
    assert!(
        recovery.rule_precision >= 0.6 && recovery.rule_recall >= 0.3,
        "{recovery:?}"
    );
    assert!(
        recovery.reason_precision >= 0.7 && recovery.reason_recall >= 0.5,
        "{recovery:?}"
    );
}
