//! What the door says, as problems.

use axum::http::StatusCode;
use holdfast_domain::lang::Bilingual;
use holdfast_identity::error::IdentityError;
use holdfast_store::error::StoreError;

use super::precondition::changed_meanwhile;
use super::problem::Problem;

impl From<IdentityError> for Problem {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Store(error) => error.into(),
            IdentityError::Refused(refusal) => (*refusal).into(),
            IdentityError::WrongLogin => Self::new(
                StatusCode::UNAUTHORIZED,
                "wrong-login",
                Bilingual::new("账号或密码不正确", "the login or the password is wrong"),
                Bilingual::new(
                    "检查后重试；忘记密码请找管理员重置",
                    "check both; an administrator can reset a password",
                ),
            ),
            IdentityError::SecondFactorNeeded => Self::new(
                StatusCode::UNAUTHORIZED,
                "second-factor-needed",
                Bilingual::new("还需要动态验证码", "a code of the second factor is needed"),
                Bilingual::new(
                    "输入验证器应用上的六位数字",
                    "type the six digits that your authenticator shows",
                ),
            ),
            IdentityError::WrongCode => Self::new(
                StatusCode::UNAUTHORIZED,
                "wrong-code",
                Bilingual::new("验证码不正确或已用过", "the code is wrong or was used before"),
                Bilingual::new("等下一个验证码出现后再试", "wait for the next code and try again"),
            ),
            IdentityError::Locked { retry_after_s } => Self::busy(StatusCode::LOCKED, "locked", retry_after_s),
            IdentityError::TooMany { retry_after_s } => {
                Self::busy(StatusCode::TOO_MANY_REQUESTS, "too-many-attempts", retry_after_s)
            }
            IdentityError::NotFound => Self::not_found(),
            other => Self::failed(&other),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale { .. } => changed_meanwhile(),
            StoreError::Taken(name) => Self::new(
                StatusCode::CONFLICT,
                "taken",
                Bilingual::new(format!("“{name}”已被使用"), format!("`{name}` is taken")),
                Bilingual::new("换一个名字", "choose another name"),
            ),
            StoreError::LastAdministrator => Self::new(
                StatusCode::CONFLICT,
                "last-administrator",
                Bilingual::new(
                    "这样就没有可用的管理员了",
                    "nobody would be left who is an active administrator",
                ),
                Bilingual::new("先让另一个人成为管理员", "make somebody else an administrator first"),
            ),
            other => Self::failed(&other),
        }
    }
}
