//! What `[model]` of a workspace may not say.

use super::config::refused;

#[test]
fn what_models_are_told_of_must_be_there_and_costs_make_sense() {
    refused(
        "definition = \"contract\"",
        "definition = \"contrat\"",
        "config-unknown-churn",
        "contrat",
        "model.definition",
    );
    refused(
        "fairness = [\"segment\"]",
        "fairness = [\"sex\"]",
        "config-unknown-attribute",
        "sex",
        "model.fairness",
    );
    refused(
        "contact_cost = 0",
        "contact_cost = -5",
        "config-out-of-range",
        "contact_cost",
        "model.economics.contact_cost",
    );
    refused(
        "acceptance = 0.3",
        "acceptance = 7.0",
        "config-out-of-range",
        "acceptance",
        "model.economics.acceptance",
    );
}
