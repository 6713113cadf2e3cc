//! The canonical tables: what every source is brought into, and what everything else reads.

use crate::lang::Bilingual;

/// A canonical table that a source can fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CanonicalTable {
    /// A customer: who, where, in whose care.
    Customers,
    /// A purchase, visit, log-in, call, payment.
    Events,
    /// A spell of a plan.
    Subscriptions,
    /// A complaint, ticket or call.
    Interactions,
    /// One answer to one survey question.
    Responses,
    /// A post or review.
    Mentions,
    /// One wide row per customer at a date, with a label if known.
    Snapshots,
}

/// What a value of a canonical column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text, kept as given.
    Text,
    /// Microseconds since 1970, UTC. A value without an offset is the workspace's wall clock.
    Instant,
    /// A day of the workspace's time zone.
    Day,
    /// Whole minor units of money; sources give major units (`12.50`) unless told otherwise.
    Money,
    /// A number.
    Number,
    /// Yes or no.
    Flag,
}

/// A column of a canonical table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the lake, in SQL and in `holdfast.toml`.
    pub name: &'static str,
    /// What its values are.
    pub kind: FieldType,
    /// A row without it is rejected.
    pub required: bool,
    /// What it means.
    pub zh: &'static str,
    /// What it means.
    pub en: &'static str,
}

const fn field(name: &'static str, kind: FieldType, required: bool, zh: &'static str, en: &'static str) -> Field {
    Field {
        name,
        kind,
        required,
        zh,
        en,
    }
}

use FieldType::{Day, Flag, Instant, Money, Number, Text};

const CUSTOMER: Field = field(
    "customer_id",
    Text,
    true,
    "客户编号，原样保留",
    "the customer's id, kept as given",
);
const KNOWN_AT: Field = field(
    "known_at",
    Instant,
    false,
    "何时得知（缺省见来源设置）",
    "when it became known (default: see the source)",
);

const CUSTOMERS: &[Field] = &[
    CUSTOMER,
    field(
        "first_seen_on",
        Day,
        false,
        "入网或首次出现的日期",
        "day of joining or first appearance",
    ),
    field("owner", Text, false, "服务人员（客户经理）", "account manager"),
    field("channel", Text, false, "渠道", "channel"),
    field("region", Text, false, "地区", "region"),
    field("segment", Text, false, "客群", "segment"),
    KNOWN_AT,
];
const EVENTS: &[Field] = &[
    CUSTOMER,
    field("occurred_at", Instant, true, "发生时间", "when it happened"),
    KNOWN_AT,
    field("kind", Text, false, "事件类型", "kind of event"),
    field("amount", Money, false, "金额；退款为负", "money; negative for a refund"),
    field("currency", Text, false, "币种", "currency"),
    field("quantity", Number, false, "数量", "quantity"),
    field("channel", Text, false, "渠道", "channel"),
    field("product", Text, false, "商品", "product"),
    field(
        "event_id",
        Text,
        false,
        "来源中的编号；同号的新行更正旧行",
        "the source's own id; a new row with the same id corrects the old one",
    ),
];
const SUBSCRIPTIONS: &[Field] = &[
    CUSTOMER,
    field("plan", Text, false, "套餐", "plan"),
    field("started_on", Day, true, "开始日期", "first day"),
    field(
        "ended_on",
        Day,
        false,
        "终止日期（该日起不再有效）；空为在用",
        "first day without it; empty while active",
    ),
    field("mrr", Money, false, "月费", "monthly fee"),
    field("end_reason", Text, false, "终止原因", "why it ended"),
    KNOWN_AT,
    field("subscription_id", Text, false, "来源中的编号", "the source's own id"),
];
const INTERACTIONS: &[Field] = &[
    CUSTOMER,
    field("opened_at", Instant, true, "开始时间", "when it was opened"),
    field(
        "resolved_at",
        Instant,
        false,
        "解决时间；空为未解决",
        "when it was settled; empty while open",
    ),
    field(
        "kind",
        Text,
        false,
        "类型（投诉、咨询…）",
        "kind (complaint, question…)",
    ),
    field("channel", Text, false, "渠道", "channel"),
    field("agent", Text, false, "处理人", "agent"),
    field("satisfaction", Number, false, "满意度", "satisfaction"),
    field("text", Text, false, "内容", "text"),
    KNOWN_AT,
    field("interaction_id", Text, false, "来源中的编号", "the source's own id"),
];
const RESPONSES: &[Field] = &[
    CUSTOMER,
    field("survey_id", Text, true, "问卷", "survey"),
    field("question_id", Text, true, "题目", "question"),
    field("answered_at", Instant, true, "作答时间", "when it was answered"),
    field("value_num", Number, false, "数值答案", "answer as a number"),
    field("value_text", Text, false, "文字答案", "answer as text"),
    KNOWN_AT,
];
const MENTIONS: &[Field] = &[
    field(
        "customer_id",
        Text,
        false,
        "客户编号，可空",
        "the customer's id, if known",
    ),
    field("posted_at", Instant, true, "发布时间", "when it was posted"),
    field("site", Text, false, "来源网站", "where it was posted"),
    field("brand", Text, false, "品牌", "brand"),
    field("rating", Number, false, "评分", "rating"),
    field("text", Text, false, "内容", "text"),
    KNOWN_AT,
];
const SNAPSHOTS: &[Field] = &[
    CUSTOMER,
    field(
        "as_of",
        Day,
        false,
        "快照日期；空为导入日",
        "day of the snapshot; empty: the day of the import",
    ),
    field("churned", Flag, false, "是否流失", "whether churned"),
    KNOWN_AT,
];

impl CanonicalTable {
    /// All of them, customers first.
    pub const ALL: [Self; 7] = [
        Self::Customers,
        Self::Events,
        Self::Subscriptions,
        Self::Interactions,
        Self::Responses,
        Self::Mentions,
        Self::Snapshots,
    ];

    /// The name in the lake, in SQL and in `holdfast.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customers => "customers",
            Self::Events => "events",
            Self::Subscriptions => "subscriptions",
            Self::Interactions => "interactions",
            Self::Responses => "responses",
            Self::Mentions => "mentions",
            Self::Snapshots => "snapshots",
        }
    }

    /// The table with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.name() == name)
    }

    /// The columns that sources can fill, in order.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Customers => CUSTOMERS,
            Self::Events => EVENTS,
            Self::Subscriptions => SUBSCRIPTIONS,
            Self::Interactions => INTERACTIONS,
            Self::Responses => RESPONSES,
            Self::Mentions => MENTIONS,
            Self::Snapshots => SNAPSHOTS,
        }
    }

    /// The column with this name.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// Whether columns of the source beyond the canonical ones are kept as attributes.
    pub fn has_attributes(self) -> bool {
        matches!(self, Self::Customers | Self::Snapshots)
    }

    /// The column of the source's own id, by which a row corrects an earlier one; customers are corrected by customer.
    pub fn key_field(self) -> Option<&'static str> {
        match self {
            Self::Customers => Some("customer_id"),
            Self::Events => Some("event_id"),
            Self::Subscriptions => Some("subscription_id"),
            Self::Interactions => Some("interaction_id"),
            Self::Responses | Self::Mentions | Self::Snapshots => None,
        }
    }

    /// The column that says when the row's fact happened: what `known_at` defaults to when history is loaded.
    pub fn time_field(self) -> &'static str {
        match self {
            Self::Customers => "first_seen_on",
            Self::Events => "occurred_at",
            Self::Subscriptions => "started_on",
            Self::Interactions => "opened_at",
            Self::Responses => "answered_at",
            Self::Mentions => "posted_at",
            Self::Snapshots => "as_of",
        }
    }

    /// The name as shown.
    pub fn label(self) -> Bilingual {
        match self {
            Self::Customers => Bilingual::new("客户", "customers"),
            Self::Events => Bilingual::new("事件", "events"),
            Self::Subscriptions => Bilingual::new("合约", "subscriptions"),
            Self::Interactions => Bilingual::new("服务记录", "interactions"),
            Self::Responses => Bilingual::new("问卷答案", "responses"),
            Self::Mentions => Bilingual::new("舆情", "mentions"),
            Self::Snapshots => Bilingual::new("快照", "snapshots"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_names_its_columns_once() {
        for table in CanonicalTable::ALL {
            let mut names: Vec<_> = table.fields().iter().map(|field| field.name).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), table.fields().len());
            assert!(table.field(table.time_field()).is_some());
            assert_eq!(CanonicalTable::parse(table.name()), Some(table));
        }
    }
}
