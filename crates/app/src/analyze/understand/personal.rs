//! Personal fields: names, phones, addresses, identity numbers. They are never used and never shown.

use holdfast_engine::table::Column;

use super::names::Name;

/// Rows looked at when the values decide.
const ROWS: usize = 2_000;

/// Whether the column holds personal data, by its name or by its values.
pub fn is_personal(column: &Column, name: &Name) -> bool {
    named_so(name) || valued_so(column)
}

/// Whether the name alone says so.
pub(crate) fn named_so(name: &Name) -> bool {
    let whole = [
        "name",
        "surname",
        "firstname",
        "lastname",
        "fullname",
        "customername",
        "clientname",
        "contactname",
        "phone",
        "phonenumber",
        "mobile",
        "mobilephone",
        "telephone",
        "tel",
        "email",
        "emailaddress",
        "mail",
        "address",
        "homeaddress",
        "idcard",
        "idnumber",
        "ssn",
        "passport",
        "ip",
        "ipaddress",
        "wechat",
        "qq",
        "姓名",
        "客户姓名",
        "客户名称",
        "联系人",
        "手机",
        "手机号",
        "手机号码",
        "电话",
        "联系电话",
        "电话号码",
        "邮箱",
        "电子邮箱",
        "电子邮件",
        "地址",
        "家庭地址",
        "住址",
        "联系地址",
        "身份证",
        "身份证号",
        "身份证号码",
        "微信号",
        "车牌",
        "车牌号",
        "银行卡号",
        "护照号",
        "车主姓名",
    ];
    whole.contains(&name.joined.as_str())
}

fn valued_so(column: &Column) -> bool {
    let Some(text) = column.as_text() else { return false };
    let mut seen = 0usize;
    let mut personal = 0usize;
    for level in text.levels.iter().take(ROWS) {
        seen += 1;
        personal += usize::from(looks_personal(level.trim()));
    }
    seen >= 20 && personal * 10 >= seen * 8
}

fn looks_personal(value: &str) -> bool {
    is_email(value) || is_mobile(value) || is_identity_number(value)
}

fn is_email(value: &str) -> bool {
    value
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !value.contains(' '))
}

/// A mainland Chinese mobile number, masked or not, with or without the country code.
fn is_mobile(value: &str) -> bool {
    let value = value
        .strip_prefix("+86")
        .unwrap_or(value)
        .trim_start_matches([' ', '-']);
    let mut chars = value.chars().filter(|c| !matches!(c, ' ' | '-'));
    chars.next() == Some('1')
        && chars.next().is_some_and(|c| ('3'..='9').contains(&c))
        && value.chars().filter(|c| c.is_ascii_digit() || *c == '*').count() == 11
        && value
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '*' | ' ' | '-'))
}

/// A resident identity number: 17 digits and a digit or X.
fn is_identity_number(value: &str) -> bool {
    value.len() == 18
        && value.bytes().take(17).all(|b| b.is_ascii_digit() || b == b'*')
        && value
            .bytes()
            .last()
            .is_some_and(|b| b.is_ascii_digit() || matches!(b, b'X' | b'x'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_mails_and_identity_numbers_are_recognised() {
        assert!(looks_personal("13812341234") && looks_personal("138****1234") && looks_personal("+86 139-1234-1234"));
        assert!(looks_personal("a@b.cn") && looks_personal("11010519491231002X"));
        assert!(!looks_personal("12345678901") && !looks_personal("Month-to-month"));
        assert!(named_so(&Name::new("Surname")) && !named_so(&Name::new("plan name")));
    }
}
