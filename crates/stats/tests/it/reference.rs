//! Reads what `tests/reference/make.py` wrote.

use serde_json::Value;

/// One section of reference.json.
pub struct Section(Value);

impl Section {
    pub fn named(name: &str) -> Self {
        let all: Value = serde_json::from_str(include_str!("../reference/reference.json")).unwrap();
        Self(all[name].clone())
    }

    pub fn get<T: serde::de::DeserializeOwned>(&self, name: &str) -> T {
        serde_json::from_value(self.0[name].clone()).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

/// Equal to within an absolute tolerance.
#[track_caller]
pub fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} instead of {expected}");
}

/// One section of watch.json, which `tests/reference/make_watch.py` wrote.
pub fn watch(section: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../reference/watch.json")).unwrap();
    all[section].clone()
}
