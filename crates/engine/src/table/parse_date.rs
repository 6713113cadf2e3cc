//! Dates as people write them. Day and month are never guessed: a numeric date that does not begin with the year is
//! handed back as it stands ([`When::Either`]) and the column decides.

use super::instant::day_seconds;
use super::parse_clock::{Clock, digits, parse_after_date};

/// The order of day and month in dates such as 5/1/2024.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 5/1/2024 is the fifth of January.
    DayFirst,
    /// 5/1/2024 is the first of May.
    MonthFirst,
}

/// A date and time that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// Civil seconds as written; `offset`: how far they are ahead of UTC, if the value said so.
    Known {
        seconds: i64,
        offset: Option<i64>,
        format: &'static str,
    },
    /// Two numbers and a year: the order decides. At least one order gives a real date.
    Either {
        day_first: Option<i64>,
        month_first: Option<i64>,
        offset: Option<i64>,
    },
}

impl When {
    /// The civil seconds under an order; `None` if that order does not give a date.
    pub(crate) fn seconds(self, order: Option<DateOrder>) -> Option<i64> {
        match (self, order) {
            (Self::Known { seconds, .. }, _) => Some(seconds),
            (Self::Either { day_first, .. }, Some(DateOrder::DayFirst)) => day_first,
            (Self::Either { month_first, .. }, Some(DateOrder::MonthFirst)) => month_first,
            (Self::Either { .. }, None) => None,
        }
    }

    /// The only order under which the value is a date, if there is just one.
    pub(crate) fn only_order(self) -> Option<DateOrder> {
        match self {
            Self::Either {
                day_first: Some(_),
                month_first: None,
                ..
            } => Some(DateOrder::DayFirst),
            Self::Either {
                day_first: None,
                month_first: Some(_),
                ..
            } => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// Whether both orders give a date, and different ones.
    pub(crate) fn is_ambiguous(self) -> bool {
        matches!(self, Self::Either { day_first: Some(a), month_first: Some(b), .. } if a != b)
    }

    /// Seconds ahead of UTC, if the value had `Z` or an offset.
    pub(crate) fn offset(self) -> Option<i64> {
        match self {
            Self::Known { offset, .. } | Self::Either { offset, .. } => offset,
        }
    }

    /// The seconds under an order: of UTC when `utc` and the value had an offset, else as written.
    pub(crate) fn seconds_in(self, order: Option<DateOrder>, utc: bool) -> Option<i64> {
        let ahead = if utc { self.offset().unwrap_or(0) } else { 0 };
        Some(self.seconds(order)? - ahead)
    }

    /// How the date was written.
    pub(crate) fn format(self, order: Option<DateOrder>) -> &'static str {
        match (self, order) {
            (Self::Known { format, .. }, _) => format,
            (_, Some(DateOrder::MonthFirst)) => "M/D/YYYY",
            (_, _) => "D/M/YYYY",
        }
    }
}

/// The longest text that is tried, e.g. `Wednesday` never is: `2024-01-05T10:30:00.123456789+08:00` has 35 bytes.
const MAX_LENGTH: usize = 48;

/// Reads a trimmed value; `None` if it is not a date. Eight digits without separators are not one here.
pub(crate) fn parse_date(trimmed: &[u8]) -> Option<When> {
    if trimmed.len() < 8 || trimmed.len() > MAX_LENGTH {
        return None;
    }
    if let Some(when) = iso(trimmed) {
        return Some(when);
    }
    if !trimmed[0].is_ascii_digit() {
        return month_name_first(trimmed);
    }
    let (first, rest) = digits(trimmed, 1, 4)?;
    if trimmed.len() - rest.len() == 4 {
        return year_first(first, rest);
    }
    if trimmed.len() - rest.len() > 2 {
        return None;
    }
    match rest.first()? {
        separator @ (b'/' | b'-' | b'.') if rest.get(1)?.is_ascii_digit() => either(first, &rest[1..], *separator),
        b' ' | b'-' => day_then_name(first, &rest[1..]),
        _ => None,
    }
}

/// `2024-01-05` and `2024-01-05 10:30:00`: the forms that machines write, a million times over. The general parsers
/// read them too, several times slower.
fn iso(text: &[u8]) -> Option<When> {
    let number = |at: usize, length: usize| {
        let digits = &text[at..at + length];
        let value = |sum: i64, digit: &u8| sum * 10 + i64::from(digit.wrapping_sub(b'0'));
        digits
            .iter()
            .all(u8::is_ascii_digit)
            .then(|| digits.iter().fold(0, value))
    };
    if !matches!(text.len(), 10 | 19) || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let mut clock = Clock::default();
    if text.len() == 19 {
        if !matches!(text[10], b' ' | b'T') || text[13] != b':' || text[16] != b':' {
            return None;
        }
        let (hour, minute, second) = (number(11, 2)?, number(14, 2)?, number(17, 2)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        clock.seconds = hour * 3600 + minute * 60 + second;
    }
    known(
        day_of(number(0, 4)?, number(5, 2)?, number(8, 2)?)?,
        clock,
        "YYYY-MM-DD",
    )
}

/// What stands after year, month and day, and the format's name.
type Marks = (&'static [u8], &'static [u8], &'static [u8], &'static str);

/// 2024-01-05, 2024/1/5, 2024.1.5, 2024年1月5日.
fn year_first(year: i64, rest: &[u8]) -> Option<When> {
    let marks: [Marks; 4] = [
        (b"-", b"-", b"", "YYYY-MM-DD"),
        (b"/", b"/", b"", "YYYY/M/D"),
        (b".", b".", b"", "YYYY.M.D"),
        ("年".as_bytes(), "月".as_bytes(), "日".as_bytes(), "YYYY年M月D日"),
    ];
    let (after_year, after_month, after_day, format) = marks
        .into_iter()
        .find(|(after_year, ..)| rest.starts_with(after_year))?;
    let (month, rest) = digits(rest[after_year.len()..].trim_ascii_start(), 1, 2)?;
    let (day, rest) = digits(rest.strip_prefix(after_month)?.trim_ascii_start(), 1, 2)?;
    let rest = rest.strip_prefix(after_day)?;
    // 2024年1月5日10:30 is written without a space.
    let clock = if !after_day.is_empty() && rest.first().is_some_and(u8::is_ascii_digit) {
        let mut spaced = [b' '; MAX_LENGTH + 1];
        spaced[1..=rest.len()].copy_from_slice(rest);
        parse_after_date(&spaced[..=rest.len()])?
    } else {
        parse_after_date(rest)?
    };
    known(day_of(year, month, day)?, clock, format)
}

/// 5/1/2024 and its kin.
fn either(first: i64, rest: &[u8], separator: u8) -> Option<When> {
    let (second, rest) = digits(rest, 1, 2)?;
    let (year, rest) = digits(rest.strip_prefix(&[separator])?, 4, 4)?;
    let clock = parse_after_date(rest)?;
    let day_first = day_of(year, second, first).map(|day| local(day, clock));
    let month_first = day_of(year, first, second).map(|day| local(day, clock));
    day_first.or(month_first)?;
    Some(When::Either {
        day_first,
        month_first,
        offset: clock.offset,
    })
}

/// 5 Jan 2024, 5-Jan-2024.
fn day_then_name(day: i64, rest: &[u8]) -> Option<When> {
    let (month, rest) = month_name(rest)?;
    let rest = rest.strip_prefix(b".").unwrap_or(rest);
    let rest = rest.strip_prefix(b",").unwrap_or(rest);
    let rest = match rest.first()? {
        b' ' | b'-' => &rest[1..],
        _ => return None,
    };
    let (year, rest) = digits(rest.trim_ascii_start(), 4, 4)?;
    known(day_of(year, month, day)?, parse_after_date(rest)?, "D Mon YYYY")
}

/// Jan 5, 2024; January 5 2024.
fn month_name_first(text: &[u8]) -> Option<When> {
    let (month, rest) = month_name(text)?;
    let rest = rest.strip_prefix(b".").unwrap_or(rest);
    let (day, rest) = digits(rest.strip_prefix(b" ")?.trim_ascii_start(), 1, 2)?;
    let rest = rest.strip_prefix(b",").unwrap_or(rest);
    let (year, rest) = digits(rest.strip_prefix(b" ")?.trim_ascii_start(), 4, 4)?;
    known(day_of(year, month, day)?, parse_after_date(rest)?, "Mon D, YYYY")
}

const MONTHS: [&[u8]; 12] = [
    b"january",
    b"february",
    b"march",
    b"april",
    b"may",
    b"june",
    b"july",
    b"august",
    b"september",
    b"october",
    b"november",
    b"december",
];

/// A month's full name or its first three letters (`Sept` too), in any case.
fn month_name(text: &[u8]) -> Option<(i64, &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (name, rest) = text.split_at(length);
    let is_month = |full: &&[u8]| {
        name.eq_ignore_ascii_case(full)
            || name.eq_ignore_ascii_case(&full[..3])
            || (name.len() == 4 && full.starts_with(b"sept") && name.eq_ignore_ascii_case(&full[..4]))
    };
    let month = MONTHS.iter().position(is_month)?;
    Some((month as i64 + 1, rest))
}

fn day_of(year: i64, month: i64, day: i64) -> Option<i64> {
    day_seconds(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
}

/// The local time as written: a day belongs to the place where it was lived, not to Greenwich.
fn local(day: i64, clock: Clock) -> i64 {
    day + clock.seconds
}

fn known(day: i64, clock: Clock, format: &'static str) -> Option<When> {
    Some(When::Known {
        seconds: local(day, clock),
        offset: clock.offset,
        format,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const JAN_5: i64 = 1_704_412_800; // 2024-01-05T00:00

    fn known_seconds(text: &str) -> Option<i64> {
        parse_date(text.as_bytes())?.seconds(None)
    }

    #[test]
    fn dates_whose_order_is_plain() {
        for text in [
            "2024-01-05",
            "2024/1/5",
            "2024.1.5",
            "2024年1月5日",
            "5 Jan 2024",
            "05-JAN-2024",
            "Jan 5, 2024",
            "january 5 2024",
            "2024-01-05T00:00:00Z",
            "2024-01-05 00:00:00+08:00",
        ] {
            assert_eq!(known_seconds(text), Some(JAN_5), "{text}");
        }
        assert_eq!(known_seconds("2024年1月5日10:30"), Some(JAN_5 + 37_800));
        assert_eq!(known_seconds("2024-01-05 10:30:00.5"), Some(JAN_5 + 37_800));
    }

    #[test]
    fn day_and_month_are_never_guessed() {
        let both = parse_date(b"5/1/2024").unwrap();
        assert!(both.is_ambiguous());
        assert_eq!(both.seconds(None), None);
        assert_eq!(both.seconds(Some(DateOrder::DayFirst)), Some(JAN_5));
        assert_eq!(
            parse_date(b"1/5/2024").unwrap().seconds(Some(DateOrder::MonthFirst)),
            Some(JAN_5)
        );
        assert_eq!(
            parse_date(b"13.1.2024").unwrap().only_order(),
            Some(DateOrder::DayFirst)
        );
        assert_eq!(
            parse_date(b"1-13-2024 8:00").unwrap().only_order(),
            Some(DateOrder::MonthFirst)
        );
        assert!(!parse_date(b"5/5/2024").unwrap().is_ambiguous());
    }

    #[test]
    fn what_is_not_a_date() {
        for text in [
            "",
            "20240105",
            "2024-1",
            "2024-02-30",
            "13/13/2024",
            "2024-01-05x",
            "2024-01/05",
            "1/5/24",
            "Foo 5, 2024",
            "5 Janu 2024",
            "2024年1月5",
            "1.234.5678.9",
            "192.168.1.100",
            "10:30:00",
            "0000-01-01",
        ] {
            assert_eq!(parse_date(text.as_bytes()), None, "{text}");
        }
    }
}
