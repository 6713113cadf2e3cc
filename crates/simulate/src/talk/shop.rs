//! An online shop's customers.

use crate::talk::phrases::{Phrases, Topic};

/// Indices of the topics.
pub(crate) const LATE: usize = 0;
pub(crate) const RETURNS: usize = 1;
pub(crate) const QUALITY: usize = 2;
pub(crate) const COUPON: usize = 3;
pub(crate) const ADVISER: usize = 4;

pub(crate) const PHRASES: Phrases = Phrases {
    competitors: &["橙柚优选", "鹿角集市", "拾光铺子"],
    questions: &[
        "满减可以和优惠券叠加吗？",
        "发票怎么开？",
        "什么时候补货？",
        "尺码偏大还是偏小？",
        "能改收货地址吗？",
        "会员积分什么时候到期？",
        "可以指定快递吗？",
        "预售多久发货？",
    ],
    topics: &[
        Topic {
            zh: "物流延迟",
            en: "late delivery",
            cause: "late_delivery",
            numbers: (3, 15),
            bodies: &[
                "快递晚了{n}天才到",
                "下单{n}天了还没发货",
                "物流信息{n}天不更新",
                "说好次日达，结果等了{n}天",
                "包裹一直停在中转站",
                "生日礼物过了日子才送到",
            ],
            details: &[
                "催了也没用",
                "快递员没打电话就放驿站",
                "生鲜都坏了",
                "客服让我再等等",
                "影响我送人",
                "页面承诺的时效就是骗人的",
            ],
        },
        Topic {
            zh: "退换货",
            en: "returns",
            cause: "returns",
            numbers: (5, 30),
            bodies: &[
                "退货申请被驳回了{n}次",
                "退款等了{n}天还没到账",
                "退货运费要我自己出{n}元",
                "七天无理由也不给退",
                "换货寄来的还是错的",
                "退回去的东西说没收到",
            ],
            details: &[
                "流程太复杂",
                "每次都要重新上传照片",
                "售后一直踢皮球",
                "退个货比买还累",
                "仓库和客服说法不一样",
                "钱扣得快退得慢",
            ],
        },
        Topic {
            zh: "商品质量",
            en: "product quality",
            cause: "returns",
            numbers: (2, 10),
            bodies: &[
                "衣服洗{n}次就变形了",
                "收到的和图片差太多",
                "包装破损，里面漏了一半",
                "用了{n}天就坏了",
                "日期不新鲜，快过期了",
                "做工很粗糙，线头一大堆",
            ],
            details: &[
                "和直播里说的完全不一样",
                "这个价格不值",
                "好评都是刷的吧",
                "同款以前买的不是这样",
                "只好申请退货",
                "不会再买这个牌子",
            ],
        },
        Topic {
            zh: "优惠与价格",
            en: "coupons and price",
            cause: "discount",
            numbers: (10, 90),
            bodies: &[
                "刚买完就降价{n}元",
                "优惠券领了用不了",
                "满减算下来还贵了{n}块",
                "双十一先涨价再打折",
                "没有券根本不想买",
                "老客户的券比新客户少{n}元",
            ],
            details: &[
                "申请价保被拒绝",
                "规则写得太复杂",
                "没活动的时候贵得离谱",
                "凑单凑半天",
                "券一下单就显示失效",
                "以后只等大促再看",
            ],
        },
        Topic {
            zh: "专属导购离职",
            en: "personal adviser left",
            cause: "staff_left",
            numbers: (2, 7),
            bodies: &[
                "加的导购离职了，群也没人管了",
                "以前的导购走了之后没人回我微信",
                "新导购{n}天才回一句话",
                "原来的导购帮我留货，现在没人管",
            ],
            details: &[
                "推荐的东西都不是我要的",
                "专属福利也没了",
                "每天只会群发广告",
                "感觉被忘了",
            ],
        },
    ],
};
