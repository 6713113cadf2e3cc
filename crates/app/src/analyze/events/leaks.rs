//! Columns of an event log that know the outcome: the state of a customer at the export, joined to each of their events.

use holdfast_domain::role::Role;
use holdfast_engine::features::compute::FeatureTable;
use holdfast_engine::features::history::History;
use holdfast_engine::features::plan::FeaturePlan;
use holdfast_report::model::data::{ColumnSummary, Note};

use crate::analyze::options::AnalyzeOptions;
use crate::analyze::understand::leaks::suspicion_of_latest;
use crate::analyze::understand::names::Name;
use crate::analyze::understand::roles::{explain, leak_kept, leak_left_out};

/// Takes the categories that look like leaks on the training rows (`of_row`: the customer of each, `labels`: their outcomes) out of the features, unless the
/// user keeps them, and says so.
pub fn leave_out(
    features: &mut FeatureTable,
    history: &History,
    plan: &FeaturePlan,
    (train, of_row, labels): (&[u32], &[u32], &[bool]),
    options: &AnalyzeOptions,
    summaries: &mut [ColumnSummary],
) -> Vec<Note> {
    let (mut notes, mut gone) = (Vec::new(), Vec::new());
    features.categories.retain(|(_, codes, category)| {
        let column = &history.categories[*category];
        let codes: Vec<u32> = train.iter().map(|&row| codes[row as usize]).collect();
        let settled = (0..history.customers() as u32).all(|customer| {
            let own = &column.codes[history.span(customer)];
            own.windows(2).all(|pair| pair[0] == pair[1])
        });
        let name = Name::new(&column.name);
        let found = suspicion_of_latest(&codes, column.levels.len(), &name, (of_row, labels), settled);
        let Some(why) = found.map(explain) else { return true };
        if options.keeps(&column.name) {
            notes.push(leak_kept(&column.name, &why));
            return true;
        }
        gone.push(*category);
        notes.push(leak_left_out(&column.name, &why));
        if let Some(summary) = summaries.iter_mut().find(|summary| summary.name == column.name) {
            summary.role = Role::Leak;
            summary.reason = why;
            summary.used = false;
        }
        false
    });
    // How often each of its values occurred says the same.
    for &(category, level) in plan.counted.iter().filter(|(category, _)| gone.contains(category)) {
        let column = &history.categories[category];
        let of_level = format!("{}_{}", column.name, column.levels[level as usize]);
        let (share, count) = (format!("share_{of_level}"), format!("count_{of_level}_"));
        features
            .numbers
            .retain(|(spec, _)| spec.name != share && !is_count(&spec.name, &count));
    }
    notes
}

/// Whether a feature is the count of a value in some days: `count`, then `90d`.
fn is_count(name: &str, count: &str) -> bool {
    let days = name.strip_prefix(count).and_then(|rest| rest.strip_suffix('d'));
    days.is_some_and(|days| !days.is_empty() && days.bytes().all(|byte| byte.is_ascii_digit()))
}
