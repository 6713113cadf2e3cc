//! Why an operator's customers leave.

use crate::causes::{CauseSpec, Direction, PairSpec, Planting};

pub(crate) const CONTRACT: usize = 0;
pub(crate) const COMPLAINT: usize = 1;
pub(crate) const BILL_SHOCK: usize = 2;
pub(crate) const USAGE: usize = 3;
pub(crate) const STAFF: usize = 4;
pub(crate) const NEW: usize = 5;
pub(crate) const BUNDLE: usize = 6;

pub(crate) const PLANTING: Planting = Planting {
    causes: &[
        CauseSpec {
            name: "contract",
            columns: &["合约类型", "合约剩余月数"],
            direction: Direction::Category,
            symptom: false,
            zh: "无合约，或合约三个月内到期，流失高；离到期半年以上，流失低",
            en: "no contract, or one that ends within three months, raises churn; more than half a year left lowers it",
        },
        CauseSpec {
            name: "complaint",
            columns: &["近90天未解决投诉数", "近90天投诉次数", "距上次投诉天数"],
            direction: Direction::Raises,
            symptom: false,
            zh: "近90天有投诉且未解决；无合约客户尤甚",
            en: "a complaint of the last 90 days is unresolved; worse without a contract",
        },
        CauseSpec {
            name: "bill_shock",
            columns: &["账单涨幅(%)", "最近账单(元)"],
            direction: Direction::Raises,
            symptom: false,
            zh: "最近账单比自己的平均水平高出8%以上，越高越易流失，超过约五成后不再增加",
            en: "the last bill is over 8 % above the customer's own average; the effect levels off near 50 %",
        },
        CauseSpec {
            name: "usage_fall",
            columns: &["流量变化(%)", "近30天活跃天数", "近30天流量(GB)"],
            direction: Direction::Lowers,
            symptom: false,
            zh: "近两期流量比之前四期下降一成以上",
            en: "data usage of the last two periods fell by over 10 % against the four before",
        },
        CauseSpec {
            name: "staff_left",
            columns: &["近4个月客户经理是否离职"],
            direction: Direction::Raises,
            symptom: false,
            zh: "客户经理在近120天内离职",
            en: "the account manager left within the last 120 days",
        },
        CauseSpec {
            name: "new_customer",
            columns: &["在网月数", "入网日期"],
            direction: Direction::Lowers,
            symptom: false,
            zh: "入网不满半年",
            en: "a customer for less than half a year",
        },
        CauseSpec {
            name: "bundle",
            columns: &["宽带", "家庭副卡数"],
            direction: Direction::Lowers,
            symptom: false,
            zh: "有宽带或家庭副卡的客户更稳定",
            en: "broadband and family lines hold customers",
        },
    ],
    pairs: &[PairSpec {
        causes: ["complaint", "contract"],
        zh: "无合约客户的未解决投诉，影响再加 0.9（对数几率）",
        en: "an unresolved complaint weighs 0.9 more (log-odds) without a contract",
    }],
    noise: &["星座", "血型", "号码尾数", "抽样编号", "终端批次"],
    decoys: &[
        "客户经理",
        "近30天通话分钟",
        "累计消费(元)",
        "近一年逾期次数",
        "月租(元)",
        "满意度评分",
    ],
};

/// The industry's columns of `customers.csv`.
pub(crate) const ATTRIBUTES: &[&str] = &["plan", "payment", "broadband", "family_lines", "device"];

/// The snapshot's columns after id, name and phone.
pub(crate) const SNAPSHOT: &[&str] = &[
    "性别",
    "年龄",
    "地区",
    "入网渠道",
    "客户等级",
    "客户经理",
    "近4个月客户经理是否离职",
    "套餐",
    "合约类型",
    "合约剩余月数",
    "在网月数",
    "入网日期",
    "月租(元)",
    "最近账单(元)",
    "近6期平均账单(元)",
    "账单涨幅(%)",
    "近30天流量(GB)",
    "流量变化(%)",
    "近30天通话分钟",
    "近30天活跃天数",
    "家庭副卡数",
    "宽带",
    "近90天投诉次数",
    "近90天未解决投诉数",
    "距上次投诉天数",
    "满意度评分",
    "近一年逾期次数",
    "支付方式",
    "优惠充值占比(%)",
    "累计消费(元)",
    "星座",
    "血型",
    "号码尾数",
    "抽样编号",
    "终端批次",
];
