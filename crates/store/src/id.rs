//! Ids as they come from outside.

/// The longest id.
const MOST_CHARS: usize = 64;

/// Whether a text can be an id at all: ASCII letters, digits, `-` and `_`. Anything else is not looked up: PostgreSQL
/// refuses a NUL where SQLite finds nothing.
pub fn is_plausible(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= MOST_CHARS
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::is_plausible;

    #[test]
    fn what_cannot_be_an_id_is_not_looked_up() {
        assert!(is_plausible("k3f-0_Z"));
        for id in ["", "a\0", "a b", "é", &"x".repeat(65)] {
            assert!(!is_plausible(id), "{id:?}");
        }
    }
}
