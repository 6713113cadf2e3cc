//! The OpenAPI document is what `web/openapi.json` says: programs and pages are made from it.

use std::path::Path;

use holdfast_server::router::api;
use serde_json::Value;

/// Writes the file anew where `HOLDFAST_WRITE=1`; otherwise it must be what the code says.
#[test]
fn the_document_is_the_published_one() {
    let made = api().1.to_pretty_json().unwrap() + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/openapi.json");
    if std::env::var_os("HOLDFAST_WRITE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == made,
        "web/openapi.json is not what the code says: run this test with HOLDFAST_WRITE=1, then `npm run types` in web/"
    );
}

#[test]
fn the_document_is_whole() {
    let document: Value = serde_json::from_str(&api().1.to_json().unwrap()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let known = document["components"]["schemas"].as_object().unwrap();
    let text = document.to_string();
    for part in text.split("\"#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(known.contains_key(name), "nothing says what {name} is");
    }
    let mut ids = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (verb, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()), "{verb} {path}: {id} is used twice");
            assert!(
                operation["responses"]["default"].is_object(),
                "{verb} {path} says nothing of problems"
            );
            let said = operation["summary"].as_str().or(operation["description"].as_str());
            assert!(
                said.is_some_and(|said| !said.is_empty()),
                "{verb} {path} does not say what it does"
            );
        }
    }
}
