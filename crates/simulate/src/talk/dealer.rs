//! A workshop's customers.

use crate::talk::phrases::{Phrases, Topic};

/// Indices of the topics.
pub(crate) const PRICE: usize = 0;
pub(crate) const QUALITY: usize = 1;
pub(crate) const WAITING: usize = 2;
pub(crate) const DISTANCE: usize = 3;
pub(crate) const ADVISER: usize = 4;
pub(crate) const INSURER: usize = 5;

pub(crate) const PHRASES: Phrases = Phrases {
    competitors: &["快蛙养车", "驰邻车服", "胖轮修车"],
    questions: &[
        "下次保养大概什么时候？",
        "周末可以预约吗？",
        "刹车片一般多久换一次？",
        "保养套餐还剩几次？",
        "质保期到哪天？",
        "取送车服务怎么收费？",
        "年检你们可以代办吗？",
        "机油可以自带吗？",
    ],
    topics: &[
        Topic {
            zh: "价格",
            en: "price",
            cause: "price_complaint",
            numbers: (260, 2600),
            bodies: &[
                "做个小保养要{n}元，太贵了",
                "报价{n}元，外面修理厂只要一半",
                "工时费就收了{n}元",
                "过了质保什么都要钱，一次{n}",
                "换个空调滤芯收我{n}块",
                "结算比预约时报的多了{n}元",
            ],
            details: &[
                "一点优惠都没有",
                "配件价格不透明",
                "还一直推销没必要的项目",
                "没经过我同意就加了项目",
                "以后不敢再来保养了",
                "问能不能打折，说系统价不能改",
            ],
        },
        Topic {
            zh: "维修质量",
            en: "repair quality",
            cause: "",
            numbers: (2, 5),
            bodies: &[
                "异响修了{n}次还没好",
                "刚保养完机油灯就亮了",
                "修完车门有划痕",
                "同一个故障反复出现",
                "换的轮胎动平衡没做好，高速发抖",
                "空调修完没几天又不制冷",
            ],
            details: &[
                "返工又要我等半天",
                "技师说是正常现象",
                "没有人给我解释原因",
                "旧件也不给我看",
                "质检单上却写着合格",
                "跑了{n}趟还没解决",
            ],
        },
        Topic {
            zh: "等待时间",
            en: "waiting",
            cause: "",
            numbers: (2, 6),
            bodies: &[
                "预约了还等了{n}个小时",
                "到店没人接待",
                "说好下午取车，拖到晚上",
                "等配件等了{n}个星期",
                "洗车排队排了{n}小时",
            ],
            details: &[
                "预约有什么意义",
                "中间没人告诉我进度",
                "休息区连个座位都没有",
                "耽误我接孩子",
                "前台互相推",
            ],
        },
        Topic {
            zh: "路程",
            en: "distance",
            cause: "distance",
            numbers: (20, 60),
            bodies: &[
                "搬家以后到店要{n}公里",
                "新家离店太远，来一趟一个多小时",
                "城那头没有你们的服务点",
                "换了工作地方，开过来要{n}多公里",
            ],
            details: &[
                "希望能上门取送车",
                "家门口就有修理厂",
                "取送车还要另外收费",
                "实在不方便",
            ],
        },
        Topic {
            zh: "服务顾问离职",
            en: "service adviser left",
            cause: "staff_left",
            numbers: (2, 6),
            bodies: &[
                "原来的服务顾问走了，换的人不了解我的车",
                "一直找的那位顾问离职了，没人告诉我",
                "新顾问接车{n}次都记不住我的要求",
                "顾问换人后之前答应的赠送项目没了",
            ],
            details: &[
                "以前微信上一说就安排好",
                "现在什么都要重新讲一遍",
                "打电话总说在忙",
                "我就是冲着他才来的",
            ],
        },
        Topic {
            zh: "保险指定维修",
            en: "insurer-ordered repair",
            cause: "insurer_repair",
            numbers: (5, 30),
            bodies: &[
                "保险公司指定在你们店修，修了{n}天",
                "事故车定损后一直没开工",
                "保险理赔流程拖了{n}天",
                "出险送修，来回补了三次材料",
            ],
            details: &[
                "要不是保险公司指定我不会来",
                "代步车也没有",
                "漆面颜色对不上",
                "保险公司和你们互相推",
            ],
        },
    ],
};
