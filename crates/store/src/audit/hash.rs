//! The hash that binds a line of the audit log to the one before it.

use std::fmt::Write;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::row::Model;

/// The hash before the first line.
pub(crate) const FIRST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256 over the line as canonical JSON, the previous hash included, its own left out.
pub(crate) fn of(row: &Model) -> String {
    let line = json!({
        "seq": row.seq,
        "at_us": row.at_us,
        "actor_id": row.actor_id,
        "actor": row.actor,
        "action": row.action,
        "target": row.target,
        "detail": row.detail,
        "previous_hash": row.previous_hash,
    });
    let digest = Sha256::digest(canonical(&line).as_bytes());
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// JSON without spaces, the keys of every object in order: the same value is the same text.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut sorted: Vec<(&String, &Value)> = fields.iter().collect();
            sorted.sort_by_key(|(key, _)| *key);
            let inner: Vec<String> = sorted
                .into_iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", inner.join(","))
        }
        Value::Array(items) => {
            let inner: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", inner.join(","))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_keys_changes_nothing_and_a_value_does() {
        let a: Value = serde_json::from_str(r#"{"b": [1, {"z": null, "a": "\u0000\""}], "a": "中"}"#).unwrap();
        assert_eq!(canonical(&a), r#"{"a":"中","b":[1,{"a":"\u0000\"","z":null}]}"#);
    }

    #[test]
    fn the_hash_can_be_checked_with_other_tools() {
        // printf '%s' '{"action":"person.created","actor":"ann","actor_id":null,"at_us":1,"detail":"{}",
        // "previous_hash":"00…00","seq":1,"target":"bob"}' | sha256sum
        let row = Model {
            seq: 1,
            at_us: 1,
            actor_id: None,
            actor: "ann".to_owned(),
            action: "person.created".to_owned(),
            target: "bob".to_owned(),
            detail: "{}".to_owned(),
            previous_hash: FIRST.to_owned(),
            hash: String::new(),
        };
        assert_eq!(
            of(&row),
            "00f227b281f0973bec7144769b9b05a622e47d76ae726d692c3d11dbcf2ef376"
        );
    }
}
