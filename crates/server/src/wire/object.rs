//! Objects that may not be written as lists.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::{Map, Value};

/// Reads an object by the names of its members. What serde derives would also take their values one after the other, which no document says:
/// `#[serde(default, deserialize_with = "object")]`.
///
/// # Errors
/// When it is no object, or one that does not fit.
pub fn object<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let members = Map::deserialize(deserializer)?;
    serde_json::from_value(Value::Object(members)).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, serde::Deserialize)]
    #[serde(default)]
    struct Options {
        days: Option<u32>,
    }

    #[test]
    fn a_list_is_no_object() {
        let read = |text: &str| object::<Options, _>(&mut serde_json::Deserializer::from_str(text));
        assert_eq!(read("{\"days\":7}").unwrap(), Options { days: Some(7) });
        assert!(read("[7]").is_err() && read("{\"days\":\"x\"}").is_err() && read("null").is_err());
    }
}
