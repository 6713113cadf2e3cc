//! What columns of a customer are called.

use holdfast_domain::lang::Bilingual;

use crate::analyze::understand::names::Name;
use crate::models::scoring::reasoning::attribute_label;

/// Names that columns often have, and the words for them. What a company calls otherwise keeps the company's word.
const WORDS: [(&str, &str, &str); 20] = [
    ("customerid", "客户编号", "customer id"),
    ("firstseenon", "首次出现", "first seen"),
    ("owner", "服务人员", "account manager"),
    ("channel", "渠道", "channel"),
    ("region", "地区", "region"),
    ("segment", "客群", "segment"),
    ("name", "姓名", "name"),
    ("fullname", "姓名", "name"),
    ("customername", "姓名", "name"),
    ("phone", "手机", "phone"),
    ("mobile", "手机", "mobile phone"),
    ("phonenumber", "手机", "phone"),
    ("email", "邮箱", "e-mail"),
    ("address", "地址", "address"),
    ("gender", "性别", "gender"),
    ("birthyear", "出生年份", "year of birth"),
    ("birthday", "生日", "birthday"),
    ("age", "年龄", "age"),
    ("city", "城市", "city"),
    ("plan", "套餐", "plan"),
];

/// A column in both languages.
pub(super) fn label(column: &str) -> Bilingual {
    let joined = Name::new(column).joined;
    WORDS
        .iter()
        .find(|(known, ..)| *known == joined)
        .map_or_else(|| attribute_label(column), |(_, zh, en)| Bilingual::new(*zh, *en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_have_words_and_others_stay() {
        assert_eq!(label("birth_year").zh, "出生年份");
        assert_eq!(label("customer_id").en, "customer id");
        assert_eq!(label("会员等级"), Bilingual::same("会员等级"));
    }
}
