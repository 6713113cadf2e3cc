//! Whether the definitions of churn fit the data.

use std::collections::BTreeSet;

use holdfast_domain::bilingual;
use holdfast_domain::canonical::CanonicalTable;
use holdfast_domain::rule::{ChurnRule, DeclaredChurn};

use super::report::DoctorReport;
use super::sources::{Seen, named_kinds};
use crate::workspace::config::WorkspaceConfig;
use crate::workspace::rhythm;

pub(crate) fn check(config: &WorkspaceConfig, seen: &[Seen], report: &mut DoctorReport) {
    for churn in &config.churn {
        let before = report.checks.len();
        kinds(churn, seen, report);
        match &churn.rule {
            ChurnRule::Inactivity { days, .. } => silence(churn, *days, seen, report),
            ChurnRule::Label {} => label(churn, seen, report),
            _ => {}
        }
        if report.checks.len() == before {
            let (id, sentence) = (&churn.id, churn.rule.sentence());
            let (zh, en) = (sentence.zh, sentence.en);
            report.ok(format!("churn.{id}"), bilingual!("“{id}”：{zh}", "\"{id}\": {en}"));
        }
    }
}

fn events(seen: &[Seen]) -> impl Iterator<Item = &Seen> {
    seen.iter()
        .filter(|seen| seen.source.table == CanonicalTable::Events.name())
}

/// Kinds that a definition names and that do not occur are misspelt more often than not.
fn kinds(churn: &DeclaredChurn, seen: &[Seen], report: &mut DoctorReport) {
    let Some(counts) = churn.rule.counts() else { return };
    let mut known: BTreeSet<String> = BTreeSet::new();
    for seen in events(seen) {
        known.extend(seen.source.constants.get("kind").cloned());
        let column = seen.source.columns.get("kind").and_then(|name| seen.table.column(name));
        if let Some(text) = column.and_then(|column| column.as_text()) {
            known.extend(text.levels.iter().take(10_000).map(str::to_owned));
        }
    }
    if known.is_empty() {
        return;
    }
    for kind in named_kinds(counts).filter(|kind| !known.contains(*kind)) {
        let id = &churn.id;
        let list: Vec<&str> = known.iter().take(20).map(String::as_str).collect();
        let list = list.join(", ");
        report.warn(
            format!("churn.{id}.counts"),
            bilingual!(
                "“{id}”提到的类型“{kind}”在数据中没有出现",
                "\"{id}\" names the kind \"{kind}\", which does not occur"
            ),
            bilingual!("数据中的类型：{list}", "the kinds are: {list}"),
        );
    }
}

fn silence(churn: &DeclaredChurn, days: i32, seen: &[Seen], report: &mut DoctorReport) {
    let Some(counts) = churn.rule.counts() else { return };
    let largest = events(seen).max_by_key(|seen| seen.table.rows);
    let Some(seen) = largest else { return };
    let id = format!("churn.{}.days", churn.id);
    let Some(rhythm) = rhythm::of(&seen.table, &seen.source, &|kind| counts.allows(kind), false) else {
        return report.fail(
            id,
            bilingual!(
                "“{churn}”：没有一个事件计入，人人都会算作流失",
                "\"{churn}\": no event counts, so that everybody would have churned",
                churn = churn.id
            ),
            bilingual!("检查 counts 中的 kinds", "check the kinds in counts"),
        );
    };
    let length = rhythm.end - rhythm.first;
    if let Some(median) = rhythm.median_gap_days().filter(|&median| days < median) {
        report.warn(
            id,
            bilingual!(
                "“{churn}”定为 {days} 天，但一半以上的间隔不短于 {median} 天：大多数回头客会先被算作流失",
                "\"{churn}\" says {days} days, but half of all gaps last {median} days or more: most who come back would be counted as lost first",
                churn = churn.id
            ),
            bilingual!("加大 days，至少 {median}，或改用 own_rhythm", "choose more days, at least {median}, or kind = \"own_rhythm\""),
        );
    } else if days > length {
        report.warn(
            id,
            bilingual!(
                "“{churn}”定为 {days} 天，比全部数据（{length} 天）还长：谁都不会流失",
                "\"{churn}\" says {days} days, longer than all data ({length} days): nobody can churn",
                churn = churn.id
            ),
            bilingual!(
                "减小 days，或提供更长的历史",
                "choose fewer days, or give a longer history"
            ),
        );
    }
}

fn label(churn: &DeclaredChurn, seen: &[Seen], report: &mut DoctorReport) {
    for seen in seen
        .iter()
        .filter(|seen| seen.source.table == CanonicalTable::Snapshots.name())
    {
        let Some(column) = seen
            .source
            .columns
            .get("churned")
            .and_then(|name| seen.table.column(name))
        else {
            continue;
        };
        let (name, distinct) = (&column.name, column.distinct());
        if distinct != 2 {
            report.warn(
                format!("churn.{}.label", churn.id),
                bilingual!(
                    "流失标签“{name}”有 {distinct} 种值，应为两种",
                    "the churn label \"{name}\" has {distinct} different values; there should be two"
                ),
                bilingual!(
                    "检查标签列，或在来源中改成 是/否",
                    "check the column, or write yes and no in the source"
                ),
            );
        }
    }
}
