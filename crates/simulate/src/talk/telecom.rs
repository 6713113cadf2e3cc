//! A mobile operator's customers.

use crate::talk::phrases::{Phrases, Topic};

/// Indices of the topics.
pub(crate) const BILL: usize = 0;
pub(crate) const NETWORK: usize = 1;
pub(crate) const SERVICE: usize = 2;
pub(crate) const CONTRACT: usize = 3;
pub(crate) const MANAGER: usize = 4;

pub(crate) const PHRASES: Phrases = Phrases {
    competitors: &["星桥通信", "蓝屿移动", "云栈电讯"],
    questions: &[
        "套餐里的流量什么时候清零？",
        "怎么查剩余通话分钟数？",
        "副卡怎么办理？",
        "宽带移机要带什么材料？",
        "国际漫游怎么开通？",
        "电子发票在哪里下载？",
        "换卡需要本人去营业厅吗？",
        "合约什么时候到期？",
    ],
    topics: &[
        Topic {
            zh: "账单与扣费",
            en: "bills and charges",
            cause: "bill_shock",
            numbers: (18, 160),
            bodies: &[
                "这个月话费突然多了{n}元",
                "账单里莫名其妙多出{n}元增值业务费",
                "没有订过的会员扣了我{n}块",
                "套餐外流量一下子扣了{n}元",
                "优惠到期没有任何提醒，月租涨了{n}元",
                "话费比平时贵了{n}块，根本没多用",
            ],
            details: &[
                "明细里写的我完全看不懂",
                "打电话问说是系统自动续订的",
                "要求退费一直推来推去",
                "短信提醒一条都没收到",
                "乱扣费不是第一次了",
                "营业厅让我自己去APP里查",
            ],
        },
        Topic {
            zh: "网络与信号",
            en: "network and coverage",
            cause: "complaint",
            numbers: (2, 20),
            bodies: &[
                "家里信号只有一格，打电话断断续续",
                "最近{n}天网速慢得连视频都打不开",
                "小区里5G信号时有时无",
                "电梯和地下车库完全没信号",
                "晚上一到八点网络就卡",
                "宽带这个月断了{n}次",
            ],
            details: &[
                "报修后师傅来看了一眼就走了",
                "说要优化基站，等到现在没动静",
                "影响我在家办公",
                "重启、换卡都试过没用",
                "邻居用别家的就没问题",
                "已经报障{n}次了",
            ],
        },
        Topic {
            zh: "客服与服务态度",
            en: "service",
            cause: "complaint",
            numbers: (20, 60),
            bodies: &[
                "打客服热线等了{n}分钟没人接",
                "人工客服根本转不进去",
                "营业员态度很差，爱理不理",
                "承诺的回访一直没有",
                "工单被直接关掉了，问题没解决",
                "同一件事问三个客服三种说法",
            ],
            details: &[
                "机器人只会重复那几句",
                "让我跑了两趟营业厅",
                "最后还让我给好评",
                "浪费了我一上午",
                "投诉单号都不给我",
                "态度非常不耐烦",
            ],
        },
        Topic {
            zh: "合约与携号转网",
            en: "contract and number porting",
            cause: "contract",
            numbers: (100, 600),
            bodies: &[
                "合约到期了想换便宜套餐不给办",
                "想携号转网说我有合约要赔{n}元违约金",
                "新用户套餐老用户不能办，太不公平",
                "办理时没说要绑两年合约",
                "降套餐要排队等审核",
                "查询携转资格一直提示有在网业务",
            ],
            details: &[
                "合同条款当时根本没给我看",
                "老客户还不如新客户",
                "转出流程故意设障碍",
                "到期也没有人联系我",
                "问了几次都说办不了",
                "当初推销的时候说随时能退",
            ],
        },
        Topic {
            zh: "客户经理离职",
            en: "account manager left",
            cause: "staff_left",
            numbers: (2, 9),
            bodies: &[
                "我的客户经理离职了，没人通知我",
                "换了客户经理之后消息没人回",
                "以前的经理走了，答应的优惠没人认",
                "联系了{n}次新的客户经理都不接电话",
            ],
            details: &[
                "有事不知道找谁",
                "之前谈好的事全部不算数",
                "新来的什么都不清楚",
                "我是冲着原来的经理才办的",
            ],
        },
    ],
};
