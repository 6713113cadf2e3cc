//! An attribute that only those have who left: seen in time it is nothing, seen too late it is caught.

use std::collections::BTreeMap;

use holdfast_app::simulate::Industry;

use super::lab::{Csv, Lab, TELECOM, quick};

/// When each customer left, from the answer key.
fn left_on(lab: &Lab) -> BTreeMap<String, String> {
    let truth = lab.table("truth_customers.csv");
    let (id, left) = (truth.at("customer_id"), truth.at("left_on"));
    truth
        .rows
        .iter()
        .filter(|row| !row[left].is_empty())
        .map(|row| (row[id].clone(), row[left].clone()))
        .collect()
}

const CONFIG: &str = "\"broadband\", \"family_lines\", \"device\"]";

fn with_column(lab: &Lab, fill: impl Fn(&mut Csv)) {
    lab.rows("customers.csv", |table| {
        table.heads.push("exit_call".to_owned());
        table.rows.iter_mut().for_each(|row| row.push(String::new()));
        fill(table);
    });
    lab.edit(
        "holdfast.toml",
        CONFIG,
        "\"broadband\", \"family_lines\", \"device\", \"exit_call\"]",
    );
}

#[test]
fn what_became_known_after_the_loss_is_not_seen() {
    let lab = Lab::of(Industry::Telecom, 1800, 42);
    let left = left_on(&lab);
    with_column(&lab, |table| {
        // The row as it was, and the row with the answer, known from the day after the loss.
        let joined = table.at("joined_on");
        table.heads.push("known_on".to_owned());
        let mut later = Vec::new();
        for row in &mut table.rows {
            let mut with_answer = row.clone();
            row.push(row[joined].clone());
            if let Some(day) = left.get(&row[0]) {
                *with_answer.last_mut().unwrap() = "went to another".to_owned();
                with_answer.push(day.clone());
                later.push(with_answer);
            }
        }
        table.rows.extend(later);
    });
    // The first source is that of the customers.
    let text = std::fs::read_to_string(lab.path().join("holdfast.toml")).unwrap();
    let text = text.replacen("known_at = \"occurred\"\n", "", 1).replacen(
        "first_seen_on = \"joined_on\"",
        "first_seen_on = \"joined_on\"\nknown_at = \"known_on\"",
        1,
    );
    std::fs::write(lab.path().join("holdfast.toml"), text).unwrap();
    lab.refresh();
    let filled = lab.sql("SELECT count(*) AS n FROM customers WHERE exit_call IS NOT NULL");
    assert!(filled.rows[0]["n"].as_u64().unwrap() > 300, "{filled:?}");
    let trained = lab.train(&quick(&["logistic", "boosting"], 7)).record;
    let (_, honest) = &*TELECOM;
    let (auc, other) = (trained.figures.auc.unwrap(), honest.record.figures.auc.unwrap());
    assert!(auc.value < other.high.unwrap(), "{auc:?}, without the column {other:?}");
    assert!(
        trained
            .features
            .iter()
            .all(|feature| feature.name != "attribute_exit_call"),
        "{:?}",
        trained.features
    );
    assert!(trained.suspicious.is_empty(), "{:?}", trained.suspicious);
}

#[test]
fn what_was_filled_in_after_the_fact_is_left_out_and_said_so() {
    let lab = Lab::of(Industry::Telecom, 1800, 42);
    let left = left_on(&lab);
    with_column(&lab, |table| {
        let at = table.at("exit_call");
        for row in &mut table.rows {
            if left.contains_key(&row[0]) {
                row[at] = ["went to another", "moved", "too expensive"][row[0].len() % 3].to_owned();
            }
        }
    });
    lab.refresh();
    let trained = lab.train(&quick(&["logistic", "boosting"], 7)).record;
    let (_, honest) = &*TELECOM;
    let found: Vec<_> = trained
        .suspicious
        .iter()
        .map(|one| (one.column.as_str(), one.left_out))
        .collect();
    assert_eq!(found, [("attribute_exit_call", true)]);
    assert!(
        trained
            .features
            .iter()
            .all(|feature| feature.name != "attribute_exit_call")
    );
    let (auc, other) = (trained.figures.auc.unwrap(), honest.record.figures.auc.unwrap());
    assert!(
        (auc.value - other.value).abs() < 0.01,
        "{auc:?}, without the column {other:?}"
    );
    let card = |name: &str| std::fs::read_to_string(lab.path().join("models/m0001").join(name)).unwrap();
    assert!(card("card.zh.md").contains("像是事后才填的"), "{}", card("card.zh.md"));
    assert!(card("card.en.md").contains("looks filled in after the fact"));
}
