//! Numbers as people write them: signs, exponents, thousands separators, currency, percent, accounting negatives,
//! full-width digits.

/// What a number looked like; see the constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form(u8);

impl Form {
    /// Unsigned digits and nothing else: may be an id.
    pub(crate) const PLAIN: Self = Self(1);
    /// Digits that begin with a zero and are more than one.
    pub(crate) const LEADING_ZERO: Self = Self(2);
    /// More than 15 digits: an f64 may not hold them.
    pub(crate) const LONG: Self = Self(4);
    /// Looks like a mainland mobile number: 11 digits, 13… to 19….
    pub(crate) const PHONE: Self = Self(8);
    /// Written with a percent sign.
    pub(crate) const PERCENT: Self = Self(16);
    /// Written with a point, an exponent, a separator or a symbol.
    pub(crate) const DECORATED: Self = Self(32);
    /// Too large for an f64, or spelled `inf`.
    pub(crate) const INFINITE: Self = Self(64);

    /// Whether all of `other` is in this.
    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// A number and what it looked like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Parsed {
    pub(crate) value: f64,
    pub(crate) form: Form,
}

/// Digits that an f64 holds exactly.
const EXACT_DIGITS: usize = 15;
/// A longer text is no number that a person wrote.
const MAX_LENGTH: usize = 64;

/// Reads a trimmed value; `None` if it is not a number.
pub(crate) fn parse_number(trimmed: &[u8]) -> Option<Parsed> {
    parse_simple(trimmed).or_else(|| parse_decorated(trimmed))
}

/// Optional sign, digits, optional point and exponent.
fn parse_simple(text: &[u8]) -> Option<Parsed> {
    let (signed, negative, body) = match text.first()? {
        b'-' => (true, true, &text[1..]),
        b'+' => (true, false, &text[1..]),
        _ => (false, false, text),
    };
    let digits = body.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == body.len() && digits > 0 {
        return Some(whole(body, signed, negative));
    }
    if body.len() > MAX_LENGTH || !is_decimal(body, digits) {
        return None;
    }
    let value: f64 = fast_float2::parse(body).ok()?;
    let form = if value.is_finite() {
        Form::DECORATED
    } else {
        Form::INFINITE
    };
    Some(Parsed {
        value: if negative { -value } else { value },
        form,
    })
}

fn whole(digits: &[u8], signed: bool, negative: bool) -> Parsed {
    let mut form = Form::default();
    if !signed {
        form = form.with(Form::PLAIN);
    }
    if digits.len() > 1 && digits[0] == b'0' {
        form = form.with(Form::LEADING_ZERO);
    }
    if digits.len() == 11 && digits[0] == b'1' && digits[1] >= b'3' {
        form = form.with(Form::PHONE);
    }
    let value = if digits.len() <= EXACT_DIGITS {
        digits
            .iter()
            .fold(0_u64, |sum, digit| sum * 10 + u64::from(digit - b'0')) as f64
    } else {
        form = form.with(Form::LONG);
        let value = fast_float2::parse(digits).unwrap_or(f64::INFINITY);
        if !f64::is_finite(value) {
            form = form.with(Form::INFINITE);
        }
        value
    };
    Parsed {
        value: if negative { -value } else { value },
        form,
    }
}

/// Whether `body`, which begins with this many digits, is `12.`, `.5`, `1.5`, `1e5`, `1.5E-7`.
fn is_decimal(body: &[u8], whole_digits: usize) -> bool {
    let mut rest = &body[whole_digits..];
    let mut digits = whole_digits;
    if let Some(after) = rest.strip_prefix(b".") {
        let fraction = after.iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits += fraction;
        rest = &after[fraction..];
    }
    if digits == 0 {
        return false;
    }
    match rest.split_first() {
        None => true,
        Some((b'e' | b'E', exponent)) => {
            let exponent = match exponent.first() {
                Some(b'+' | b'-') => &exponent[1..],
                _ => exponent,
            };
            !exponent.is_empty() && exponent.iter().all(u8::is_ascii_digit)
        }
        Some(_) => false,
    }
}

/// Everything else: normalised to ASCII, then taken apart from the outside in.
fn parse_decorated(trimmed: &[u8]) -> Option<Parsed> {
    let mut buffer = [0; MAX_LENGTH];
    let ascii = normalise(trimmed, &mut buffer)?;
    if is_infinity(ascii) {
        return Some(Parsed {
            value: f64::INFINITY,
            form: Form::INFINITE,
        });
    }
    if ascii != trimmed
        && let Some(parsed) = parse_simple(ascii)
    {
        return Some(parsed);
    }
    let (mut negative, mut body) = match ascii {
        [b'(', inner @ .., b')'] => (true, inner.trim_ascii()),
        _ => (false, ascii),
    };
    let accounting = negative;
    let mut signed = false;
    let mut currency = false;
    // A sign may stand before or after the currency, once.
    for _ in 0..2 {
        match body.first()? {
            sign @ (b'-' | b'+') if !signed && !accounting => {
                (signed, negative) = (true, *sign == b'-');
                body = &body[1..];
            }
            b'$' if !currency => {
                currency = true;
                body = body[1..].trim_ascii_start();
            }
            _ => break,
        }
    }
    let mut percent = false;
    match body.last()? {
        b'$' if !currency => body = body[..body.len() - 1].trim_ascii_end(),
        b'%' if !currency => {
            percent = true;
            body = body[..body.len() - 1].trim_ascii_end();
        }
        _ => {}
    }
    let size = grouped(body)?;
    let size = if percent { size / 100.0 } else { size };
    let mut form = Form::DECORATED;
    if percent {
        form = form.with(Form::PERCENT);
    }
    if !size.is_finite() {
        form = form.with(Form::INFINITE);
    }
    Some(Parsed {
        value: if negative { -size } else { size },
        form,
    })
}

fn is_infinity(ascii: &[u8]) -> bool {
    let body = match ascii.first() {
        Some(b'-' | b'+') => &ascii[1..],
        _ => ascii,
    };
    body.eq_ignore_ascii_case(b"inf") || body.eq_ignore_ascii_case(b"infinity")
}

/// An unsigned number that may have thousands separators: groups of exactly three after the first.
fn grouped(body: &[u8]) -> Option<f64> {
    let unsigned = |text: &[u8]| {
        let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (digits == text.len() && digits > 0 || is_decimal(text, digits))
            .then(|| fast_float2::parse::<f64, _>(text).ok())
            .flatten()
    };
    if !body.contains(&b',') {
        return unsigned(body);
    }
    let point = body.iter().position(|&byte| byte == b'.').unwrap_or(body.len());
    let mut groups = body[..point].split(|&byte| byte == b',');
    let first = groups.next()?;
    // Nobody separates thousands after a zero: `0,343` has a decimal comma, and is no number here rather than one a thousand times too large.
    if !(1..=3).contains(&first.len()) || first.starts_with(b"0") || !groups.all(|group| group.len() == 3) {
        return None;
    }
    if !body
        .iter()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'))
    {
        return None;
    }
    let mut joined = [0; MAX_LENGTH];
    let mut length = 0;
    for &byte in body.iter().filter(|&&byte| byte != b',') {
        *joined.get_mut(length)? = byte;
        length += 1;
    }
    unsigned(&joined[..length])
}

/// Writes the value in ASCII: full-width forms to their ASCII twins, every currency to `$`, 元 cut off the end.
fn normalise<'b>(trimmed: &'b [u8], buffer: &'b mut [u8; MAX_LENGTH]) -> Option<&'b [u8]> {
    if trimmed.len() > 3 * MAX_LENGTH {
        return None;
    }
    if trimmed.is_ascii() {
        return (trimmed.len() <= MAX_LENGTH).then_some(trimmed);
    }
    let text = std::str::from_utf8(trimmed).ok()?;
    let mut length = 0;
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let byte = match char {
            ' '..='~' => char as u8,
            // Full-width ! to ~.
            '\u{ff01}'..='\u{ff5e}' => u8::try_from(u32::from(char) - 0xFEE0).ok()?,
            '\u{3000}' | '\u{a0}' => b' ',
            '¥' | '￥' | '€' | '£' => b'$',
            '−' => b'-',
            '元' if chars.peek().is_none() => break,
            _ => return None,
        };
        *buffer.get_mut(length)? = byte;
        length += 1;
    }
    // 元 says currency, but nothing hangs on it: `5元` is 5, `元` alone is no number.
    Some(buffer[..length].trim_ascii())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        parse_number(text.as_bytes()).map(|parsed| parsed.value)
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, expected) in [
            ("0", 0.0),
            ("-12", -12.0),
            ("+7", 7.0),
            ("29.85", 29.85),
            (".5", 0.5),
            ("5.", 5.0),
            ("1.5e-3", 0.0015),
            ("1,234.5", 1234.5),
            ("1,234,567", 1_234_567.0),
            ("¥1,234.50", 1234.5),
            ("￥ 12", 12.0),
            ("$-5", -5.0),
            ("-$5.25", -5.25),
            ("€3", 3.0),
            ("99元", 99.0),
            ("12%", 0.12),
            ("-0.5 %", -0.005),
            ("(1,234.50)", -1234.5),
            ("($5)", -5.0),
            ("１２．５", 12.5),
            ("－３％", -0.03),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_number() {
        for text in [
            "",
            "-",
            ".",
            "abc",
            "1,23",
            "0,343",
            "-0,343",
            "012,345",
            "1234,567",
            "1,2345",
            "12a",
            "0x10",
            "1e",
            "--5",
            "(5",
            "5)",
            "$",
            "%",
            "元",
            "5%%",
            "1 000",
            "12,5",
            "1.2.3",
            "10:30",
            "2024-01-05",
            "(-5)",
            "$5%",
            "nan",
            "+",
            "()",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn forms_tell_ids_from_amounts() {
        let form = |text: &str| parse_number(text.as_bytes()).unwrap().form;
        assert!(form("007").has(Form::LEADING_ZERO) && form("007").has(Form::PLAIN));
        assert!(!form("0").has(Form::LEADING_ZERO));
        assert!(!form("0.5").has(Form::LEADING_ZERO) && form("0.5").has(Form::DECORATED));
        assert!(form("1234567890123456").has(Form::LONG));
        assert!(!form("123456789012345").has(Form::LONG));
        assert!(form("13812345678").has(Form::PHONE) && !form("12812345678").has(Form::PHONE));
        assert!(form("１３８１２３４５６７８").has(Form::PHONE));
        assert!(form("1e999").has(Form::INFINITE) && form("-Infinity").has(Form::INFINITE));
        assert!(form("12%").has(Form::PERCENT));
    }
}
