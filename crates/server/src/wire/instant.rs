//! Instants as they travel: RFC 3339.

use holdfast_domain::instant;

/// Microseconds since 1970 as a text, UTC; the latest text there is where no calendar reaches.
pub fn text(at_us: i64) -> String {
    instant::text(at_us).unwrap_or_else(|| "9999-12-31T00:00:00Z".to_owned())
}

/// The instant of a text with an offset.
pub fn read(text: &str) -> Option<i64> {
    instant::read(text)
}
