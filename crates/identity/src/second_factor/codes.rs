//! Codes by the clock.

use holdfast_domain::zone::SECOND_US;
use totp_rs::{Algorithm, Builder};

use crate::error::IdentityError;

/// RFC 6238's step and what authenticator apps expect of a code.
const STEP_S: u64 = 30;
const DIGITS: u8 = 6;

/// The step whose code this is: of the present half minute, the one before or the one after, since clocks differ.
pub(crate) fn step_of(secret: &[u8], code: &str, now_us: i64) -> Result<Option<i64>, IdentityError> {
    let totp = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(DIGITS)
        .with_step_duration(STEP_S)
        .with_skew(1)
        .with_secret(secret)
        .build()
        .map_err(|error| IdentityError::Broken(format!("the second factor's secret: {error}")))?;
    let now_s = u64::try_from(now_us / SECOND_US).unwrap_or(0);
    Ok(totp.check(code, now_s).and_then(|step| i64::try_from(step).ok()))
}

/// A code as it was typed: without spaces, and whether it has the form of one.
pub(crate) fn typed(code: &str) -> Option<String> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    (code.len() == usize::from(DIGITS) && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1; the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let step = |seconds: i64| step_of(secret, code, seconds * SECOND_US).unwrap();
            assert_eq!(step(seconds), Some(seconds / 30), "{seconds}");
            assert_eq!(step(seconds + 30), Some(seconds / 30), "a step late");
            assert_eq!(step(seconds - 30), Some(seconds / 30), "a step early");
            assert_eq!(step(seconds + 60), None, "two steps late");
            let early = (seconds >= 60).then(|| step(seconds - 60)).flatten();
            assert_eq!(early, None, "two steps early");
        }
    }

    #[test]
    fn what_is_no_code_is_not_tried() {
        assert_eq!(typed(" 123 456 ").as_deref(), Some("123456"));
        for text in ["12345", "1234567", "12345a", "١٢٣٤٥٦"] {
            assert_eq!(typed(text), None);
        }
    }
}
