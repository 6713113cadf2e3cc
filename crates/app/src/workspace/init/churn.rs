//! What churn means here: suggested from the sources there are and the rhythm of the events.

use holdfast_domain::bilingual;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::clock::Clock;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::rule::{ChurnRule, Counts, DeclaredChurn};

use super::suggest::Suggestion;
use crate::analyze::events::definition;
use crate::workspace::industry::Industry;
use crate::workspace::rhythm::{self, Rhythm};

/// Kinds of events that are nobody's decision to come: not activity, whatever the industry.
const NOT_ACTIVITY: [&str; 22] = [
    "return",
    "refund",
    "insur",
    "coupon",
    "late",
    "delay",
    "delivery",
    "shipping",
    "cancel",
    "complain",
    "campaign",
    "email_sent",
    "退货",
    "退款",
    "保险",
    "优惠",
    "延迟",
    "配送",
    "取消",
    "投诉",
    "推送",
    "短信",
];
/// More kinds than this are no list for a person.
const MOST_KINDS: usize = 40;

/// A definition and why.
pub(crate) struct Definition {
    pub(crate) churn: DeclaredChurn,
    pub(crate) why: Bilingual,
}

/// Definitions, the one that metrics use first: contract, then silence, then label.
pub(crate) fn suggest(
    suggestions: &[Suggestion],
    industry: Industry,
    clock: &dyn Clock,
    notes: &mut Vec<Bilingual>,
) -> Vec<Definition> {
    let has = |table: CanonicalTable| suggestions.iter().any(|s| s.table == table);
    let contracts = has(CanonicalTable::Subscriptions);
    let mut definitions = Vec::new();
    if contracts {
        definitions.push(Definition {
            churn: DeclaredChurn {
                id: "contract".to_owned(),
                rule: ChurnRule::Contract { grace_days: 30 },
            },
            why: bilingual!(
                "有合约的开始和结束；30 天内续约不算流失",
                "contracts begin and end; who has a new one within 30 days has not churned"
            ),
        });
    }
    if let Some(events) = busiest(suggestions) {
        definitions.push(silence(events, industry, contracts, clock, notes));
    }
    if suggestions.iter().any(|s| s.spec.columns.contains_key("churned")) {
        definitions.push(Definition {
            churn: DeclaredChurn {
                id: "label".to_owned(),
                rule: ChurnRule::Label {},
            },
            why: bilingual!("来源数据自己标明了流失", "the source says who has churned"),
        });
    }
    definitions
}

/// The source of events with the most rows.
fn busiest(suggestions: &[Suggestion]) -> Option<&Suggestion> {
    let events = suggestions.iter().filter(|s| s.table == CanonicalTable::Events);
    events.max_by_key(|s| (s.facts.rows.unwrap_or(0), std::cmp::Reverse(&s.spec.id)))
}

fn silence(
    events: &Suggestion,
    industry: Industry,
    contracts: bool,
    clock: &dyn Clock,
    notes: &mut Vec<Bilingual>,
) -> Definition {
    // Where a contract is paid anyway, use is activity; elsewhere a purchase is.
    let purchases = !contracts && !matches!(industry, Industry::Telecom | Industry::Saas | Industry::Bank);
    let counts = Counts {
        kinds: counted(events, purchases),
        ..Counts::default()
    };
    let usual = industry.usual_days();
    let rhythm = events
        .sight
        .as_ref()
        .and_then(|sight| rhythm::of(&sight.table, &events.spec, &|kind| counts.allows(kind), purchases));
    let found = rhythm.and_then(|rhythm| {
        future(&rhythm, clock, notes);
        let (first, last) = rhythm.days();
        let (days, suggestion) = definition::suggest(&rhythm.history, rhythm.first, rhythm.end, None).ok()?;
        let median = rhythm.median_gap_days()?;
        let (zh, en) = (suggestion.text.zh, suggestion.text.en);
        Some((
            days,
            bilingual!(
                "{first} 至 {last}，间隔的中位数 {median} 天；{zh}",
                "{first} to {last}, median gap {median} days; {en}"
            ),
        ))
    });
    let (days, mut why) = found.unwrap_or_else(|| {
        (
            usual,
            bilingual!(
                "数据看不出节奏，先用行业惯例 {usual} 天",
                "the data show no rhythm; {usual} days are usual in the industry"
            ),
        )
    });
    if days != usual && industry != Industry::Other {
        let name = industry.name();
        why.zh.push_str(&format!("（{}行业常用 {usual} 天）", name.zh));
        why.en
            .push_str(&format!(" (usual in this industry, {}: {usual} days)", name.en));
    }
    if events.sight.as_ref().is_some_and(|sight| sight.sampled) {
        why.zh.push_str("；只看了文件的开头部分");
        why.en.push_str("; only the beginning of the file was looked at");
    }
    Definition {
        churn: DeclaredChurn {
            id: "silence".to_owned(),
            rule: ChurnRule::Inactivity { days, counts },
        },
        why,
    }
}

fn future(rhythm: &Rhythm, clock: &dyn Clock, notes: &mut Vec<Bilingual>) {
    let (last, today) = (rhythm.days().1, clock.today());
    if last > today {
        notes.push(bilingual!(
            "有事件发生在今天（{today}）之后，最晚 {last}：检查日期的写法（date_order）",
            "some events are after today ({today}), the latest on {last}: check how dates are written (date_order)"
        ));
    }
}

/// The kinds that count, in order of first appearance; empty when all do.
fn counted(events: &Suggestion, purchases: bool) -> Vec<String> {
    let Some(sight) = &events.sight else { return Vec::new() };
    let column = events
        .spec
        .columns
        .get("kind")
        .and_then(|name| sight.table.column(name));
    let Some(text) = column.and_then(|column| column.as_text()) else {
        return Vec::new();
    };
    if text.levels.len() > MOST_KINDS {
        return Vec::new();
    }
    let mut rows = vec![0usize; text.levels.len()];
    let mut paid = vec![0usize; text.levels.len()];
    let amounts = rhythm::amounts(&sight.table, &events.spec);
    for (row, &code) in text.codes.iter().enumerate() {
        if let (Some(rows), Some(paid)) = (rows.get_mut(code as usize), paid.get_mut(code as usize)) {
            *rows += 1;
            *paid += usize::from(amounts.as_ref().is_none_or(|amounts| amounts[row] > 0.0));
        }
    }
    let is_activity = |level: usize| {
        let name = text.levels.get(level as u32).to_lowercase();
        let named = NOT_ACTIVITY.iter().any(|part| name.contains(part));
        !named && (!purchases || paid[level] * 2 > rows[level])
    };
    let counted: Vec<usize> = (0..text.levels.len()).filter(|&level| is_activity(level)).collect();
    if counted.len() == text.levels.len() {
        return Vec::new();
    }
    counted
        .into_iter()
        .map(|level| text.levels.get(level as u32).to_owned())
        .collect()
}
