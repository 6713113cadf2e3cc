//! Why an online shop's customers stop buying.

use crate::causes::{CauseSpec, Direction, PairSpec, Planting};

pub(crate) const SILENCE: usize = 0;
pub(crate) const RETURNS: usize = 1;
pub(crate) const LATE: usize = 2;
pub(crate) const DISCOUNT: usize = 3;
pub(crate) const STAFF: usize = 4;
pub(crate) const MEMBER: usize = 5;
pub(crate) const NEW: usize = 6;

pub(crate) const PLANTING: Planting = Planting {
    causes: &[
        CauseSpec {
            name: "silence",
            columns: &["沉默节奏比", "上次下单距今天数", "平均下单间隔(天)"],
            direction: Direction::Raises,
            symptom: true,
            zh: "距上次下单的时间超过自己平常的间隔",
            en: "longer since the last order than the customer's own rhythm",
        },
        CauseSpec {
            name: "returns",
            columns: &["近5单退货次数", "近一年退货率(%)"],
            direction: Direction::Raises,
            symptom: false,
            zh: "最近5单多次退货，次数越多影响越大",
            en: "several of the last 5 orders were returned; each further one weighs more",
        },
        CauseSpec {
            name: "late_delivery",
            columns: &["近3单延迟次数", "近一年延迟次数"],
            direction: Direction::Raises,
            symptom: false,
            zh: "最近3单有延迟送达",
            en: "deliveries of the last 3 orders were late",
        },
        CauseSpec {
            name: "discount",
            columns: &["近8单用券占比(%)", "近一年用券占比(%)", "平均折扣(%)"],
            direction: Direction::Raises,
            symptom: false,
            zh: "依赖优惠：近8单用券超过一半",
            en: "depends on discounts: over half of the last 8 orders used a coupon",
        },
        CauseSpec {
            name: "staff_left",
            columns: &["近4个月导购是否离职"],
            direction: Direction::Raises,
            symptom: false,
            zh: "专属导购离职",
            en: "the personal adviser left",
        },
        CauseSpec {
            name: "membership",
            columns: &["付费会员"],
            direction: Direction::Lowers,
            symptom: false,
            zh: "付费会员更稳定",
            en: "a paid membership holds customers",
        },
        CauseSpec {
            name: "new_customer",
            columns: &["累计订单数", "注册月数"],
            direction: Direction::Lowers,
            symptom: false,
            zh: "只买过一两单的新客户",
            en: "new customers with one or two orders",
        },
    ],
    pairs: &[PairSpec {
        causes: ["late_delivery", "returns"],
        zh: "延迟与退货同时出现，影响再加 0.6（对数几率）",
        en: "late deliveries and returns together weigh 0.6 more (log-odds)",
    }],
    noise: &["星座", "血型", "手机尾号", "抽样编号", "注册设备批次"],
    decoys: &[
        "专属导购",
        "近90天消费(元)",
        "平均客单价(元)",
        "近90天浏览次数",
        "收藏件数",
        "距上次投诉天数",
    ],
};

/// The industry's columns of `customers.csv`.
pub(crate) const ATTRIBUTES: &[&str] = &["paid_member", "payment", "favourite_category"];

/// The snapshot's columns after id, name and phone.
pub(crate) const SNAPSHOT: &[&str] = &[
    "性别",
    "年龄",
    "地区",
    "注册渠道",
    "会员等级",
    "专属导购",
    "近4个月导购是否离职",
    "付费会员",
    "注册月数",
    "注册日期",
    "上次下单距今天数",
    "平均下单间隔(天)",
    "沉默节奏比",
    "累计订单数",
    "近90天订单数",
    "近90天消费(元)",
    "平均客单价(元)",
    "近5单退货次数",
    "近一年退货率(%)",
    "近3单延迟次数",
    "近一年延迟次数",
    "近8单用券占比(%)",
    "近一年用券占比(%)",
    "平均折扣(%)",
    "品类偏好",
    "近90天投诉次数",
    "距上次投诉天数",
    "满意度评分",
    "收藏件数",
    "近90天浏览次数",
    "支付方式",
    "星座",
    "血型",
    "手机尾号",
    "抽样编号",
    "注册设备批次",
];
