//! What `[model]` in `holdfast.toml` says of columns: which can be moved, which models must not see, whom it is examined for.

use std::fs;

use super::lab::{Lab, SHOP, quick, refusal};

/// The trained shop with a `[model]` of its own.
fn shop(model: &str) -> Lab {
    let lab = SHOP.0.copy();
    let path = lab.path().join("holdfast.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains("[model]"), "the simulated shop says nothing of models");
    fs::write(&path, format!("{text}\n[model]\n{model}\n")).unwrap();
    lab
}

#[test]
fn a_figure_of_behaviour_stands_for_all_of_it_and_tenure_is_nobodys_to_move() {
    let features = &SHOP.1.record.features;
    let named = |begin: &str| {
        let found = features.iter().find(|feature| feature.name.starts_with(begin));
        found.unwrap_or_else(|| panic!("no {begin}")).name.clone()
    };
    let told = |lab: &Lab| {
        let rows = lab.sql("SELECT recourse_en FROM scores WHERE recourse_en IS NOT NULL ORDER BY customer_key");
        rows.rows
            .iter()
            .map(|row| row["recourse_en"].to_string())
            .collect::<Vec<_>>()
    };
    let by_name = shop(&format!(
        "movable = [\"{}\", \"{}\"]",
        named("recency"),
        named("events_")
    ));
    by_name.score(None);
    let by_word = shop("movable = [\"behaviour\"]");
    by_word.score(None);
    assert!(!told(&by_word).is_empty());
    assert_eq!(told(&by_name), told(&by_word));

    let fixed = shop("movable = [\"tenure_days\"]").try_score(None, None);
    assert_eq!(refusal(&fixed.unwrap_err()).code, "not-movable");
}

#[test]
fn what_models_must_not_see_is_examined_all_the_same() {
    let lab = shop("exclude = [\"gender\", \"channel\"]\nfairness = [\"gender\"]");
    let record = lab.train(&quick(&["logistic"], 7)).record;
    let seen: Vec<&str> = record.features.iter().map(|feature| feature.name.as_str()).collect();
    assert!(
        !seen.contains(&"attribute_gender") && !seen.contains(&"attribute_channel"),
        "{seen:?}"
    );
    let audited: Vec<&str> = record.fairness.iter().map(|one| one.dimension.as_str()).collect();
    assert_eq!(audited, ["gender"]);
    let audit = &record.fairness[0];
    assert!(audit.groups.len() > 2, "two genders and not known: {:?}", audit.groups);
    let split: Vec<&str> = record.by_group.iter().map(|group| group.dimension.as_str()).collect();
    assert!(split.contains(&"channel"), "{split:?}");
}

#[test]
fn each_judged_cutoff_has_its_own_figures_with_folds_of_customers_too() {
    let lab = SHOP.0.copy();
    let record = lab.train(&quick(&["logistic"], 2)).record;
    let days: Vec<_> = record.by_cutoff.iter().map(|(day, _)| *day).collect();
    let mut apart = days.clone();
    apart.dedup();
    assert_eq!(days, apart);
    assert!(!days.is_empty());
    for fair in &record.fairness {
        let last = record.cutoffs.last().unwrap();
        let people: u64 = fair.audit.all.iter().map(|all| all.customers).sum();
        assert!(
            people <= last.customers,
            "one row a customer: {people} of {}",
            last.customers
        );
    }
}
