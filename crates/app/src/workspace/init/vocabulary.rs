//! What people call the columns of the canonical tables, in Chinese and English. Compared with [`Name::joined`]: lower case, without
//! separators, the words of a list between spaces. To teach `init` a word, add it to its line.

use holdfast_domain::canonical::CanonicalTable;

use crate::analyze::understand::names::Name;

const OWNER: &str = "\
    owner accountmanager relationshipmanager salesrep serviceadvisor advisor consultant 客户经理 服务顾问 \
    专属导购 导购 服务人员 负责人 销售顾问 专员 理财经理 管户经理 维护人";
const CHANNEL: &str = "\
    channel saleschannel acquisitionchannel channelacq orderchannel platform 渠道 来源渠道 入网渠道 注册渠道 \
    获客渠道 销售渠道 下单渠道 购买渠道 受理渠道 开户渠道 平台";
const REGION: &str = "\
    region area city province state country district geography 地区 区域 城市 省份 省 市 国家 所在地 \
    所在城市 归属地 大区 区县";
const SEGMENT: &str = "\
    segment tier level grade memberlevel membertier membership customersegment cardcategory 客群 会员等级 \
    客户等级 客户级别 客户类型 会员级别 等级 星级 客户分群 客户层级";
const JOINED: &str = "\
    firstseenon firstseen joined joinedon joinedat joindate signup signupdate signedupat registered \
    registeredat registeredon registrationdate registerdate createdat createdon creationdate opendate \
    activationdate activatedon customersince 入网日期 入网时间 注册日期 注册时间 开户日期 开户时间 入会日期 \
    入会时间 建档日期 加入日期 首次到店日期 首购日期 创建日期 创建时间 激活日期";
const KNOWN: &str = "knownat loadedat ingestedat 得知时间 入库时间 录入时间";
const EVENT_KIND: &str = "\
    kind type event eventtype eventkind eventname action activity transactiontype servicetype visittype 类型 \
    事件 事件类型 业务类型 行为 行为类型 交易类型 进厂类型 进站类型 维修类型 服务类型 订单类型 消费类型";
const CURRENCY: &str = "currency currencycode 币种 货币";
const PRODUCT: &str = "productname 商品名称 产品名称 品名 项目 维修项目 服务项目 category 品类 类目";
const PLAN: &str = "\
    plan planname package packagename tariff product productname subscription subscriptionplan 套餐 套餐名称 \
    资费 产品 产品名称 合约 合约名称 版本";
const STARTED: &str = "\
    startedon startedat startdate start starton begindate begin validfrom effectivefrom effectivedate \
    contractstart contractstartdate subscriptionstart subscribedat subscribedon 开始日期 开始时间 生效日期 \
    生效时间 起始日期 开通日期 开通时间 合约开始 合约开始日期 合同开始日期 签约日期 订阅日期 订购日期";
const ENDED: &str = "\
    endedon endedat enddate end endon validto effectiveto contractend contractenddate subscriptionend \
    cancelledat canceledat cancelledon canceledon cancellationdate canceldate terminatedat terminationdate \
    churndate churnedon 结束日期 结束时间 终止日期 终止时间 失效日期 失效时间 退订日期 退订时间 销户日期 \
    离网日期 离网时间 解约日期 合约结束日期 合同结束日期";
const MRR: &str = "\
    mrr monthlyfee monthlycharge monthlycharges monthlyprice monthlyamount monthlyrevenue fee price arpu \
    月费 月租 月租费 月消费 套餐费 资费金额";
const END_REASON: &str = "\
    endreason cancelreason cancellationreason churnreason reason 终止原因 退订原因 离网原因 流失原因 \
    销户原因 解约原因";
const OPENED: &str = "\
    openedat opened openedon opendate createdat createdon ticketdate complaintdate complainedat calltime \
    callat reportedat 投诉时间 投诉日期 受理时间 受理日期 来电时间 工单时间 创建时间 建单时间 反馈时间 \
    咨询时间 接入时间";
const OPENED_SURE: &str = "\
    openedat ticketdate complaintdate complainedat 投诉时间 投诉日期 受理时间 受理日期 来电时间 工单时间 \
    建单时间";
const RESOLVED: &str = "\
    resolvedat resolved resolvedon closedat closed closedon solvedat completedat 解决时间 解决日期 办结时间 \
    办结日期 结案时间 关闭时间 完结时间 处理完成时间 回复时间";
const TALK_KIND: &str =
    "kind type category tickettype casetype 类型 投诉类型 工单类型 咨询类型 问题类型 业务类型 服务类型 类别";
const AGENT: &str =
    "agent agentname handler handledby assignee operator 处理人 处理人员 坐席 客服 受理人 客服人员 接待人";
const SATISFACTION: &str = "satisfaction csat rating score satisfactionscore 满意度 评分 满意度评分";
const TEXT: &str = "\
    text content description message body comment note summary 内容 投诉内容 描述 留言 工单内容 备注 \
    问题描述 诉求内容";
const SURVEY: &str = "surveyid survey questionnaire questionnaireid 问卷 问卷编号 问卷名称 调查 调研";
const QUESTION: &str = "questionid question questionno 题目 题号 问题 题目编号";
const ANSWERED: &str = "\
    answeredat answeredon submittedat responsedate respondedat completedat 作答时间 提交时间 填写时间 \
    答题时间 回答时间";
const VALUE_NUM: &str = "valuenum score answer value nps rating points 分值 得分 分数 评分";
const VALUE_TEXT: &str = "valuetext answer answertext comment response value 答案 回答 选项 文字答案";
const POSTED: &str = "\
    postedat posted publishedat reviewdate reviewedat posttime 发布时间 评论时间 发表时间 点评时间 发帖时间 \
    评价时间";
const SOURCE: &str = "source site platform website 来源 网站 平台 来源网站";
const BRAND: &str = "brand competitor company brandname 品牌 竞品 品牌名称";
const RATING: &str = "rating stars score 评分 星级 打分";
const REVIEW: &str = "text review reviewtext comment content reviewbody 评论 评论内容 内容 正文 点评 评价内容 评价";
const AS_OF: &str = "asof asofdate snapshotdate statdate datadate 统计日期 快照日期 数据日期 观察日 截止日期";
const EVENT_ID: &str = "eventid transactionid rowid lineid 事件编号 流水号 交易流水号 明细编号";
const SUBSCRIPTION_ID: &str = "subscriptionid contractid contractno 合约编号 合同编号 合同号 订阅编号";
const TALK_ID: &str = "ticketid ticketno caseid complaintid callid interactionid 工单号 工单编号 投诉编号 会话编号";

/// The words for a canonical column; empty where something else than its name decides.
pub(crate) fn words(table: CanonicalTable, field: &str) -> &'static str {
    use CanonicalTable::{Customers, Events, Interactions, Mentions, Responses, Snapshots, Subscriptions};
    match (table, field) {
        (_, "known_at") => KNOWN,
        (Customers, "first_seen_on") => JOINED,
        (Customers, "owner") => OWNER,
        (_, "channel") => CHANNEL,
        (Customers, "region") => REGION,
        (Customers, "segment") => SEGMENT,
        (Events, "kind") => EVENT_KIND,
        (Events, "currency") => CURRENCY,
        (Events, "product") => PRODUCT,
        (Events, "event_id") => EVENT_ID,
        (Subscriptions, "plan") => PLAN,
        (Subscriptions, "started_on") => STARTED,
        (Subscriptions, "ended_on") => ENDED,
        (Subscriptions, "mrr") => MRR,
        (Subscriptions, "end_reason") => END_REASON,
        (Subscriptions, "subscription_id") => SUBSCRIPTION_ID,
        (Interactions, "opened_at") => OPENED,
        (Interactions, "resolved_at") => RESOLVED,
        (Interactions, "kind") => TALK_KIND,
        (Interactions, "agent") => AGENT,
        (Interactions, "satisfaction") => SATISFACTION,
        (Interactions, "text") => TEXT,
        (Interactions, "interaction_id") => TALK_ID,
        (Responses, "survey_id") => SURVEY,
        (Responses, "question_id") => QUESTION,
        (Responses, "answered_at") => ANSWERED,
        (Responses, "value_num") => VALUE_NUM,
        (Responses, "value_text") => VALUE_TEXT,
        (Mentions, "posted_at") => POSTED,
        (Mentions, "site") => SOURCE,
        (Mentions, "brand") => BRAND,
        (Mentions, "rating") => RATING,
        (Mentions, "text") => REVIEW,
        (Snapshots, "as_of") => AS_OF,
        _ => "",
    }
}

/// Whether the name is one of the words.
fn is_one(words: &str, name: &Name) -> bool {
    words.split_ascii_whitespace().any(|word| word == name.joined)
}

/// Words that only the opening of a complaint or ticket is called by.
pub(crate) fn opens_surely(name: &Name) -> bool {
    is_one(OPENED_SURE, name)
}

/// Words for joining: a contract's start where it has an end too.
pub(crate) fn joins(name: &Name) -> bool {
    is_one(JOINED, name)
}

/// Whether an id of this name is that of a question, ticket, contract or event.
pub(crate) fn is_other_id(name: &Name) -> bool {
    [SURVEY, QUESTION, TALK_ID, SUBSCRIPTION_ID, EVENT_ID]
        .iter()
        .any(|words| is_one(words, name))
        || name.words.first().is_some_and(|first| {
            ["question", "survey", "ticket", "product", "item", "agent", "staff"].contains(&first.as_str())
        })
}

/// Whether a table of this column is that of a trial: who was treated and what came of it.
pub(crate) fn is_treatment(name: &Name) -> bool {
    [
        "treatment",
        "treated",
        "istreated",
        "testcoupon",
        "controlgroup",
        "实验组",
        "对照组",
        "是否实验组",
        "试验组",
        "处理组",
    ]
    .contains(&name.joined.as_str())
}
