//! Which passwords are accepted.
//!
//! As NIST SP 800-63B §3.1.1 has it: length is what counts, and not being among those that are tried first. No kinds of
//! characters are demanded and no change is demanded after a time, since both make passwords worse.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;

use super::pieces;

/// The fewest characters.
pub const FEWEST_CHARS: usize = 10;
/// The most characters: hashing is work.
pub const MOST_CHARS: usize = 128;

/// Accepts a password for a login.
///
/// # Errors
/// `password-too-short`, `password-too-long`, `password-holds-login`, `password-common`.
#[allow(clippy::result_large_err)] // A refusal ends the request.
pub fn check(password: &str, login: &str) -> Result<(), Refusal> {
    let length = password.chars().count();
    if length < FEWEST_CHARS {
        return Err(refusal(
            "password-too-short",
            bilingual!(
                "密码少于 {FEWEST_CHARS} 个字符",
                "the password has fewer than {FEWEST_CHARS} characters"
            ),
        ));
    }
    if length > MOST_CHARS {
        return Err(refusal(
            "password-too-long",
            bilingual!(
                "密码超过 {MOST_CHARS} 个字符",
                "the password has more than {MOST_CHARS} characters"
            ),
        ));
    }
    let lower = password.to_lowercase();
    let login = login.to_lowercase();
    let name = login.split('@').next().unwrap_or_default();
    if name.chars().count() >= 4 && lower.contains(name) {
        return Err(refusal(
            "password-holds-login",
            Bilingual::new("密码包含登录名", "the password holds the login"),
        ));
    }
    if pieces::is_made_of_common_pieces(&lower, name) {
        return Err(refusal(
            "password-common",
            Bilingual::new(
                "密码由常见的词、数字或键位组成，容易被猜中",
                "the password is made of common words, numbers or keys and is among the first to be tried",
            ),
        ));
    }
    Ok(())
}

fn refusal(code: &'static str, problem: Bilingual) -> Refusal {
    let remedy = Bilingual::new(
        "用几个互不相关的词，或由密码管理器生成",
        "use several unrelated words, or let a password manager make one",
    );
    Refusal::new(code, problem, remedy).in_column("password")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> Option<&'static str> {
        check(password, "wang.wei@example.com")
            .err()
            .map(|refusal| refusal.code)
    }

    #[test]
    fn length_and_login() {
        assert_eq!(code("x7$kqp2m!"), Some("password-too-short"));
        assert_eq!(code("中文口令也算字符数九"), None);
        assert_eq!(code(&"xk9 ".repeat(33)), Some("password-too-long"));
        assert_eq!(code("my Wang.Wei forever"), Some("password-holds-login"));
    }

    #[test]
    fn what_is_tried_first_is_refused() {
        for common in [
            "1234567890",
            "0123456789",
            "9876543210",
            "qwertyuiop",
            "1qaz2wsx3edc",
            "q1w2e3r4t5",
            "aaaaaaaaaaaa",
            "1111122222",
            "password123",
            "P@ssw0rd2024",
            "woaini1314520",
            "5201314520",
            "Woaini520!",
            "admin123456",
            "Aa123456789",
            "zhang123456",
            "13812345678",
            "19900101abc",
            "20240101123",
            "11010519491231002X",
            "holdfast2026",
            "iloveyou123!",
            "abcabcabcabc",
            "qwer1234!@#$",
            "baobei5201314",
        ] {
            assert_eq!(code(common), Some("password-common"), "{common}");
        }
    }

    #[test]
    fn what_is_not_is_accepted() {
        for good in [
            "correct horse battery",
            "k3v-9xq2-mm7t",
            "三只绵羊在屋顶跳舞",
            "tulip.kettle.7",
            "Zx81!harmonica",
            "d41d8cd98f00b204",
        ] {
            assert_eq!(check(&format!("{good} "), "ann").err().map(|r| r.code), None, "{good}");
        }
    }
}
