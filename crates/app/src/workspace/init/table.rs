//! Which canonical table a source fills.

use holdfast_domain::bilingual;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::lang::Bilingual;

use super::assign::{Assigned, assign};
use super::facts::{Facts, Kind};
use super::vocabulary::{is_treatment, opens_surely};

/// A table and the columns that fill it.
#[derive(Debug)]
pub(crate) struct Decided {
    pub(crate) table: CanonicalTable,
    pub(crate) assigned: Assigned,
    pub(crate) why: Bilingual,
}

/// Decides, or says why not.
pub(crate) fn decide(facts: &Facts) -> Result<Decided, Bilingual> {
    let decided = |table: CanonicalTable, assigned: Assigned, why: Bilingual| Ok(Decided { table, assigned, why });
    if let Some(fact) = facts.columns.iter().find(|fact| is_treatment(&fact.name)) {
        let column = &fact.column;
        return Err(bilingual!(
            "“{column}”表明这是实验的分组与结果，不是客户数据；以后用于评估活动效果",
            "\"{column}\" says that this is a trial and its outcomes, not data about customers; it is for evaluating a campaign"
        ));
    }
    let responses = assign(CanonicalTable::Responses, facts);
    if sure(&responses, "question_id") && has(&responses, "answered_at") && facts.id.is_some() {
        return decided(
            CanonicalTable::Responses,
            responses,
            bilingual!("有题目和作答时间", "there are questions and when they were answered"),
        );
    }
    if let Some(mentions) = mentions(facts) {
        return decided(
            CanonicalTable::Mentions,
            mentions,
            bilingual!(
                "有评论文字和评分、品牌或来源",
                "there are texts with a rating, brand or site"
            ),
        );
    }
    if facts.id.is_none() {
        let columns: Vec<&str> = facts.columns.iter().take(8).map(|fact| fact.column.as_str()).collect();
        let columns = columns.join(", ");
        return Err(bilingual!(
            "看不出哪一列是客户编号（列：{columns}）",
            "no column looks like a customer id (columns: {columns})"
        ));
    }
    let interactions = assign(CanonicalTable::Interactions, facts);
    if is_service(facts, &interactions) {
        return decided(
            CanonicalTable::Interactions,
            interactions,
            bilingual!(
                "有投诉或工单的受理、解决时间",
                "there are complaints or tickets with their times"
            ),
        );
    }
    let subscriptions = assign(CanonicalTable::Subscriptions, facts);
    if is_contract(facts, &subscriptions) {
        return decided(
            CanonicalTable::Subscriptions,
            subscriptions,
            bilingual!(
                "有开始和结束日期、套餐或月费",
                "there are start and end dates with a plan or fee"
            ),
        );
    }
    let once = facts.repeats != Some(true);
    if let (true, Some(label)) = (once, facts.label()) {
        let column = &facts.columns[label].column;
        let why = bilingual!(
            "每个客户一行，“{column}”是流失标签",
            "one row a customer, and \"{column}\" is a churn label"
        );
        return decided(CanonicalTable::Snapshots, assign(CanonicalTable::Snapshots, facts), why);
    }
    let events = assign(CanonicalTable::Events, facts);
    let timed = events.get("occurred_at").is_some_and(|&(_, score)| score >= 1);
    let bought = has(&events, "amount") || has(&events, "quantity") || has(&events, "product") || has(&events, "kind");
    let surely_timed = events.get("occurred_at").is_some_and(|&(_, score)| score >= 3);
    if timed && (facts.repeats == Some(true) || (surely_timed && bought)) {
        return decided(
            CanonicalTable::Events,
            events,
            bilingual!("每个客户多行，每行有时间", "several rows a customer, each with a time"),
        );
    }
    if once {
        return decided(
            CanonicalTable::Customers,
            assign(CanonicalTable::Customers, facts),
            bilingual!("每个客户一行", "one row a customer"),
        );
    }
    Err(bilingual!(
        "每个客户多行，但没有能读成时间的列",
        "several rows a customer, but no column that can be read as a time"
    ))
}

fn has(assigned: &Assigned, field: &str) -> bool {
    assigned.contains_key(field)
}

fn sure(assigned: &Assigned, field: &str) -> bool {
    assigned.get(field).is_some_and(|&(_, score)| score >= 3)
}

fn mentions(facts: &Facts) -> Option<Assigned> {
    let assigned = assign(CanonicalTable::Mentions, facts);
    let prose = assigned
        .get("text")
        .is_some_and(|&(index, _)| facts.columns[index].prose || facts.rows.is_none());
    let told = sure(&assigned, "rating") || sure(&assigned, "brand") || sure(&assigned, "site");
    let service = assign(CanonicalTable::Interactions, facts);
    let is_service = facts.id.is_some() && (sure(&service, "resolved_at") || sure(&service, "agent"));
    (has(&assigned, "posted_at") && sure(&assigned, "text") && prose && told && !is_service).then_some(assigned)
}

fn is_service(facts: &Facts, assigned: &Assigned) -> bool {
    let complaints = assigned
        .get("kind")
        .is_some_and(|&(index, _)| facts.columns[index].complaints);
    let opened = assigned
        .get("opened_at")
        .is_some_and(|&(index, _)| opens_surely(&facts.columns[index].name));
    let named = facts.stem_has(&["interaction", "complaint", "ticket", "投诉", "工单", "客服", "服务记录"]);
    let resolved = sure(assigned, "resolved_at") && (sure(assigned, "opened_at") || complaints || named);
    has(assigned, "opened_at") && (resolved || opened || complaints || named)
}

fn is_contract(facts: &Facts, assigned: &Assigned) -> bool {
    let named = facts.stem_has(&["subscription", "contract", "合约", "合同", "订阅", "套餐"]);
    let (ended, started) = (sure(assigned, "ended_on"), sure(assigned, "started_on"));
    let priced = has(assigned, "plan") || has(assigned, "mrr");
    let times = facts.columns.iter().filter(|fact| fact.kind == Kind::Time).count();
    has(assigned, "started_on") && times >= 1 && ((ended && (started || priced)) || (started && priced && named))
}
