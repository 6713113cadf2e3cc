//! Times of day: `HH:MM[:SS[.fff]]`, AM/PM, `Z` or an offset.

/// A time of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clock {
    /// Seconds after midnight; fractions are cut.
    pub(crate) seconds: i64,
    /// Seconds east of UTC, if the value said so.
    pub(crate) offset: Option<i64>,
}

/// Reads what follows a date: nothing, or `T` or a space and a time.
pub(crate) fn parse_after_date(rest: &[u8]) -> Option<Clock> {
    match rest.first() {
        None => Some(Clock::default()),
        Some(b'T' | b't' | b' ') => parse_clock(rest[1..].trim_ascii_start()),
        Some(_) => None,
    }
}

fn parse_clock(text: &[u8]) -> Option<Clock> {
    let (hour, rest) = digits(text, 1, 2)?;
    let (minute, mut rest) = digits(rest.strip_prefix(b":")?, 2, 2)?;
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(b":") {
        (second, rest) = digits(after, 2, 2)?;
        if let Some((b'.' | b',', fraction)) = rest.split_first() {
            let length = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if !(1..=9).contains(&length) {
                return None;
            }
            rest = &fraction[length..];
        }
    }
    let (hour, rest) = half_day(hour, rest.trim_ascii_start())?;
    // A leap second is the next minute's first.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    Some(Clock {
        seconds: hour * 3600 + minute * 60 + second,
        offset: parse_offset(rest)?,
    })
}

/// Applies `AM` or `PM`, if there.
fn half_day(hour: i64, rest: &[u8]) -> Option<(i64, &[u8])> {
    let Some((mark, after)) = rest.split_at_checked(2) else {
        return Some((hour, rest));
    };
    let afternoon = mark.eq_ignore_ascii_case(b"PM");
    if !afternoon && !mark.eq_ignore_ascii_case(b"AM") {
        return Some((hour, rest));
    }
    if !(1..=12).contains(&hour) {
        return None;
    }
    Some((hour % 12 + if afternoon { 12 } else { 0 }, after))
}

/// `None` inside: no offset. `None` outside: not an offset.
fn parse_offset(rest: &[u8]) -> Option<Option<i64>> {
    let sign = match rest {
        [] => return Some(None),
        [b'Z' | b'z'] | b"UTC" => return Some(Some(0)),
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return None,
    };
    // +0800 has no colon: the hour is the first two digits, whatever follows.
    let (hour, rest) = rest[1..].split_at_checked(2)?;
    let (hour, _) = digits(hour, 2, 2)?;
    let minute = match rest {
        [] => 0,
        _ => {
            let (minute, rest) = digits(rest.strip_prefix(b":").unwrap_or(rest), 2, 2)?;
            if !rest.is_empty() {
                return None;
            }
            minute
        }
    };
    // The real ones reach from −12:00 to +14:00.
    (hour <= 14 && minute <= 59).then_some(Some(sign * (hour * 3600 + minute * 60)))
}

/// Reads between `least` and `most` digits (at most 9).
pub(crate) fn digits(text: &[u8], least: usize, most: usize) -> Option<(i64, &[u8])> {
    let length = text
        .iter()
        .take(most + 1)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if length < least || length > most {
        return None;
    }
    let value = text[..length]
        .iter()
        .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    Some((value, &text[length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(text: &str) -> Option<(i64, Option<i64>)> {
        parse_after_date(text.as_bytes()).map(|clock| (clock.seconds, clock.offset))
    }

    #[test]
    fn times_with_and_without_offsets() {
        assert_eq!(clock(""), Some((0, None)));
        assert_eq!(clock(" 8:26"), Some((8 * 3600 + 26 * 60, None)));
        assert_eq!(clock("T23:59:59.123"), Some((86_399, None)));
        assert_eq!(clock("T10:00:00Z"), Some((36_000, Some(0))));
        assert_eq!(clock("T10:00:00+08:00"), Some((36_000, Some(28_800))));
        assert_eq!(clock(" 10:00:00 -0530"), Some((36_000, Some(-19_800))));
        assert_eq!(clock(" 12:05 AM"), Some((300, None)));
        assert_eq!(clock(" 1:05:07 pm"), Some((13 * 3600 + 307, None)));
        for bad in [
            "T",
            " ",
            "x",
            " 24:00",
            " 10:60",
            " 10",
            " 10:5",
            " 13:00 PM",
            " 10:00+99:00",
            " 10:00:00.",
            "T10:00 x",
        ] {
            assert_eq!(clock(bad), None, "{bad}");
        }
    }
}
