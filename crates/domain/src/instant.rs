//! Instants as texts: RFC 3339.

use jiff::Timestamp;

/// Microseconds since 1970 as RFC 3339, UTC; `None` beyond the years −9999 to 9999.
pub fn text(at_us: i64) -> Option<String> {
    Timestamp::from_microsecond(at_us).ok().map(|at| at.to_string())
}

/// The instant of a text that says its offset (`Z`, `+08:00`).
pub fn read(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(|at| at.as_microsecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_back_wherever_it_was_written() {
        let at_us = 1_767_600_000_000_001;
        assert_eq!(text(at_us).as_deref(), Some("2026-01-05T08:00:00.000001Z"));
        assert_eq!(read("2026-01-05T16:00:00.000001+08:00"), Some(at_us));
        assert_eq!(text(i64::MAX), None);
        for text in ["", "2026-01-05", "2026-01-05T08:00:00", "yesterday"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
