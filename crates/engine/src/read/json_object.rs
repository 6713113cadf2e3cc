//! Turns a JSON object into named texts.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// An object's members in their order, values as they are written.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A string, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members_;
        impl<'de> Visitor<'de> for Members_ {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Text(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Members_)
    }
}

/// Calls `field` with each member's name and text. Members of a nested object are named `outer.inner`; what lies
/// deeper, and arrays, stay JSON text. Null is an empty text.
pub(crate) fn for_each_member<E>(
    object: &[u8],
    mut field: impl FnMut(&str, &[u8]) -> Result<(), E>,
) -> Result<Result<(), E>, serde_json::Error> {
    let Members(members) = serde_json::from_slice(object)?;
    for (name, value) in members {
        let outcome = if value.get().starts_with('{') {
            nested(&name, value, &mut field)?
        } else {
            field(&name, scalar(value)?.as_bytes())
        };
        if outcome.is_err() {
            return Ok(outcome);
        }
    }
    Ok(Ok(()))
}

fn nested<E>(
    outer: &str,
    value: &RawValue,
    field: &mut impl FnMut(&str, &[u8]) -> Result<(), E>,
) -> Result<Result<(), E>, serde_json::Error> {
    let Members(members) = serde_json::from_str(value.get())?;
    for (inner, value) in members {
        let outcome = field(&format!("{outer}.{inner}"), scalar(value)?.as_bytes());
        if outcome.is_err() {
            return Ok(outcome);
        }
    }
    Ok(Ok(()))
}

/// A string without its quotes, null as nothing, everything else as it is written.
fn scalar(value: &RawValue) -> Result<Cow<'_, str>, serde_json::Error> {
    let json = value.get();
    if json.starts_with('"') {
        let Text(text) = serde_json::from_str(json)?;
        return Ok(text);
    }
    Ok(Cow::Borrowed(if json == "null" { "" } else { json }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(json: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for_each_member::<()>(json.as_bytes(), |name, text| {
            found.push((name.to_owned(), String::from_utf8_lossy(text).into_owned()));
            Ok(())
        })
        .unwrap()
        .unwrap();
        found
    }

    #[test]
    fn members_are_flattened_one_level() {
        let found = members(r#"{"b":1.50,"a":"x\n\"长","c":{"d":true,"e":{"f":[1, 2]}},"g":null,"h":[{}]}"#);
        let expected = [
            ("b", "1.50"),
            ("a", "x\n\"长"),
            ("c.d", "true"),
            ("c.e", r#"{"f":[1, 2]}"#),
            ("g", ""),
            ("h", "[{}]"),
        ];
        assert_eq!(found, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
        assert_eq!(
            members(r#"{"id":12345678901234567890123}"#)[0].1,
            "12345678901234567890123"
        );
        assert!(for_each_member::<()>(b"[1]", |_, _| Ok(())).is_err());
    }
}
