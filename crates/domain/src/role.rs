//! What a column of a table is for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::lang::Bilingual;

/// The part a column plays in an analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Names the customer.
    Id,
    /// Says whether the customer churned.
    Target,
    /// When an event happened (event log).
    Time,
    /// Money: the value of an event, or a customer's charge.
    Amount,
    /// How many units (event log).
    Quantity,
    /// Price of one unit (event log).
    UnitPrice,
    /// How long the customer has been one.
    Tenure,
    /// A number the model may use.
    Numeric,
    /// A category the model may use.
    Category,
    /// A date the model may use as a duration before the as-of day.
    Date,
    /// Name, phone, e-mail, address, identity number: never shown, never used.
    Personal,
    /// Nearly every value differs: carries no pattern a model could use.
    Unique,
    /// The same value in every row.
    Constant,
    /// Known only because the customer churned: left out.
    Leak,
    /// Product or item (event log).
    Product,
    /// Document or order number (event log).
    Order,
    /// Left out at the user's wish.
    Ignored,
}

impl Role {
    /// The role's name as shown to people.
    pub fn name(self) -> Bilingual {
        let (zh, en) = match self {
            Self::Id => ("客户编号", "customer id"),
            Self::Target => ("流失标签", "churn label"),
            Self::Time => ("发生时间", "event time"),
            Self::Amount => ("金额", "amount"),
            Self::Quantity => ("数量", "quantity"),
            Self::UnitPrice => ("单价", "unit price"),
            Self::Tenure => ("在网时长", "tenure"),
            Self::Numeric => ("数值", "number"),
            Self::Category => ("类别", "category"),
            Self::Date => ("日期", "date"),
            Self::Personal => ("个人信息", "personal field"),
            Self::Unique => ("几乎不重复", "near-unique"),
            Self::Constant => ("恒定不变", "constant"),
            Self::Leak => ("疑似泄漏", "suspected leak"),
            Self::Product => ("商品", "product"),
            Self::Order => ("单据号", "order number"),
            Self::Ignored => ("不使用", "ignored"),
        };
        Bilingual::new(zh, en)
    }

    /// Reads a role's snake_case name, as written in an overrides file.
    pub fn parse(text: &str) -> Option<Self> {
        Self::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text)).ok()
    }

    /// Whether a model may read the column.
    pub fn is_feature(self) -> bool {
        matches!(
            self,
            Self::Amount
                | Self::Quantity
                | Self::UnitPrice
                | Self::Tenure
                | Self::Numeric
                | Self::Category
                | Self::Date
        )
    }
}
