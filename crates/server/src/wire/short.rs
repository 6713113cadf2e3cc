//! Texts that may not be longer than the document says.

use serde::de::{Deserialize, Deserializer, Error};

/// Reads a text of at most `MOST` characters, or none: `#[serde(default, deserialize_with = "short::<64, _>")]`.
///
/// # Errors
/// When it is longer, or no text.
pub fn short<'de, const MOST: usize, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let found = Option::<String>::deserialize(deserializer)?;
    match &found {
        Some(text) if text.chars().nth(MOST).is_some() => {
            Err(D::Error::custom(format_args!("at most {MOST} characters are allowed")))
        }
        _ => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_and_not_bytes() {
        let read = |text: &str| short::<2, _>(&mut serde_json::Deserializer::from_str(text));
        assert_eq!(read("\"客户\"").unwrap().as_deref(), Some("客户"));
        assert_eq!(read("null").unwrap(), None);
        assert!(read("\"客户们\"").is_err());
        assert!(read("7").is_err());
    }
}
