//! Why a workshop's customers stop coming.

use crate::causes::{CauseSpec, Direction, PairSpec, Planting};

pub(crate) const SILENCE: usize = 0;
pub(crate) const PRICE: usize = 1;
pub(crate) const WARRANTY: usize = 2;
pub(crate) const DISTANCE: usize = 3;
pub(crate) const STAFF: usize = 4;
pub(crate) const INSURER: usize = 5;
pub(crate) const PACKAGE: usize = 6;

pub(crate) const PLANTING: Planting = Planting {
    causes: &[
        CauseSpec {
            name: "silence",
            columns: &["沉默节奏比", "上次进店距今天数", "平均进店间隔(天)"],
            direction: Direction::Raises,
            symptom: true,
            zh: "距上次进店的时间超过自己平常的间隔",
            en: "longer since the last visit than the customer's own rhythm",
        },
        CauseSpec {
            name: "price_complaint",
            columns: &["近9个月价格投诉次数", "近一年投诉次数", "距上次投诉天数"],
            direction: Direction::Raises,
            symptom: false,
            zh: "近9个月抱怨过价格；出保车辆尤甚",
            en: "complained about the price within 9 months; worse once the warranty has expired",
        },
        CauseSpec {
            name: "warranty",
            columns: &["保修状态", "车龄(月)", "保修剩余月数", "购车日期"],
            direction: Direction::Category,
            symptom: false,
            zh: "车龄过三年，保修到期",
            en: "the car is over three years old and out of warranty",
        },
        CauseSpec {
            name: "distance",
            columns: &["近一年距离变化(公里)", "距店距离(公里)"],
            direction: Direction::Raises,
            symptom: false,
            zh: "搬家后离店更远，约30公里后不再增加",
            en: "moved further away; the effect levels off near 30 km",
        },
        CauseSpec {
            name: "staff_left",
            columns: &["近半年服务顾问是否离职"],
            direction: Direction::Raises,
            symptom: false,
            zh: "熟悉的服务顾问离职",
            en: "the service adviser left",
        },
        CauseSpec {
            name: "insurer_repair",
            columns: &["近半年保险事故维修次数"],
            direction: Direction::Raises,
            symptom: false,
            zh: "保险公司指定的事故维修（不计为进店）之后，自费进店减少",
            en: "a repair ordered by the insurer (not counted as a visit) is followed by fewer visits of the customer's own",
        },
        CauseSpec {
            name: "package",
            columns: &["保养套餐"],
            direction: Direction::Category,
            symptom: false,
            zh: "有保养套餐的客户更稳定",
            en: "a maintenance package holds customers",
        },
    ],
    pairs: &[PairSpec {
        causes: ["price_complaint", "warranty"],
        zh: "出保车辆的价格投诉，影响再加 1.0（对数几率）",
        en: "a price complaint weighs 1.0 more (log-odds) when the warranty has expired",
    }],
    noise: &["星座", "血型", "车牌尾号", "车身颜色", "抽样编号"],
    decoys: &[
        "服务顾问",
        "行驶里程(公里)",
        "近一年消费(元)",
        "平均客单价(元)",
        "满意度评分",
    ],
};

/// The industry's columns of `customers.csv`.
pub(crate) const ATTRIBUTES: &[&str] = &["car_series", "car_bought_on", "maintenance_package", "pickup_service"];

/// The snapshot's columns after id, name and phone.
pub(crate) const SNAPSHOT: &[&str] = &[
    "性别",
    "年龄",
    "地区",
    "来源渠道",
    "会员等级",
    "服务顾问",
    "近半年服务顾问是否离职",
    "车系",
    "购车日期",
    "车龄(月)",
    "保修状态",
    "保修剩余月数",
    "行驶里程(公里)",
    "距店距离(公里)",
    "近一年距离变化(公里)",
    "建档月数",
    "上次进店距今天数",
    "平均进店间隔(天)",
    "沉默节奏比",
    "近一年进店次数",
    "近一年消费(元)",
    "平均客单价(元)",
    "近9个月价格投诉次数",
    "近一年投诉次数",
    "距上次投诉天数",
    "满意度评分",
    "近半年保险事故维修次数",
    "保养套餐",
    "优惠使用占比(%)",
    "取送车服务",
    "星座",
    "血型",
    "车牌尾号",
    "车身颜色",
    "抽样编号",
];
