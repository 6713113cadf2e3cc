//! Logins and names.

use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

const MOST_LOGIN_CHARS: usize = 64;
const MOST_NAME_CHARS: usize = 80;

/// A login in its one form: without spaces around it, in lower case. `Ann` and `ann` are the same person.
pub(crate) fn one_form(login: &str) -> String {
    login.trim().to_lowercase().chars().take(MOST_LOGIN_CHARS + 1).collect()
}

/// A login that somebody is to have: letters of any script, digits, and `.`, `_`, `-`, `@`, `+`.
///
/// # Errors
/// `bad-login`.
#[allow(clippy::result_large_err)] // A refusal ends the request.
pub(crate) fn checked_login(login: &str) -> Result<String, Refusal> {
    let login = one_form(login);
    let length = login.chars().count();
    let fits = login
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | '+'));
    if (2..=MOST_LOGIN_CHARS).contains(&length) && fits {
        return Ok(login);
    }
    Err(Refusal::new(
        "bad-login",
        Bilingual::new("登录名不合要求", "this cannot be a login"),
        Bilingual::new(
            "用 2 到 64 个字母、数字或 . _ - @ +",
            "use 2 to 64 letters, digits or any of . _ - @ +",
        ),
    )
    .in_column("login")
    .with_value(&login))
}

/// A name that others see.
///
/// # Errors
/// `bad-name`.
#[allow(clippy::result_large_err)] // A refusal ends the request.
pub(crate) fn checked(name: &str) -> Result<String, Refusal> {
    let name = name.trim();
    let length = name.chars().count();
    if (1..=MOST_NAME_CHARS).contains(&length) && !name.chars().any(is_invisible) {
        return Ok(name.to_owned());
    }
    Err(Refusal::new(
        "bad-name",
        Bilingual::new("名称不合要求", "this cannot be a name"),
        Bilingual::new(
            "用 1 到 80 个字符，不含控制字符",
            "use 1 to 80 characters without control characters",
        ),
    )
    .in_column("name")
    .with_value(name))
}

/// Control characters, and those that turn the direction of writing: a name must not disguise itself.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_have_one_form() {
        assert_eq!(checked_login(" Wang.Wei@Example.com ").unwrap(), "wang.wei@example.com");
        assert_eq!(checked_login("王伟").unwrap(), "王伟");
        for login in ["", "a", "a b", "a\0b", "a/b", &"x".repeat(65)] {
            assert_eq!(checked_login(login).unwrap_err().code, "bad-login", "{login:?}");
        }
    }

    #[test]
    fn names_are_visible() {
        assert_eq!(checked(" 王 伟 ").unwrap(), "王 伟");
        for name in ["", "  ", "a\nb", "a\u{202e}b", &"x".repeat(81)] {
            assert_eq!(checked(name).unwrap_err().code, "bad-name", "{name:?}");
        }
    }
}
